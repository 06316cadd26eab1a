import { describe, expect, it } from 'vitest';
import { portfolioAnswer, type PortfolioCaps } from '#lib/scenarios/portfolio-answer.ts';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import type { TaskFacts } from '#lib/scenarios/task-facts.ts';

const point = (value: number) =>
	({ value, low: null, high: null, source: 'entered', n: null }) as const;
const open: PortfolioCaps = { reviewHours: null, budgetUsd: null, incidentCostUsd: null };

/** 6 minutes by hand at 60 USD an hour; a review takes 1 minute; an escape costs `lossUsd`. */
function facts(task: string, successes: number, lossUsd: number): TaskFacts {
	return {
		task,
		configuration: 'bot',
		window: null,
		evidence: {
			cases: 1000,
			knownOutcomes: 1000,
			successes,
			verifiedOutcomes: 1000,
			randomSample: false,
			designEffect: 1,
			costPerCase: { meanUsd: 0.5, standardErrorUsd: 0.01, n: 1000, classes: null },
			visibleFailures: null,
			gate: null,
			incidentsSeen: null,
			segments: null
		},
		inputs: {
			human_minutes: point(6),
			human_wage_per_hour: point(60),
			human_success: point(1),
			review_minutes: point(1),
			reviewer_utilisation: point(1),
			volume_per_month: point(600),
			late_rework_cost: point(lossUsd)
		},
		cases: null,
		runSeconds: null,
		otherModel: null
	};
}

const tasks = [facts('plain', 990, 6), facts('risky', 900, 60), facts('hopeless', 300, 60)];
const answer = (caps: PortfolioCaps) => {
	const read = readScenario({
		breakeven_schema: 'scenario/1',
		name: 'all',
		tasks: tasks.map(({ task }) => task)
	});
	if ('problem' in read) throw new Error(read.problem);
	return portfolioAnswer([read.scenario], tasks, caps);
};
const levels = (caps: PortfolioCaps) => answer(caps).rows.map(({ option }) => option);

describe('tasks under caps', () => {
	it('takes the best level of each where nothing is short', () => {
		expect(levels(open)).toEqual(['automate', 'automate_with_review', 'keep_human']);
		// 600 reviews of a minute are 10 hours.
		expect(answer(open).used.reviewHours).toBeCloseTo(10, 6);
		expect(answer(open).shadowPriceUsd.reviewHours).toBe(0);
	});

	it('gives up the review that does not fit, and says what an hour would bring', () => {
		const caps = { ...open, reviewHours: 9 };
		expect(levels(caps)).toEqual(['automate', 'keep_human', 'keep_human']);
		const whole = answer(open).rows[1]?.netBenefitUsd.mean ?? 0;
		expect(answer(caps).shadowPriceUsd.reviewHours).toBeCloseTo(whole / 10, 1);
		expect(answer(caps).rows.map(({ isHeldBack }) => isHeldBack)).toEqual([false, true, false]);
	});

	it('never brings less with more hours', () => {
		const brought = answer(open).byHours.map(({ netBenefitUsd }) => netBenefitUsd);
		expect(brought).toEqual(brought.toSorted((a, b) => a - b));
		expect(brought.at(-1)).toBeGreaterThan(brought[0] ?? 0);
	});

	it('says which plan holds in nearly all that we believe possible', () => {
		for (const { stability } of answer(open).rows) expect(stability).toBeGreaterThan(0.9);
		expect(answer(open).falseShare).toBeLessThan(0.05);
	});

	it('names tasks that have nothing to be compared with', () => {
		const bare = { ...facts('bare', 900, 6), inputs: {} };
		const read = readScenario({ breakeven_schema: 'scenario/1', name: 'x', tasks: ['bare'] });
		if ('problem' in read) throw new Error(read.problem);
		const result = portfolioAnswer([read.scenario], [bare], open);
		expect(result).toMatchObject({ rows: [], unknown: ['bare'], netBenefitUsd: 0 });
	});
});
