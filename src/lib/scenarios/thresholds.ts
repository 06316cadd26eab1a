import {
	ABOVE_ALL,
	cheapestRow,
	leastReviewFor,
	replay,
	type ReplayRow
} from '#simulations/engine/policy-replay.ts';
import { reductionIntervals } from '#simulations/engine/reduction-interval.ts';
import { latencyFrontier, type FrontierPoint } from '#simulations/engine/review-frontier.ts';
import type { ReviewRule, ScenarioDocument } from './document.ts';
import type { EngineScenario } from './engine-scenario.ts';
import type { QueueOutcome, TargetAnswer, ThresholdPoint } from './result.ts';
import { replayRule, replayRuns, shownThresholds } from './review-choice.ts';
import { dutyOf, WEEKS_PER_MONTH } from './review-desk.ts';
import type { TaskFacts } from './task-facts.ts';

/** Thresholds replayed over the cases with a known outcome, and the least review for each target. */
export interface Thresholds {
	points: ThresholdPoint[] | null;
	targets: TargetAnswer[];
}

const NO_RULE: ReviewRule = {
	below: null,
	below_high_stakes: null,
	share: null,
	target: null,
	without_confidence: 'review'
};

/** Replays every threshold with the queue it causes (simulation-spec B.2, C.4); targets ordered. */
export function thresholdsOf(
	document: ScenarioDocument,
	{ cases, runSeconds }: TaskFacts,
	engine: EngineScenario,
	queue: QueueOutcome | null
): Thresholds {
	if (cases === null || cases.right.length === 0) return { points: null, targets: [] };
	const { terms } = engine;
	const n = cases.right.length;
	const rule = replayRule(document.oversight?.review ?? NO_RULE);
	const runs = replayRuns(cases, terms.lossUsd, n);
	const known = cases.confidence.some((one) => one !== null);
	const targets = known
		? document.targets.map((target) => {
				const all = replay(runs, terms, rule);
				return targetAnswer(
					target,
					all,
					n,
					engine,
					(threshold) =>
						reductionIntervals(runs, terms, rule, threshold, document.seed).incidentReduction
				);
			})
		: [];
	if (!known) return { points: null, targets };
	const rows = replay(runs, terms, rule, shownThresholds(cases));
	const cheapest = cheapestRow(rows);
	const frontier = frontierOf(rows, n, document, runSeconds, engine, queue);
	const points = rows.map((row, i): ThresholdPoint => {
		const latency = frontier?.[i];
		return {
			threshold: row.threshold,
			reviewShare: row.reviewed / n,
			escapeRate: row.expectedEscapes / n,
			reduction: row.incidentReduction,
			randomReduction: row.randomReviewReduction,
			costUsdPerCase: row.totalCostUsd / n,
			meanLatencySeconds: finite(latency?.meanLatencySeconds),
			p95LatencySeconds: finite(latency?.p95LatencySeconds),
			utilisation: latency?.utilisation ?? null,
			dominated: latency?.dominated ?? false,
			cheapest: row === cheapest
		};
	});
	return { points, targets };
}

function frontierOf(
	rows: readonly ReplayRow[],
	runs: number,
	{ oversight, seed }: ScenarioDocument,
	runSeconds: TaskFacts['runSeconds'],
	{ casesPerMonth, terms }: EngineScenario,
	queue: QueueOutcome | null
): FrontierPoint[] | null {
	const { hours, reviewers } = dutyOf(oversight?.desk ?? null);
	const servers = Math.floor(reviewers ?? queue?.reviewersNeeded ?? 1);
	if (!runSeconds || !(runSeconds.p50 > 0) || hours === 0 || servers < 1) return null;
	return latencyFrontier(
		rows,
		runs,
		{
			casesPerHour: casesPerMonth / (hours * WEEKS_PER_MONTH),
			reviewers: servers,
			meanReviewMinutes: terms.reviewMinutes,
			runP50Seconds: runSeconds.p50,
			runP95Seconds: Math.max(runSeconds.p50 * 1.0001, runSeconds.p95)
		},
		seed
	);
}

function targetAnswer(
	target: number,
	rows: readonly ReplayRow[],
	runs: number,
	{ terms, casesPerMonth, scenario }: EngineScenario,
	intervalAt: (threshold: number) => TargetAnswer['reductionInterval']
): TargetAnswer {
	const mostReachable = rows.at(-1)?.incidentReduction ?? 0;
	const row = leastReviewFor(rows, target);
	if (!row)
		return {
			target,
			reachable: false,
			mostReachable,
			threshold: null,
			reviewShare: null,
			reviewHoursPerMonth: null,
			reduction: null,
			reductionInterval: null,
			randomReduction: null,
			costPerPreventedIncidentUsd: null,
			costPerPreventedEscapeUsd: null
		};
	const reviewShare = row.reviewed / runs;
	const prevented = (rows[0]?.expectedEscapes ?? 0) - row.expectedEscapes;
	const spent = row.reviewed * terms.costPerReviewUsd + row.expectedRedos * terms.redoCostUsd;
	const perEscape = prevented > 0 ? spent / prevented : null;
	const incidents = scenario.beliefs.get('incident_prob_given_escape')?.figure.value ?? 0;
	return {
		target,
		reachable: true,
		mostReachable,
		threshold: Math.min(ABOVE_ALL, row.threshold),
		reviewShare,
		reviewHoursPerMonth: (casesPerMonth * reviewShare * terms.reviewMinutes) / 60,
		reduction: row.incidentReduction,
		reductionInterval: intervalAt(row.threshold),
		randomReduction: row.randomReviewReduction,
		costPerPreventedIncidentUsd:
			perEscape === null || incidents === 0 ? null : perEscape / incidents,
		costPerPreventedEscapeUsd: perEscape
	};
}

const finite = (value: number | undefined): number | null =>
	value !== undefined && Number.isFinite(value) ? value : null;
