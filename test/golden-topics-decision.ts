import { decisionRule, type Option } from '#simulations/engine/decision-rule.ts';
import { dominatesFirstOrder, dominatesSecondOrder } from '#simulations/engine/dominance.ts';
import {
	lossExceedance,
	meanError,
	meanOfWorst,
	probabilityError,
	quantileRanks,
	shareAbove
} from '#simulations/engine/risk.ts';
import { tornado } from '#simulations/engine/sensitivity.ts';
import {
	bayesianDiscoveries,
	benjaminiHochberg,
	holm
} from '#simulations/engine/statistics/multiplicity.ts';
import {
	mean,
	quantileOfSorted,
	sampleDeviation,
	sorted
} from '#simulations/engine/statistics/summary.ts';
import { callCost, type ClassPrices, type TokenClass } from '#simulations/engine/token-cost.ts';
import { unitEconomics, type UnitInputs } from '#simulations/engine/unit-economics.ts';
import {
	bestSample,
	expectedBestKnowing,
	perfectInformation,
	perfectInformationOfNormal,
	sampleValues
} from '#simulations/engine/value-of-information.ts';

/** Costs, risk, the verdict and what more evidence is worth. */
export const decisionTopics = {
	'risk-measures': (
		inputs: Record<string, number[]> & { n: number; p: number },
		expected: Record<string, Record<string, unknown>>
	) => {
		const { net_benefit: net, a, b, c } = inputs;
		if (a && b && c)
			return {
				a_fsd_b: dominatesFirstOrder(a, b),
				b_fsd_a: dominatesFirstOrder(b, a),
				c_ssd_b: dominatesSecondOrder(c, b),
				c_fsd_b: dominatesFirstOrder(c, b),
				b_ssd_c: dominatesSecondOrder(b, c)
			};
		if (!net) {
			const ranks = quantileRanks(inputs.n, inputs.p, Number(inputs.confidence));
			return { lower_rank: ranks.lower, upper_rank: ranks.upper, coverage: ranks.coverage };
		}
		const ordered = sorted(net);
		const positive = shareAbove(net, 0) ?? 0;
		return {
			mean: mean(net),
			sd: sampleDeviation(net),
			p_positive: positive,
			quantiles_type7: keyed(expected.quantiles_type7, (p) => quantileOfSorted(ordered, p)),
			cvar_worst: keyed(expected.cvar_worst, (share) => meanOfWorst(net, share)),
			exceed_loss: keyed(expected.exceed_loss, (loss) => lossExceedance(net, loss)),
			mcse_mean: meanError(net),
			mcse_probability: probabilityError(positive, net.length)
		};
	},

	'unit-economics': (
		inputs: UnitInputs & Tornado & Usages,
		expected: { bars?: { input: keyof UnitInputs }[] }
	) => {
		if (inputs.prices) return tokenCosts(inputs);
		if (inputs.base) return unitTornado(inputs, expected.bars ?? []);
		const found = unitEconomics(inputs);
		return {
			cost_per_review: found.costPerReviewUsd,
			human_cost: found.humanCostUsd,
			human_total_cost: found.humanTotalCostUsd,
			loss_per_escape: found.lossPerEscapeUsd,
			review_rate: found.reviewRate,
			redo_rate: found.redoRate,
			escape_rate: found.escapeRate,
			agent_variable_cost: found.agentVariableCostUsd,
			agent_success: found.agentSuccess,
			fixed_per_month: found.fixedPerMonthUsd,
			saving_per_case: found.savingPerCaseUsd,
			monthly_net: found.monthlyNetUsd,
			break_even_volume: found.breakEvenVolume,
			break_even_success: found.breakEvenSuccess,
			cost_per_verified_success_agent: found.costPerVerifiedSuccessAgentUsd,
			cost_per_verified_success_human: found.costPerVerifiedSuccessHumanUsd,
			review_hours_per_month: found.reviewHoursPerMonth,
			npv: found.npvUsd,
			payback_month: found.paybackMonth
		};
	},

	'value-of-information': (inputs: InformationInputs) => {
		if (inputs.state_probabilities && inputs.net_benefit_by_action) {
			const found = perfectInformation(inputs.state_probabilities, inputs.net_benefit_by_action);
			return {
				expected_net_benefit: found.expected,
				best_action: found.bestAction,
				expected_with_perfect_information: found.withInformation,
				evpi: found.value
			};
		}
		if (inputs.net_benefit_action_a_b && inputs.p_a && inputs.p_b)
			return discreteInformation(inputs.p_a, inputs.p_b, inputs.net_benefit_action_a_b);
		if (inputs.sd !== undefined) {
			const found = perfectInformationOfNormal(inputs.mean_incremental_net_benefit ?? 0, inputs.sd);
			return { evpi: found.value, p_wrong: found.probabilityWrong };
		}
		return betaInformation(inputs);
	},

	'decision-rule': (inputs: RuleInputs) => {
		if (inputs.p)
			return {
				bh_adjusted: benjaminiHochberg(inputs.p),
				holm_adjusted: holm(inputs.p),
				bh_reject: Array.from(benjaminiHochberg(inputs.p), (p) => p <= inputs.q),
				holm_reject: Array.from(holm(inputs.p), (p) => p <= inputs.q)
			};
		if (inputs.posterior_error) {
			const found = bayesianDiscoveries(inputs.posterior_error, inputs.q);
			return {
				selected: found.selected.length,
				largest_selected: found.largestError,
				average_error: found.averageError
			};
		}
		const draws = Object.fromEntries(
			inputs.options.map((name) => [name, Float64Array.from(inputs.draws[name])])
		) as Record<Option, Float64Array>;
		const found = decisionRule(
			{
				draws,
				incidentUpperBound: inputs.incident_upper_bound,
				incidentCap: inputs.incident_cap,
				verifiedOutcomes: inputs.verified_outcomes,
				minOutcomes: inputs.min_outcomes,
				alpha: inputs.alpha,
				bestEnbs: inputs.best_enbs
			},
			'keep_human'
		);
		return {
			mean: found.mean,
			feasible: found.feasible,
			best: found.best,
			p_best_beats_keep: found.pBestBeatsKeep,
			expected_opportunity_loss: found.expectedOpportunityLoss,
			evpi: found.evpi,
			p_best: found.pBest,
			verdict: found.verdict
		};
	}
};

