import { describe, expect, it } from 'vitest';
import {
	exceedanceCurve,
	lossDistribution,
	lossMoments
} from '#simulations/engine/aggregate-loss.ts';
import { correlatedGroup } from '#simulations/engine/correlation.ts';
import type { Estimate } from '#simulations/engine/estimate.ts';
import type { TaskEvidence } from '#simulations/engine/evidence.ts';
import { decide } from '#simulations/engine/decide.ts';
import { drawIncidentLosses } from '#simulations/engine/incident-stream.ts';
import { bestPlan, nextBestPlan, type ChoiceProblem } from '#simulations/engine/knapsack.ts';
import { planPortfolio, planStability, type PortfolioTask } from '#simulations/engine/portfolio.ts';
import { calendarOf } from '#simulations/engine/calendar.ts';
import { scenarioOf, type Scenario } from '#simulations/engine/scenario.ts';
import { saltelliRuns, sobolIndices, spearman, tornado } from '#simulations/engine/sensitivity.ts';
import { assemble, prepare, simulate, simulateChunk } from '#simulations/engine/simulate.ts';
import { lognormalFromInterval } from '#simulations/engine/statistics/lognormal.ts';
import { streamOf } from '#simulations/engine/statistics/random.ts';
import { maximise } from '#simulations/engine/statistics/simplex.ts';
import { sobolPoints } from '#simulations/engine/statistics/sobol.ts';
import { quantileOfSorted, sum } from '#simulations/engine/statistics/summary.ts';
import losses from './golden/compound-poisson.json' with { type: 'json' };

describe('a simulated scenario', () => {
	it('has the mean of its closed form within 4 standard errors', () => {
		const [automate] = simulate(scenario(), { seed: 1, trials: 40_000 }).options;
		const miss = Math.abs((automate?.range.meanUsd ?? NaN) - (automate?.exactMeanUsd ?? NaN));
		expect(miss).toBeLessThan(4 * (automate?.errors.meanUsd ?? 0));
	});

	it('without drift expects what the verdict expects', () => {
		const [automate, reviewed] = simulate(scenario(), { seed: 7, trials: 8192 }).options;
		const verdict = decide(evidence, inputs, { seed: 7, trials: 8192 });
		const net = (name: string) =>
			verdict.options.find((option) => option.option === name)?.netBenefitUsd.mean ?? NaN;
		expect(automate?.expected.meanUsd).toBeCloseTo(net('automate'), 6);
		expect(reviewed?.expected.meanUsd).toBeCloseTo(net('automate_with_review'), 6);
		expect(automate?.expected.pBetter).toBe(
			verdict.options.find((option) => option.option === 'automate')?.pBetterThanHuman
		);
	});

	it('spreads wider when incidents fall as they fall', () => {
		const [automate] = simulate(scenario(), { seed: 1 }).options;
		const range = automate?.range.quantiles;
		expect((range?.p95 ?? 0) - (range?.p05 ?? 0)).toBeGreaterThan(
			(automate?.expected.high ?? 0) - (automate?.expected.low ?? 0)
		);
	});

	it('gives the same bits whatever the order of its chunks', () => {
		const options = { seed: 5, trials: 10_000, mode: 'random' as const };
		const prepared = prepare(scenario(), options);
		const backwards = [2, 1, 0].map((chunk) => simulateChunk(prepared, chunk));
		expect(assemble(prepared, backwards, true)).toEqual(
			simulate(scenario(), { ...options, keepDraws: true })
		);
	});

	it('stops after the chunk in which it is told to, and says so', () => {
		const result = simulate(scenario(), {
			seed: 5,
			trials: 20_000,
			onChunk: (done) => done < 2
		});
		expect(result.diagnostics).toMatchObject({ trials: 8192, cancelled: true });
	});

	it('falls with drift and recovers with retraining', () => {
		const mean = (changes: Partial<Scenario>) =>
			simulate({ ...scenario(), ...changes }, { seed: 2, trials: 4096 }).options[0]?.exactMeanUsd ??
			NaN;
		const steady = mean({});
		const drifting = mean({ driftPerMonth: 0.02 });
		const retrained = mean({ driftPerMonth: 0.02, retrainEveryMonths: 3 });
		expect(drifting).toBeLessThan(steady);
		expect(retrained).toBeGreaterThan(drifting);
		expect(retrained).toBeLessThan(steady);
	});

	it('pairs mirrored trials, which brings the mean closer', () => {
		const error = (mode: 'random' | 'antithetic') => {
			let total = 0;
			for (let seed = 0; seed < 12; seed++) {
				const [option] = simulate(scenario(), { seed, trials: 4096, mode }).options;
				total += ((option?.expected.meanUsd ?? 0) - (option?.exactMeanUsd ?? 0)) ** 2;
			}
			return total;
		};
		expect(error('antithetic')).toBeLessThan(0.7 * error('random'));
	});

	it('takes Sobol points for parameters, with 16 replications for the error', () => {
		const [sobol] = simulate(scenario(), { seed: 3, trials: 16 * 512, mode: 'sobol' }).options;
		const [random] = simulate(scenario(), { seed: 3, trials: 16 * 512 }).options;
		const miss = (option: typeof sobol) =>
			Math.abs((option?.expected.meanUsd ?? NaN) - (option?.exactMeanUsd ?? NaN));
		expect(miss(sobol)).toBeLessThan(miss(random));
		expect(() => simulate(scenario(), { seed: 3, trials: 10_000, mode: 'sobol' })).toThrow('16 x');
	});

	it('draws inputs together when told so, which widens what adds up', () => {
		const spread = (rho: number) => {
			const correlations = [{ a: 'human_minutes', b: 'volume_per_month', rho } as const];
			const [option] = simulate({ ...scenario(), correlations }, { seed: 4 }).options;
			expect(option?.exactMeanUsd).toBeNull();
			return (option?.expected.high ?? 0) - (option?.expected.low ?? 0);
		};
		expect(spread(0.9)).toBeGreaterThan(1.2 * spread(0));
		expect(spread(-0.9)).toBeLessThan(spread(0));
	});

	it('repairs correlations that cannot all hold, and says so', () => {
		const correlations = [
			{ a: 'human_minutes', b: 'volume_per_month', rho: 0.95 },
			{ a: 'volume_per_month', b: 'incident_mean_cost', rho: 0.95 },
			{ a: 'human_minutes', b: 'incident_mean_cost', rho: -0.95 }
		] as const;
		const group = correlatedGroup(correlations);
		expect(group.repaired).toBe(true);
		// Rows of the triangle have length 1: every mixed score is still a standard normal.
		for (const row of group.triangle) expect(Math.hypot(...row)).toBeCloseTo(1, 9);
		const result = simulate({ ...scenario(), correlations }, { seed: 4, trials: 4096 });
		expect(result.diagnostics.warnings.join()).toContain('nearest possible correlations');
	});

	it('says why it cannot run without a baseline', () => {
		const empty = scenarioOf(evidence, {});
		expect(() => simulate(empty, { seed: 1 })).toThrow('the scenario has no human_minutes');
	});

	it('over no months costs its build and nothing else', () => {
		const short = scenarioOf(evidence, {
			...inputs,
			horizon_months: entered(0),
			build_cost: entered(700)
		});
		const [option] = simulate(short, { seed: 1, trials: 100 }).options;
		expect(option?.range.meanUsd).toBe(-700);
	});
});

