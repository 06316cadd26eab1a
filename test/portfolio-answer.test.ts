import { describe, expect, it } from 'vitest';
import { portfolioAnswer, type PortfolioCaps } from '#lib/scenarios/portfolio-answer.ts';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import type { TaskFacts } from '#lib/scenarios/task-facts.ts';

const point = (value: number) =>
	({ value, low: null, high: null, source: 'entered', n: null }) as const;
const open: PortfolioCaps = {
	reviewHours: null,
	budgetUsd: null,
	incidentCostUsd: null,
	incidents: null,
	limit: null
};

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
const answer = (caps: PortfolioCaps, of: readonly TaskFacts[] = tasks) => {
	const read = readScenario({
		breakeven_schema: 'scenario/1',
		name: 'all',
		tasks: tasks.map(({ task }) => task)
	});
	if ('problem' in read) throw new Error(read.problem);
	return portfolioAnswer([read.scenario], of, caps);
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

	it('holds the expected number of incidents under a cap, and says what one more would bring', () => {
		const harmful = tasks.map((one) => ({
			...one,
			inputs: {
				...one.inputs,
				incident_prob_given_escape: point(0.1),
				incident_mean_cost: point(1)
			}
		}));
		const free = answer(open, harmful);
		expect(free.rows[0]).toMatchObject({ option: 'automate' });
		// A tenth of the 10.5 in 1,001 wrong results, 600 times a month.
		expect(free.rows[0]?.incidents).toBeCloseTo(600 * ((1000 - 989.5) / 1001) * 0.1, 1);
		const capped = answer({ ...open, incidents: free.used.incidents / 2 }, harmful);
		expect(capped.used.incidents).toBeLessThanOrEqual(free.used.incidents / 2);
		expect(capped.netBenefitUsd).toBeLessThan(free.netBenefitUsd);
		expect(capped.shadowPriceUsd.incidents).toBeGreaterThan(0);
		expect(free.shadowPriceUsd.incidents).toBe(0);
	});

	it('holds how often a year may have more incidents than a limit', () => {
		const harmful = tasks.map((one) => ({
			...one,
			inputs: {
				...one.inputs,
				incident_prob_given_escape: point(0.02),
				incident_mean_cost: point(1)
			}
		}));
		const free = answer(open, harmful);
		// 12 months of 600 x 0.0105 x 0.02 = 0.126 incidents from the first task alone: 1.5 a year.
		expect(free.exceedance.moreThan).toBe(0);
		expect(free.exceedance.probability).toBeGreaterThan(0.75);
		const limit = { moreThan: 4, probability: 0.1 };
		const held = answer({ ...open, limit }, harmful);
		expect(held.exceedance.moreThan).toBe(4);
		expect(held.exceedance.probability).toBeLessThanOrEqual(0.1);
		// A Poisson of mean 2.43 is above 4 in 10 % of the years: 0.203 a month when the rate is sure.
		expect(held.incidentsUnderLimit).toBeLessThanOrEqual(2.4326 / 12);
		expect(held.used.incidents).toBeLessThanOrEqual(held.incidentsUnderLimit ?? 0);
		const strict = answer({ ...open, limit: { moreThan: 0, probability: 0.01 } }, harmful);
		expect(strict.rows.every(({ option }) => option === 'keep_human')).toBe(true);
		expect(strict.exceedance.probability).toBe(0);
		expect(strict.shadowPriceUsd.incidents).toBeGreaterThan(0);
	});

	it('names tasks that have nothing to be compared with', () => {
		const bare = { ...facts('bare', 900, 6), inputs: {} };
		const read = readScenario({ breakeven_schema: 'scenario/1', name: 'x', tasks: ['bare'] });
		if ('problem' in read) throw new Error(read.problem);
		const result = portfolioAnswer([read.scenario], [bare], open);
		expect(result).toMatchObject({ rows: [], unknown: ['bare'], netBenefitUsd: 0 });
	});
});
