import {
	lossAbove,
	lossBeyond,
	lossDistribution,
	lossMoments,
	lossQuantile
} from '#simulations/engine/aggregate-loss.ts';
import type { Belief, InputName } from '#simulations/engine/beliefs.ts';
import type { Distribution } from '#simulations/engine/distribution.ts';
import { bestPlan } from '#simulations/engine/knapsack.ts';
import { planPortfolio } from '#simulations/engine/portfolio.ts';
import type { Scenario } from '#simulations/engine/scenario.ts';
import { pearson, saltelliRuns, sobolIndices, spearman } from '#simulations/engine/sensitivity.ts';
import { simulate } from '#simulations/engine/simulate.ts';
import {
	lognormalFromInterval,
	lognormalMoments
} from '#simulations/engine/statistics/lognormal.ts';
import { sobolPoints } from '#simulations/engine/statistics/sobol.ts';
import { quantileOfSorted, sorted } from '#simulations/engine/statistics/summary.ts';

/** Whole futures: losses of a year, scenarios, what drives them, what to do with many tasks. */
export const simulationTopics = {
	'compound-poisson': (
		inputs: { rate_per_period: number; severity_p05: number; severity_p95: number },
		expected: Record<'quantiles' | 'cvar' | 'exceedance', Record<string, number>>
	) => {
		const severity = lognormalFromInterval(inputs.severity_p05, inputs.severity_p95);
		const moments = lossMoments(inputs.rate_per_period, severity);
		const losses = lossDistribution(inputs.rate_per_period, severity);
		return {
			...severity,
			severity_mean: moments.severityMean,
			mean: moments.mean,
			variance: moments.variance,
			sd: moments.deviation,
			skewness: moments.skewness,
			p_zero: moments.pZero,
			quantiles: keyed(expected.quantiles, (p) => lossQuantile(losses, p)),
			cvar: keyed(expected.cvar, (p) => lossBeyond(losses, p)),
			exceedance: keyed(expected.exceedance, (x) => lossAbove(losses, x))
		};
	},

	sensitivity: (inputs: SensitivityInputs) => {
		if (inputs.x) {
			const rows = inputs.x;
			const columns = (rows[0] ?? []).map((_, k) => rows.map((row) => row[k] ?? 0));
			return {
				spearman: columns.map((column) => spearman(column, inputs.y)),
				pearson: columns.map((column) => pearson(column, inputs.y))
			};
		}
		const { coefficients, A, B = [] } = inputs;
		const d = coefficients?.length ?? A?.[0]?.length ?? 3;
		const model = coefficients
			? (x: Float64Array) => coefficients.reduce((sum, weight, k) => sum + weight * (x[k] ?? 0), 0)
			: formula(inputs.model ?? '', d, inputs);
		if (A) {
			const points = Float64Array.from(A.flatMap((row, i) => [...row, ...(B[i] ?? [])]));
			const found = sobolIndices(saltelliRuns(model, points, d));
			return {
				first_order_saltelli2010: found.indices.map((index) => index.first),
				total_jansen: found.indices.map((index) => index.total),
				variance_population: found.variance
			};
		}
		// "x1,x2,x3 uniform on [-pi,pi]", or from 0 to 1.
		const ends = /\[([^,]+),([^\]]+)\]/.exec(inputs.inputs ?? '');
		const [low, high] = ends ? [constant(ends[1] ?? ''), constant(ends[2] ?? '')] : [0, 1];
		const points = sobolPoints(2 * d, inputs.base_samples ?? 16384, 'sensitivity');
		const found = sobolIndices(
			saltelliRuns(
				model,
				points.map((u) => low + (high - low) * u),
				d
			)
		);
		return {
			variance: found.variance,
			first_order: found.indices.map((index) => index.first),
			total: found.indices.map((index) => index.total)
		};
	},

	portfolio: (inputs: PortfolioInputs) => {
		if (inputs.value_weight) {
			const problem = {
				items: inputs.value_weight.map(([value, weight]) => [
					{ value: 0, uses: [0] },
					{ value, uses: [weight] }
				]),
				caps: [inputs.capacity]
			};
			const plan = bestPlan(problem);
			const weight = plan.choice.reduce(
				(total, choice, k) => total + (choice === 1 ? (inputs.value_weight?.[k]?.[1] ?? 0) : 0),
				0
			);
			return { optimum: plan.value, weight };
		}
		const found = planPortfolio(
			inputs.tasks.map((levels, k) => ({
				task: String(k),
				levels: levels.map((level) => ({
					level: level.level,
					netBenefitUsd: level.net_benefit,
					reviewHours: level.review_hours,
					budgetUsd: level.budget,
					incidentCostUsd: level.incident_cost,
					incidents: 0
				}))
			})),
			{
				reviewHours: inputs.caps.review_hours,
				budgetUsd: inputs.caps.budget,
				incidentCostUsd: inputs.caps.incident_cost,
				incidents: 1
			}
		);
		return {
			optimum: found.netBenefitUsd,
			choice: found.choice.map((one) => one.level),
			used: {
				net_benefit: found.netBenefitUsd,
				review_hours: found.used.reviewHours,
				budget: found.used.budgetUsd,
				incident_cost: found.used.incidentCostUsd
			},
			unique: (found.regretOfSecondBestUsd ?? 1) > 0,
			lp_bound: found.boundUsd,
			lp_shadow_prices: {
				review_hours: found.shadowPriceUsd.reviewHours,
				budget: found.shadowPriceUsd.budgetUsd,
				incident_cost: found.shadowPriceUsd.incidentCostUsd
			}
		};
	},

	'scenario-end-to-end': (
		inputs: ScenarioInputs,
		expected: { quantiles: Record<string, number> }
	) => {
		const result = simulate(scenarioFrom(inputs), {
			seed: 2024,
			trials: 100_000,
			keepDraws: true
		});
		const option = result.options[0];
		const ordered = sorted(result.draws?.automate_with_review ?? []);
		return {
			mean_npv_exact: option?.exactMeanUsd,
			mean_npv: option?.range.meanUsd,
			sd: option?.range.deviationUsd,
			p_agent_cheaper: option?.range.pCheaper,
			quantiles: keyed(expected.quantiles, (p) => quantileOfSorted(ordered, p) ?? NaN),
			cvar_worst_5pct: option?.range.worst5PercentUsd
		};
	}
};