describe('incidents', () => {
	const calendar = calendarOf(scenario());
	const trials = 2000;
	const casesPerMonth = new Float64Array(trials).fill(1000);
	const meanSeverityUsd = new Float64Array(trials).fill(100);
	const draw = (rates: number[], sigma = 1) =>
		drawIncidentLosses(
			{
				perCase: Float64Array.from(
					{ length: trials * rates.length },
					(_, i) => rates[i % rates.length] ?? 0
				),
				options: rates.length,
				casesPerMonth,
				meanSeverityUsd
			},
			calendar,
			{ seed: 9, side: 'agent', chunk: 0, sigma }
		);

	it('of a safer option are a subset of those of a riskier one', () => {
		const [risky = [], safe = []] = draw([0.002, 0.0005]);
		expect(Array.from(safe).every((loss, i) => loss <= (risky[i] ?? 0) + 1e-9)).toBe(true);
		expect(sum(safe)).toBeGreaterThan(0);
	});

	it('cost what rate, severity and discounted volume say', () => {
		const [losses = []] = draw([0.002]);
		const expected = 0.002 * 1000 * 100 * sum(calendar.presentVolume);
		expect(sum(losses) / trials / expected).toBeCloseTo(1, 1);
	});

	it('of one option month by month add up to the same incidents without a discount', () => {
		const undiscounted = { ...calendar, discount: calendar.discount.map(() => 1) };
		const rates = {
			perCase: Float64Array.from({ length: trials * 4 }, (_, i) => 0.001 * (1 + (i % 4))),
			options: 1,
			casesPerMonth,
			meanSeverityUsd
		};
		const drifting = {
			...undiscounted,
			sinceRetraining: calendar.sinceRetraining.map((_, t) => t % 4),
			presentVolume: new Float64Array(4)
		};
		const luck = { seed: 9, side: 'agent', chunk: 0, sigma: 1 };
		const [year = []] = drawIncidentLosses(rates, drifting, luck);
		const [months = []] = drawIncidentLosses(rates, drifting, { ...luck, byMonth: true });
		const perYear = months.length / trials;
		expect(perYear).toBe(calendar.months);
		for (const trial of [0, 7, 1999]) {
			const own = Array.from(months).slice(trial * perYear, (trial + 1) * perYear);
			expect(sum(own)).toBeCloseTo(year[trial] ?? NaN, 6);
			expect(sum(own)).toBeGreaterThan(0);
		}
	});

	it('at no spread all cost the same', () => {
		const [losses = []] = draw([0.0001], 0);
		const single = Array.from(losses).filter((loss) => loss > 0 && loss < 100);
		expect(single.length).toBeGreaterThan(0);
		expect(Math.max(...single)).toBeLessThanOrEqual(100);
	});
});

