import { describe, expect, it } from 'vitest';
import type { Estimate } from '#simulations/engine/estimate.ts';
import { offPolicyAnswer } from '#lib/scenarios/off-policy.ts';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import type { TaskResult } from '#lib/scenarios/result.ts';
import { reviewHours } from '#lib/scenarios/review-hours.ts';
import { runScenario } from '#lib/scenarios/run-scenario.ts';
import type { ReviewDeskChange } from '#lib/scenarios/document.ts';
import type { TaskFacts } from '#lib/scenarios/task-facts.ts';
import { scenarioFacts } from '#lib/server/scenarios/facts.ts';
import { emptyWorkspace, importText } from './workspace.ts';

describe('what drives a result', () => {
	it('minutes by hand explain nearly all of a net benefit that little else is unsure of', () => {
		const { ranks, shares, swings } = resultOf({ plan: 'automate' });
		expect(ranks?.[0]?.input).toBe('human_minutes');
		expect(ranks?.[0]?.rho).toBeGreaterThan(0.9);
		expect(shares?.[0]?.input).toBe('human_minutes');
		expect(shares?.[0]?.first).toBeGreaterThan(0.8);
		expect(swings?.[0]?.input).toBe('human_minutes');
		// The parts of a variance sum to 1, and what an input does with others is not less than alone.
		const first = shares?.reduce((sum, share) => sum + share.first, 0) ?? 0;
		expect(first).toBeGreaterThan(0.93);
		expect(first).toBeLessThan(1.07);
		const all = shares?.reduce((sum, share) => sum + share.total, 0) ?? 0;
		expect(all).toBeGreaterThan(0.97);
		for (const { total, totalInterval } of shares ?? []) {
			expect(totalInterval?.low).toBeLessThanOrEqual(total + 1e-12);
			expect(totalInterval?.high).toBeGreaterThanOrEqual(total - 1e-12);
		}
	});

	it('dearer runs mean less: the rank correlation with cost is negative', () => {
		const { ranks } = resultOf({ plan: 'automate', inputs: { human_minutes: 8 } });
		const cost = ranks?.find(({ input }) => input === 'cost_per_case_usd');
		expect(cost?.rho).toBeLessThan(0);
	});

	it('is not paid for in a preview', () => {
		const { ranks, shares } = resultOf({}, facts(), 'preview');
		expect(ranks).toBeNull();
		expect(shares).toBeNull();
	});
});

describe('an option that nobody would choose', () => {
	it('costs more than people in every future: first order', () => {
		const { dominance } = resultOf({ inputs: { monthly_fixed: 1e6 } });
		expect(dominance).toContainEqual({
			option: 'automate',
			dominatedBy: 'keep_human',
			order: 'first'
		});
		expect(dominance.some(({ option }) => option === 'keep_human')).toBe(false);
	});

	it('brings less everywhere: review that catches nothing and costs', () => {
		const inputs = { reviewer_detect: 0, review_minutes: 5, incident_prob_given_escape: 0 };
		expect(resultOf({ inputs }).dominance).toContainEqual({
			option: 'automate_with_review',
			dominatedBy: 'automate',
			order: 'first'
		});
	});
});

describe('execution by confidence where outcomes are unknown', () => {
	// 100 cases at 0.9: 40 right, 10 wrong, 50 unknown; 100 at 0.3 of which nobody knows any.
	const counts = [
		{ from: 0.3, right: 0, wrong: 0, unknown: 100 },
		{ from: 0.9, right: 40, wrong: 10, unknown: 50 }
	];

	it('is bounded by all of them right and all of them wrong', () => {
		const answer = offPolicyAnswer(counts, 0.9);
		const plan = answer?.points.find(({ isPlan }) => isPlan);
		expect(answer).toMatchObject({ cases: 200, unknown: 150 });
		expect(plan).toMatchObject({ threshold: 0.9, executedShare: 0.5 });
		expect(plan?.wrongShareBounds).toEqual({ low: 10 / 200, high: 60 / 200 });
	});

	it('is estimated only where every executed case could have been known', () => {
		const answer = offPolicyAnswer(counts, 0.9);
		const at = (threshold: number) => answer?.points.find((point) => point.threshold === threshold);
		// A fifth of the known are wrong: 20 of the 100 executed, of 200 cases.
		expect(at(0.9)?.wrongShare).toBeCloseTo(0.1, 12);
		expect(at(0.9)?.effectiveSampleSize).toBeCloseTo(50, 9);
		expect(at(0.9)?.largestWeight).toBe(2);
		expect(at(0.3)?.wrongShare).toBeNull();
		expect(at(0.3)?.wrongShareBounds).toEqual({ low: 0.05, high: 0.8 });
	});

	it('needs no bounds where every outcome is known', () => {
		expect(offPolicyAnswer([{ from: 0.5, right: 9, wrong: 1, unknown: 0 }], 0.5)).toBeNull();
		expect(offPolicyAnswer(null, null)).toBeNull();
	});
});