interface SensitivityInputs {
	/** What the inputs are, and the model of them, in words. */
	inputs?: string;
	model?: string;
	a: number;
	b: number;
	base_samples?: number;
	coefficients?: number[];
	A?: number[][];
	B?: number[][];
	x?: number[][];
	y: number[];
}

interface PortfolioInputs {
	tasks: {
		level: string;
		net_benefit: number;
		review_hours: number;
		budget: number;
		incident_cost: number;
	}[][];
	caps: { review_hours: number; budget: number; incident_cost: number };
	value_weight?: [number, number][];
	capacity: number;
}

type Range = [number, number];

interface ScenarioInputs extends Record<string, number | Range> {
	success: Range;
	incident_prob: Range;
	human_minutes: Range;
	review_minutes: Range;
	volume: Range;
	run_cost: Range;
	severity: Range;
}

/** A scenario as the vectors describe it: beta by its parameters, lognormal by its 90 % interval. */
export function scenarioFrom(inputs: ScenarioInputs): Scenario {
	const number = (name: string) => Number(inputs[name] ?? 0);
	const severity = lognormalFromInterval(...inputs.severity);
	const point = (value: number): Distribution => ({ kind: 'point', value });
	const lognormal = (range: Range): Distribution => ({
		kind: 'lognormal',
		...lognormalFromInterval(...range)
	});
	const beta = ([a, b]: Range): Distribution => ({ kind: 'beta', alpha: a, beta: b });
	const distributions: Partial<Record<InputName, Distribution>> = {
		case_success_rate: beta(inputs.success),
		incident_prob_given_escape: beta(inputs.incident_prob),
		human_minutes: lognormal(inputs.human_minutes),
		review_minutes: lognormal(inputs.review_minutes),
		volume_per_month: lognormal(inputs.volume),
		cost_per_case_usd: lognormal(inputs.run_cost),
		incident_mean_cost: point(lognormalMoments(severity).mean),
		human_wage_per_hour: point(number('human_wage')),
		reviewer_wage_per_hour: point(number('reviewer_wage')),
		reviewer_utilisation: point(number('reviewer_utilisation')),
		human_success: point(number('human_success')),
		rework_prob_given_escape: point(number('rework_prob')),
		late_rework_cost: point(number('late_cost')),
		reviewer_detect: point(number('qd')),
		reviewer_false_alarm: point(number('qf')),
		build_cost: point(number('build_cost')),
		monthly_fixed: point(number('fixed')),
		retrain_cost: point(number('retrain_cost')),
		growth_month: point(number('growth')),
		discount_rate_year: point(number('discount_rate_year')),
		horizon_months: point(number('months')),
		visible_failure_share: point(0),
		review_delay_hours: point(0),
		delay_cost_per_hour: point(0),
		retrain_cycles_per_month: point(0),
		amortisation_months: point(12)
	};
	const beliefs = Object.entries(distributions).map(([name, distribution]): [InputName, Belief] => [
		name as InputName,
		{
			name: name as InputName,
			distribution,
			follows: null,
			figure: {
				value: distribution.kind === 'point' ? distribution.value : NaN,
				low: null,
				high: null
			},
			source: 'entered',
			n: null
		}
	]);
	return {
		beliefs: new Map(beliefs),
		starting: true,
		options: [
			{
				option: 'automate_with_review',
				reviewShareGood: number('rg'),
				reviewShareBad: number('rb')
			}
		],
		retrainEveryMonths: number('retrain_every') || null,
		driftPerMonth: number('drift_per_month'),
		correlations: [],
		severitySigma: severity.sigma
	};
}

/** A model as the vectors write it, e.g. `2*x1+x1*x2`: names x1 ... xd and the case's constants. */
function formula(
	text: string,
	dimensions: number,
	{ a, b }: Pick<SensitivityInputs, 'a' | 'b'>
): (x: Float64Array) => number {
	const body = text.replaceAll('^', '**').replace(/\b(sin|cos|exp|log|sqrt)\b/g, 'Math.$1');
	const names = Array.from({ length: dimensions }, (_, k) => `x${k + 1}`);
	const model = new Function('a', 'b', ...names, `return ${body}`) as (
		...values: number[]
	) => number;
	return (x) => model(a, b, ...x);
}

function constant(text: string): number {
	return /pi$/.test(text) ? Math.PI * (text.startsWith('-') ? -1 : 1) : Number(text);
}

function keyed(
	expected: Record<string, number>,
	value: (key: number) => number
): Record<string, number> {
	return Object.fromEntries(Object.keys(expected).map((key) => [key, value(Number(key))]));
}