interface Tornado {
	base?: UnitInputs;
	factor_low: number;
	factor_high: number;
	cap_probabilities_at: number;
}

interface Usages {
	prices?: Record<
		string,
		{
			per_mtok: ClassPrices;
			long_context?: { above_input_tokens: number; per_mtok: ClassPrices };
			batch_multiplier?: number;
			per_request?: number;
		}
	>;
	calls?: { model: string; batch?: boolean; tokens: Partial<Record<TokenClass, number>> }[];
}

interface InformationInputs {
	state_probabilities?: number[];
	net_benefit_by_action?: number[][];
	p_a?: number[];
	p_b?: number[];
	net_benefit_action_a_b?: number[][][];
	mean_incremental_net_benefit?: number;
	sd?: number;
	alpha: number;
	beta: number;
	net_benefit_per_case_intercept: number;
	net_benefit_per_case_slope: number;
	cases_in_horizon: number;
	sample_sizes: number[];
	fixed_cost: number;
	cost_per_label: number;
}

interface RuleInputs {
	p?: number[];
	q: number;
	posterior_error?: number[];
	options: Option[];
	draws: Record<Option, number[]>;
	incident_upper_bound: Partial<Record<Option, number>>;
	incident_cap: number;
	verified_outcomes: number;
	min_outcomes: number;
	alpha: number;
	best_enbs: number;
}

