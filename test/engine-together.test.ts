import { describe, expect, it } from 'vitest';
import { decide } from '#simulations/engine/decide.ts';
import type { Estimate } from '#simulations/engine/estimate.ts';
import type { TaskEvidence } from '#simulations/engine/evidence.ts';
import { scenarioOf } from '#simulations/engine/scenario.ts';
import { viewOf } from '#simulations/engine/scenario-view.ts';
import { prepare } from '#simulations/engine/simulate.ts';
import { spearman } from '#simulations/engine/sensitivity.ts';
import { streamOf } from '#simulations/engine/statistics/random.ts';
import { quantileOf } from '#simulations/engine/statistics/select.ts';
import { correlationOfMeans } from '#simulations/engine/together.ts';

// 200 cases, 60 of them wrong; a right one costs about 1 USD, a wrong one about five times as much.
const cases = Array.from({ length: 200 }, (_, i) => {
	const right = i % 10 >= 3;
	return { right, costUsd: (right ? 1 : 5) * (0.8 + (0.4 * ((i * 7) % 11)) / 10) };
});

describe('cost and success of the same cases', () => {
	it('err together: cost per success is as wide as when whole cases are resampled', () => {
		const whole = bootstrapOfCostPerSuccess();
		const together = costPerSuccess(evidence());
		const apart = costPerSuccess({ ...evidence(), together: [] });
		expect(together.low / whole.low).toBeCloseTo(1, 1);
		expect(together.high / whole.high).toBeCloseTo(1, 1);
		expect(width(together) / width(whole)).toBeGreaterThan(0.95);
		expect(width(together) / width(whole)).toBeLessThan(1.05);
		// Relative errors of 6.0 % and 4.6 % add up to 10.6 % when together and to 7.6 % when apart.
		expect(width(apart) / width(whole)).toBeLessThan(0.77);
	});

	it('give the verdict and the scenario the same draws', () => {
		const scenario = scenarioOf(evidence(), inputs);
		expect(scenario.correlations).toEqual(evidence().together);
		const prepared = prepare(scenario, { seed: 1, trials: 4096, mode: 'random' });
		const { columns } = viewOf(prepared, 0, 4096).trials;
		expect(spearman(columns.case_success_rate, columns.cost_per_case_usd)).toBeLessThan(-0.95);
	});

	it('do not go together where somebody states one of them', () => {
		const stated: TaskEvidence = {
			...evidence(),
			together: [{ a: 'case_success_rate', b: 'human_minutes', rho: -0.5 }]
		};
		expect(scenarioOf(stated, inputs).correlations).toEqual([]);
		const measured = {
			...inputs,
			human_minutes: { ...minutes, source: 'measured', n: 50 }
		} as const;
		expect(scenarioOf(stated, measured).correlations).toEqual(stated.together);
	});
});

describe('the correlation of two means', () => {
	const pair = { n: 4, sumA: 2, sumB: 10, sumProduct: 8 };

	it('is that of the cases when both were counted on all of them', () => {
		// a = 1 1 0 0, b = 4 4 1 1: covariance (8 - 2 x 10 / 4) / 3 = 1, deviations 0.577 and 1.732.
		const a = { n: 4, standardError: Math.sqrt(1 / 3) / 2 };
		const b = { n: 4, standardError: Math.sqrt(3) / 2 };
		expect(correlationOfMeans(pair, a, b)).toBe(0.99);
		expect(correlationOfMeans({ ...pair, sumProduct: 5 }, a, b)).toBeNull();
	});

	it('is weaker where they share a part of their cases, and none where nothing is shared', () => {
		// 4 of 16 cases on each side are the same.
		const a = { n: 16, standardError: Math.sqrt(1 / 3) / 4 };
		const b = { n: 16, standardError: Math.sqrt(3) / 4 };
		expect(correlationOfMeans(pair, a, b)).toBeCloseTo(4 / 16, 12);
		expect(correlationOfMeans({ n: 0, sumA: 0, sumB: 0, sumProduct: 0 }, a, b)).toBeNull();
		expect(correlationOfMeans(pair, a, { n: 16, standardError: 0 })).toBeNull();
	});
});

const minutes: Estimate = { value: 30, low: 27, high: 33, source: 'entered', n: null };
const certain = (value: number): Estimate => ({
	value,
	low: null,
	high: null,
	source: 'entered',
	n: null
});

/** Nothing is reviewed, redone or late: what a right result costs is cost over success. */
const inputs = {
	human_minutes: minutes,
	human_wage_per_hour: certain(40),
	rework_prob_given_escape: certain(0),
	visible_failure_share: certain(0)
};

function evidence(): TaskEvidence {
	const n = cases.length;
	const successes = cases.filter(({ right }) => right).length;
	const costs = cases.map(({ costUsd }) => costUsd);
	const meanUsd = total(costs) / n;
	const variance = total(costs.map((cost) => (cost - meanUsd) ** 2)) / (n - 1);
	const share = successes / n;
	const cost = { n, standardError: Math.sqrt(variance / n) };
	const rho = correlationOfMeans(
		{
			n,
			sumA: successes,
			sumB: total(costs),
			sumProduct: total(cases.map(({ right, costUsd }) => (right ? costUsd : 0)))
		},
		{ n, standardError: Math.sqrt((share * (1 - share)) / n) },
		cost
	);
	return {
		cases: n,
		knownOutcomes: n,
		successes,
		verifiedOutcomes: n,
		randomSample: false,
		designEffect: 1,
		costPerCase: { meanUsd, standardErrorUsd: cost.standardError, n, classes: null },
		visibleFailures: null,
		gate: null,
		incidentsSeen: null,
		segments: null,
		together: [{ a: 'case_success_rate', b: 'cost_per_case_usd', rho: rho ?? 0 }]
	};
}

function costPerSuccess(of: TaskEvidence) {
	const { options } = decide(of, inputs, { seed: 1, withFlips: false });
	const interval = options.find(
		({ option }) => option === 'automate'
	)?.costPerVerifiedSuccessInterval;
	return interval ?? { low: NaN, high: NaN };
}

function bootstrapOfCostPerSuccess() {
	const stream = streamOf(1, 'resample', 0);
	const ratios = Float64Array.from({ length: 4000 }, () => {
		let [cost, right] = [0, 0];
		for (let i = 0; i < cases.length; i++) {
			const one = cases[Math.floor(stream.nextUniform() * cases.length)];
			cost += one?.costUsd ?? 0;
			right += one?.right ? 1 : 0;
		}
		return cost / right;
	});
	return { low: quantileOf(ratios, 0.05) ?? NaN, high: quantileOf(ratios, 0.95) ?? NaN };
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const width = ({ low, high }: { low: number; high: number }) => high - low;