describe('the loss of a year', () => {
	it.each(losses.cases)('$id by a million drawn years is within the bands', (example) => {
		const { rate_per_period: rate, severity_p05: low, severity_p95: high } = example.inputs;
		const severity = lognormalFromInterval(low, high);
		const month = {
			months: 1,
			volume: Float64Array.of(1),
			discount: Float64Array.of(1),
			sinceRetraining: Int32Array.of(0),
			presentVolume: Float64Array.of(1),
			totalVolume: 1,
			presentRetrainings: 0
		};
		const chunk = (k: number) =>
			drawIncidentLosses(
				{
					perCase: new Float64Array(4096).fill(rate),
					options: 1,
					casesPerMonth: new Float64Array(4096).fill(1),
					meanSeverityUsd: new Float64Array(4096).fill(example.expected.severity_mean)
				},
				month,
				{ seed: 1, side: 'agent', chunk: k, sigma: severity.sigma }
			)[0] ?? new Float64Array();
		const years = new Float64Array(245 * 4096);
		for (let k = 0; k < 245; k++) years.set(chunk(k), k * 4096);
		const ordered = years.slice().sort();
		const bands = example.monte_carlo_bands;
		const off = (got: number, expected: number) => Math.abs(got / expected - 1);
		const { mean, quantiles } = example.expected;
		expect(off(sum(years) / years.length, mean)).toBeLessThan(bands.rel_mean);
		expect(off(quantileOfSorted(ordered, 0.95) ?? 0, quantiles['0.95'])).toBeLessThan(
			bands.rel_quantile_95
		);
		expect(off(quantileOfSorted(ordered, 0.99) ?? 0, quantiles['0.99'])).toBeLessThan(
			bands.rel_quantile_99
		);
	});

	it('is no loss with probability exp(-rate), and its curve falls', () => {
		const severity = lognormalFromInterval(500, 20_000);
		const losses = lossDistribution(0.5, severity, 1 << 14);
		expect(losses.cumulative[0]).toBeCloseTo(Math.exp(-0.5), 2);
		const curve = exceedanceCurve(losses);
		for (let i = 1; i < curve.length; i++)
			expect(curve[i]?.probability).toBeLessThanOrEqual((curve[i - 1]?.probability ?? 0) + 1e-12);
		expect(lossMoments(0, severity)).toMatchObject({ mean: 0, variance: 0, pZero: 1 });
	});
});

describe('what drives a result', () => {
	it('is found by its swing, its rank correlation and its share of the variance', () => {
		const bars = tornado(({ a, b }: { a: number; b: number }) => 3 * a + b, { a: 1, b: 1 }, [
			{ name: 'b', low: 0, high: 2 },
			{ name: 'a', low: 0, high: 2 }
		]);
		expect(bars.map((bar) => [bar.input, bar.swing])).toEqual([
			['a', 6],
			['b', 2]
		]);
		expect(spearman([1, 2, 3, 4], [1, 8, 27, 64])).toBe(1);
		expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
		// Variances 9/12 and 1/12: 90 % and 10 %.
		const runs = saltelliRuns(
			([a = 0, b = 0]: Float64Array) => 3 * a + b,
			sobolPoints(4, 1024, 'x'),
			2
		);
		const { indices } = sobolIndices(runs, 'boot', 50);
		expect(indices[0]?.first).toBeCloseTo(0.9, 1);
		expect(indices[1]?.total).toBeCloseTo(0.1, 2);
		expect(indices[0]?.firstInterval?.low).toBeLessThan(0.9);
		expect(indices[0]?.firstInterval?.high).toBeGreaterThan(0.9);
	});
});