describe('reviewers by hour', () => {
	const office: ReviewDeskChange = {
		reviewers: 2,
		shifts: [],
		deadline_minutes: null,
		fallback: 'reject',
		promised_minutes: 60,
		charge: 'minutes'
	};
	const perWeek = (reviews: number) => (reviews * 365.25) / 12 / 7;

	it('168 reviews a week that come evenly are one an hour; the desk is there from 9 to 17', () => {
		const even = new Array<number>(168).fill(20);
		const hours = reviewHours(perWeek(168), 30, office, even) ?? [];
		expect(hours).toHaveLength(168);
		expect(hours[9]).toMatchObject({ day: 'mon', hour: 9, reviewers: 2, reviewersNeeded: 2 });
		expect(hours[9]?.reviews).toBeCloseTo(1, 12);
		// Half an hour of work an hour on two people; Erlang C of 0.5 on 2: 0.1, 60 x 0.1 / (4 - 1).
		expect(hours[9]?.utilisation).toBeCloseTo(0.25, 12);
		expect(hours[9]?.meanWaitMinutes).toBeCloseTo(2, 9);
		expect(hours[8]).toMatchObject({ reviewers: 0, meanWaitMinutes: null, utilisation: null });
		expect(hours[5 * 24 + 12]).toMatchObject({ day: 'sat', reviewers: 0 });
	});

	it('few cases share the hours of the working days, and keep their own number by day', () => {
		// 30 cases on Monday at 10, 10 on Tuesday at 14: Monday has 3/4 of all, at 10 and at 14.
		const cases = new Array<number>(168).fill(0);
		cases[10] = 30;
		cases[24 + 14] = 10;
		const hours = reviewHours(perWeek(40), 5, null, cases) ?? [];
		expect(hours[10]?.reviews).toBeCloseTo(40 * 0.75 * 0.75, 9);
		expect(hours[14]?.reviews).toBeCloseTo(40 * 0.75 * 0.25, 9);
		expect(hours.reduce((sum, { reviews }) => sum + reviews, 0)).toBeCloseTo(40, 9);
		expect(hours[10]).toMatchObject({ reviewers: null, utilisation: null });
	});

	it('are in the queue of an option that reviews, and absent where no case has a time', () => {
		const timed = { ...facts(), casesByHour: new Array<number>(168).fill(1) };
		const queueOf = (of: TaskFacts) =>
			resultOf({}, of).options?.find(({ option }) => option === 'automate_with_review')?.queue;
		expect(queueOf(timed)?.byHour).toHaveLength(168);
		expect(queueOf(facts())?.byHour).toBeNull();
	});

	it('come from the times of the runs in the zone of the workspace; dates alone tell none', async () => {
		const times = (of: (i: number) => string) =>
			[
				'run_id,task,agent,success,cost_usd,confidence,started_at',
				...Array.from(
					{ length: 40 },
					(_, i) => `r${i},triage,desk,${i % 4 === 3 ? '' : i % 4 ? 1 : 0},1,0.29,${of(i)}`
				)
			].join('\n');
		const factsWith = async (text: string, zone: string) => {
			const warehouse = await emptyWorkspace();
			await importText(warehouse, 'runs.csv', text);
			const known = await scenarioFacts(warehouse, documentOf({}), zone);
			return 'facts' in known ? known.facts[0] : undefined;
		};
		// 7 September 2026 is a Monday; 22:30 in Berlin is 20:30 UTC.
		const timed = await factsWith(
			times(() => '2026-09-07T22:30:00+02:00'),
			'Europe/Berlin'
		);
		expect(timed?.casesByHour?.[22]).toBe(40);
		expect(timed?.byConfidence).toEqual([{ from: 0.29, right: 20, wrong: 10, unknown: 10 }]);
		const dated = await factsWith(
			times(() => '2026-09-07'),
			'UTC'
		);
		expect(dated?.casesByHour).toBeNull();
	});
});

function resultOf(
	changes: object,
	of: TaskFacts = facts(),
	precision: 'full' | 'preview' = 'full'
): TaskResult {
	const [task] = runScenario(documentOf(changes), [of], { precision })?.tasks ?? [];
	if (!task) throw new Error('there is no result');
	return task;
}

function documentOf(changes: object) {
	const read = readScenario({
		breakeven_schema: 'scenario/1',
		name: 'as it is',
		tasks: ['triage'],
		replications: 4096,
		...changes
	});
	if ('problem' in read) throw new Error(read.problem);
	return read.scenario;
}

function entered(value: number, low: number | null = null, high: number | null = null): Estimate {
	return { value, low, high, source: 'entered', n: null };
}

function facts(): TaskFacts {
	return {
		task: 'triage',
		configuration: 'desk-bot 1.0',
		window: null,
		evidence: {
			cases: 400,
			knownOutcomes: 400,
			successes: 360,
			verifiedOutcomes: 400,
			randomSample: false,
			designEffect: 1,
			costPerCase: { meanUsd: 0.6, standardErrorUsd: 0.03, n: 400, classes: null },
			visibleFailures: null,
			gate: null,
			incidentsSeen: null,
			segments: null
		},
		inputs: {
			human_minutes: entered(8, 5, 12),
			human_wage_per_hour: entered(45),
			volume_per_month: entered(900),
			human_success: entered(0.95)
		},
		cases: null,
		runSeconds: null,
		otherModel: null
	};
}
