import { HOUR_US, MINUTE_US, type Calendar } from './calendar.ts';
import type { Chance } from './chance.ts';
import { drawConfidence } from './confidence.ts';
import { drawRun, type Run } from './run.ts';
import { activeOn, successOf, type Configuration, type Part, type Task } from './task.ts';

/** What truly became of a case: right, wrong without a sign, or a failure that announced itself. */
type Fate = 'right' | 'silent' | 'error' | 'abstained';

/** Somebody looked at a result before it went out. */
export interface CaseReview {
	reviewer: string;
	requestedUs: number;
	decidedUs: number;
	minutes: number;
	decision: 'approved' | 'modified' | 'rejected';
	written: 'root' | 'span' | 'file';
}

/** A wrong result that went out and cost somebody. */
interface CaseIncident {
	severity: number;
	startedUs: number;
	detectedUs: number;
	resolvedUs: number;
	minutes: number;
	people: number;
	costUsd: number;
}

/** One piece of work, with the truth that no export knows whole. */
export interface Case {
	id: string;
	task: Task;
	configuration: Configuration;
	part: Part;
	day: number;
	environment: 'production' | 'staging';
	conversationId: string;
	userId: string;
	fate: Fate;
	confidence: number | null;
	highStakes: boolean;
	runs: Run[];
	review: CaseReview | null;
	/** The result was wrong and went out. */
	escaped: boolean;
	incident: CaseIncident | null;
}

/** All cases of a task, in the order of their time. */
export function drawCases(chance: Chance, task: Task, calendar: Calendar): Case[] {
	const users = Array.from({ length: 400 }, () => `u-${chance.hex(10)}`);
	const moments = Array.from({ length: task.cases }, () => {
		const day = calendar.drawDay(chance);
		return { day, startUs: calendar.drawMoment(chance, day) };
	});
	moments.sort((a, b) => a.startUs - b.startUs);
	return moments.map(({ day, startUs }, index) => {
		const id = `${prefixOf(task)}-${String(100_000 + index * 7 + chance.whole(0, 6))}`;
		return drawCase(chance, { task, day, startUs, id, userId: chance.pick(users) });
	});
}

/** The last attempt: it says how the case ended. */
export const lastRun = ({ runs }: Case): Run => runs.at(-1) as Run;

const prefixOf = ({ name }: Task): string =>
	name
		.split('-')
		.map((word) => word[0])
		.join('')
		.toUpperCase();

interface Opening {
	task: Task;
	day: number;
	startUs: number;
	id: string;
	userId: string;
}

function drawCase(chance: Chance, { task, day, startUs, id, userId }: Opening): Case {
	const configuration = chance.weighted(activeOn(task, day));
	const part = chance.weighted(task.parts.values);
	const fate = drawFate(chance, task, successOf(task, configuration, day, part));
	const one: Case = {
		id,
		task,
		configuration,
		part,
		day,
		environment: chance.happens(task.staging) ? 'staging' : 'production',
		conversationId: `conv-${chance.hex(12)}`,
		userId,
		fate,
		confidence:
			task.confidence && fate !== 'error'
				? drawConfidence(chance, task.confidence, fate === 'right')
				: null,
		highStakes: chance.happens(task.highStakes),
		runs: drawRuns(chance, { task, configuration, part, startUs }, fate),
		review: null,
		escaped: false,
		incident: null
	};
	one.review = drawReview(chance, one);
	if (one.review?.written === 'span') addHumanStep(chance, lastRun(one), one.review);
	one.escaped = fate === 'silent' && (one.review?.decision ?? 'approved') === 'approved';
	const { incident_prob_given_escape: risk } = task.figures;
	if (one.escaped && risk && chance.happens(risk.truth)) one.incident = drawIncident(chance, one);
	return one;
}

function drawFate(chance: Chance, task: Task, success: number): Fate {
	if (chance.happens(success)) return 'right';
	if (!chance.happens(task.visibleShare)) return 'silent';
	return chance.happens(0.5) ? 'error' : 'abstained';
}

function drawRuns(
	chance: Chance,
	plan: Pick<Case, 'task' | 'configuration' | 'part'> & { startUs: number },
	fate: Fate
): Run[] {
	const runs: Run[] = [];
	let { startUs } = plan;
	if (chance.happens(plan.task.errorRate)) {
		runs.push(drawRun(chance, { ...plan, startUs, attempt: 1, ending: 'breaks_down' }));
		startUs = (runs[0]?.endUs ?? startUs) + chance.whole(20, 240) * 1_000_000;
	}
	const ending = fate === 'error' ? 'fails_late' : 'complete';
	runs.push(drawRun(chance, { ...plan, startUs, attempt: runs.length + 1, ending }));
	return runs;
}

function drawReview(chance: Chance, one: Case): CaseReview | null {
	const { oversight, figures } = one.task;
	if (!oversight || one.fate === 'error' || one.fate === 'abstained') return null;
	const asked =
		(one.confidence ?? 1) < oversight.threshold ||
		(oversight.highStakes && one.highStakes) ||
		chance.happens(oversight.random);
	if (!asked) return null;
	const minutes = Math.max(0.1, round(chance.lognormal(figures.review_minutes.truth, 0.5), 1));
	const requestedUs = lastRun(one).endUs;
	const waitUs = Math.round(chance.lognormal(oversight.waitHours, 0.6) * HOUR_US);
	const { reviewer_detect: detect, reviewer_false_alarm: falseAlarm } = figures;
	const refuses = chance.happens(one.fate === 'silent' ? detect.truth : falseAlarm.truth);
	return {
		reviewer: `reviewer-${chance.whole(1, 6)}@northwind.example`,
		requestedUs,
		decidedUs: requestedUs + waitUs + Math.round(minutes * MINUTE_US),
		minutes,
		decision: refuses ? (chance.happens(0.65) ? 'modified' : 'rejected') : 'approved',
		written: chance.weighted(oversight.written).where
	};
}

/** A review that happened while the run waited is one of its steps. */
function addHumanStep(chance: Chance, run: Run, { requestedUs, decidedUs }: CaseReview): void {
	run.steps.push({
		spanId: chance.hex(16),
		parentId: run.rootId,
		kind: 'human',
		name: 'human_review',
		startUs: requestedUs,
		endUs: decidedUs,
		model: null,
		usage: null,
		call: null,
		asksFor: null,
		error: null
	});
	run.endUs = decidedUs + 2000;
}

function drawIncident(chance: Chance, one: Case): CaseIncident {
	const mean = one.task.figures.incident_mean_cost?.truth ?? 0;
	const costUsd = round(chance.lognormal(mean, one.task.severitySigma), 2);
	const startedUs = lastRun(one).endUs + chance.whole(1, 30) * HOUR_US;
	const detectedUs = startedUs + Math.round(chance.lognormal(20, 0.8) * HOUR_US);
	return {
		severity: costUsd > 2 * mean ? 1 : costUsd > mean ? 2 : costUsd > mean / 2 ? 3 : 4,
		startedUs,
		detectedUs,
		resolvedUs: detectedUs + Math.round(chance.lognormal(14, 0.8) * HOUR_US),
		minutes: chance.whole(20, 400),
		people: chance.whole(1, 4),
		costUsd
	};
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