/** One value under each of the vector's own keys. */
function keyed<T>(
	expected: Record<string, unknown> | undefined,
	value: (key: number) => T
): Record<string, T> {
	return Object.fromEntries(Object.keys(expected ?? {}).map((key) => [key, value(Number(key))]));
}

function tokenCosts({ prices = {}, calls = [] }: Usages) {
	const perCall = calls.map((call) => {
		const price = prices[call.model];
		if (!price) return null;
		const long = price.long_context;
		return callCost(
			{
				perMillion: price.per_mtok,
				longContext: long
					? { aboveInputTokens: long.above_input_tokens, perMillion: long.per_mtok }
					: null,
				batchMultiplier: price.batch_multiplier ?? 1,
				perRequestUsd: price.per_request ?? 0
			},
			call.tokens,
			call.batch
		);
	});
	return { per_call: perCall, total: perCall.reduce<number>((a, b) => a + (b ?? NaN), 0) };
}

/** Inputs that are probabilities, which a factor must not take above 1. */
const probabilities: ReadonlySet<string> = new Set([
	'success',
	'review_share_good',
	'review_share_bad',
	'reviewer_detect',
	'reviewer_false_alarm',
	'reviewer_utilisation',
	'human_success',
	'incident_prob_given_escape',
	'rework_prob_given_escape',
	'visible_failure_share'
]);

function unitTornado(
	{ base, factor_low: low, factor_high: high, cap_probabilities_at: cap }: Tornado,
	bars: { input: keyof UnitInputs }[]
) {
	if (!base) return null;
	const npv = (inputs: UnitInputs) => unitEconomics(inputs).npvUsd;
	const scaled = (name: keyof UnitInputs, factor: number) =>
		Math.min((base[name] ?? 0) * factor, probabilities.has(name) ? cap : Infinity);
	const found = tornado(
		npv,
		base,
		bars.map(({ input: name }) => ({ name, low: scaled(name, low), high: scaled(name, high) }))
	);
	return {
		npv: npv(base),
		bars: found.map((bar) => ({
			input: bar.input,
			npv_low: bar.atLow,
			npv_high: bar.atHigh,
			swing: bar.swing
		}))
	};
}

function discreteInformation(pA: number[], pB: number[], table: number[][][]) {
	const joint = pA.flatMap((a) => pB.map((b) => a * b));
	const flat = table.map((action) => action.flat());
	const over = (weights: number[], values: number[]) =>
		values.reduce((total, value, i) => total + value * (weights[i] ?? 0), 0);
	return {
		evpi: perfectInformation(joint, flat).value,
		evppi_a: perfectInformation(
			pA,
			table.map((action) => action.map((row) => over(pB, row)))
		).value,
		evppi_b: perfectInformation(
			pB,
			table.map((action) =>
				pB.map((_, b) =>
					over(
						pA,
						action.map((row) => row[b] ?? 0)
					)
				)
			)
		).value
	};
}

function betaInformation(inputs: InformationInputs) {
	const prior = { alpha: inputs.alpha, beta: inputs.beta };
	const cases = inputs.cases_in_horizon;
	const lines = [
		{
			intercept: cases * inputs.net_benefit_per_case_intercept,
			slope: cases * inputs.net_benefit_per_case_slope
		},
		{ intercept: 0, slope: 0 }
	];
	const average =
		(lines[0]?.intercept ?? 0) +
		((lines[0]?.slope ?? 0) * inputs.alpha) / (inputs.alpha + inputs.beta);
	const values = sampleValues(
		inputs.sample_sizes,
		lines,
		prior,
		(n) => inputs.fixed_cost + inputs.cost_per_label * n
	);
	return {
		prior_mean_net_benefit: average,
		evpi: expectedBestKnowing(lines, prior) - Math.max(0, average),
		by_n: Object.fromEntries(
			values.map((value) => [value.n, { evsi: value.evsiUsd, enbs: value.enbsUsd }])
		),
		best_n: bestSample(values)?.n
	};
}