describe('a portfolio', () => {
	it('solves 3x + 2y with x + y <= 4 and x + 3y <= 6: 12 at x = 4, a unit of the first worth 3', () => {
		const found = maximise({
			value: [3, 2],
			rows: [
				[1, 1],
				[1, 3]
			],
			limits: [4, 6]
		});
		expect(found?.value).toBeCloseTo(12, 12);
		expect(Array.from(found?.shadowPrices ?? [])).toEqual([3, 0]);
		expect(maximise({ value: [1], rows: [[-1]], limits: [1] })).toBeNull();
	});

	it('finds what trying every plan finds, on 40 random problems', () => {
		for (let round = 0; round < 40; round++) {
			const problem = randomProblem(round, 5);
			const all = allPlans(problem).sort((a, b) => b - a);
			const best = bestPlan(problem);
			expect(best.value).toBeCloseTo(all[0] ?? NaN, 9);
			expect(nextBestPlan(problem, best)?.value).toBeCloseTo(all[1] ?? NaN, 9);
		}
	});

	it('plans 30 tasks of 4 levels exactly, at or under the bound', () => {
		const problem = randomProblem(99, 30);
		const tasks: PortfolioTask[] = problem.items.map((choices, k) => ({
			task: `task ${k}`,
			levels: choices.map((choice, level) => ({
				level: String(level),
				netBenefitUsd: choice.value,
				reviewHours: choice.uses[0] ?? 0,
				budgetUsd: choice.uses[1] ?? 0,
				incidentCostUsd: choice.uses[2] ?? 0,
				incidents: 0
			}))
		}));
		const [reviewHours = 0, budgetUsd = 0, incidentCostUsd = 0] = problem.caps;
		const caps = { reviewHours, budgetUsd, incidentCostUsd, incidents: 1 };
		const plan = planPortfolio(tasks, caps);
		expect(plan.netBenefitUsd).toBeLessThanOrEqual(plan.boundUsd + 1e-6);
		expect(plan.netBenefitUsd).toBeGreaterThan(0.97 * plan.boundUsd);
		expect(Math.min(...Object.values(plan.slack))).toBeGreaterThanOrEqual(0);
		const few = tasks.slice(0, 6);
		const small = planPortfolio(few, caps);
		expect(planStability(small, caps, [few, few]).every(({ share }) => share === 1)).toBe(true);
	});

	it('refuses a task that cannot be left alone', () => {
		const problem = { items: [[{ value: 1, uses: [1] }]], caps: [5] };
		expect(() => bestPlan(problem)).toThrow('no choice that brings and uses nothing');
	});
});

const evidence: TaskEvidence = {
	cases: 300,
	knownOutcomes: 300,
	successes: 276,
	verifiedOutcomes: 300,
	randomSample: false,
	designEffect: 1,
	costPerCase: { meanUsd: 0.6, standardErrorUsd: 0.03, n: 300, classes: null },
	visibleFailures: null,
	gate: null,
	incidentsSeen: null,
	segments: null
};

const inputs = {
	human_minutes: entered(8, 6, 11),
	human_wage_per_hour: entered(45),
	volume_per_month: entered(900, 700, 1200),
	reviewer_utilisation: entered(0.8),
	incident_prob_given_escape: entered(0.03, 0.01, 0.06),
	incident_mean_cost: entered(700, 300, 1500),
	monthly_fixed: entered(400),
	retrain_cost: entered(100)
};

function entered(value: number, low: number | null = null, high: number | null = null): Estimate {
	return { value, low, high, source: 'entered', n: null };
}

function scenario(): Scenario {
	return scenarioOf(evidence, inputs);
}

function randomProblem(seed: number, items: number): ChoiceProblem {
	const stream = streamOf(seed, 'portfolio', items);
	const amount = (most: number) => Math.floor(stream.nextUniform() * most);
	return {
		items: Array.from({ length: items }, () => [
			{ value: 0, uses: [0, 0, 0] },
			...[1, 2, 3].map(() => ({
				value: 1 + amount(10_000),
				uses: [amount(100), amount(3000), amount(5000)]
			}))
		]),
		caps: [30 * items, 900 * items, 1500 * items]
	};
}

/** The value of every plan within the caps. */
function allPlans({ items, caps }: ChoiceProblem): number[] {
	const values: number[] = [];
	const visit = (item: number, value: number, left: number[]) => {
		if (left.some((cap) => cap < 0)) return;
		const choices = items[item];
		if (!choices) {
			values.push(value);
			return;
		}
		for (const choice of choices)
			visit(
				item + 1,
				value + choice.value,
				left.map((cap, k) => cap - (choice.uses[k] ?? 0))
			);
	};
	visit(0, 0, [...caps]);
	return values;
}
