import {
	decisionRule,
	leadingOption,
	type Decision,
	type Option,
	type Verdict
} from './decision-rule.ts';
import type { TaskEvidence } from './evidence.ts';
import { incidentRate, netBenefit, ratesOf } from './net-benefit.ts';
import type { OptionPlan } from './option-plan.ts';
import { bestSampling, optionLine } from './sampling-worth.ts';
import { gammaQuantile } from './statistics/gamma.ts';
import type { BetaShape } from './statistics/posterior.ts';
import { quantileOf } from './statistics/select.ts';
import { mean } from './statistics/summary.ts';
import { at, type Trials } from './trials.ts';
import type { SampleValue } from './value-of-information.ts';

/** How strict the rule is. */
export interface Strictness {
	/** P(better) must reach 1 - alpha. */
	alpha: number;
	/** The bound on incidents is the (1 - delta) quantile. */
	delta: number;
	minOutcomes: number;
	/** The task's cap on incidents per case; null when there is none. */
	incidentCap: number | null;
}

/** The rule applied to what the trials say. */
export interface Judgement extends Decision {
	draws: Partial<Record<Option, Float64Array>>;
	/** Incidents per case, by option. */
	incidentUpperBound: Partial<Record<Option, number>>;
	/** The sample of further outcomes that pays best; computed when asked. */
	sampling: () => SampleValue | null;
}

/** Draws of every option, its bound on incidents, what more evidence is worth, and the verdict. */
export function judge(
	trials: Trials,
	plans: readonly OptionPlan[],
	evidence: TaskEvidence,
	success: BetaShape,
	strictness: Strictness
): Judgement {
	const rule = ruleInput(trials, plans, evidence, strictness, true);
	const decision = decisionRule(rule, 'keep_human');
	const sampling = () =>
		samplingFor(trials, plans, decision.feasible, evidence, success, strictness);
	const verdict = settled(decision.verdict, evidence, strictness, sampling);
	const { draws, incidentUpperBound } = rule;
	return { ...decision, verdict, draws, incidentUpperBound, sampling };
}

/** The verdict alone, for a search that asks often. */
export function verdictOn(
	trials: Trials,
	plans: readonly OptionPlan[],
	evidence: TaskEvidence,
	success: BetaShape,
	strictness: Strictness
): Verdict {
	const rule = ruleInput(trials, plans, evidence, strictness, strictness.incidentCap !== null);
	const leader = leadingOption(rule, 'keep_human');
	return settled(leader.verdict, evidence, strictness, () =>
		samplingFor(trials, plans, leader.feasible, evidence, success, strictness)
	);
}

/** Only a task that would otherwise stay with people asks whether more evidence pays. */
function settled(
	verdict: Verdict,
	{ verifiedOutcomes }: TaskEvidence,
	{ minOutcomes }: Strictness,
	sampling: () => SampleValue | null
): Verdict {
	if (verdict !== 'keep_human' || verifiedOutcomes < minOutcomes) return verdict;
	return (sampling()?.enbsUsd ?? 0) > 0 ? 'collect_more_data' : verdict;
}

function ruleInput(
	trials: Trials,
	plans: readonly OptionPlan[],
	evidence: TaskEvidence,
	{ alpha, delta, minOutcomes, incidentCap }: Strictness,
	withBounds: boolean
) {
	const draws: Partial<Record<Option, Float64Array>> = {};
	const incidentUpperBound: Partial<Record<Option, number>> = {};
	for (const plan of plans) {
		const rates = ratesOf(trials, plan);
		draws[plan.option] = netBenefit(trials, plan, rates);
		if (!withBounds) continue;
		const modelled = incidentRate(trials, plan, rates);
		incidentUpperBound[plan.option] = incidentBound(modelled, plan, evidence, delta);
	}
	draws.keep_human = new Float64Array(trials.count);
	return {
		draws: draws as Record<Option, Float64Array>,
		incidentUpperBound,
		incidentCap,
		verifiedOutcomes: evidence.verifiedOutcomes,
		minOutcomes,
		alpha,
		bestEnbs: null
	};
}

function samplingFor(
	trials: Trials,
	plans: readonly OptionPlan[],
	feasible: Record<Option, boolean>,
	evidence: TaskEvidence,
	success: BetaShape,
	{ delta, incidentCap }: Strictness
): SampleValue | null {
	return bestSampling(
		plans.map((plan) => optionLine(trials, plan, incidentCap !== null)),
		plans.map((plan) => feasible[plan.option]),
		success,
		{
			perOutcomeUsd: labelCost(trials),
			unchecked: Math.max(0, evidence.cases - evidence.verifiedOutcomes),
			casesPerMonth: mean(trials.columns.volume_per_month) ?? 0,
			horizonMonths: trials.horizonMonths
		},
		{ cap: incidentCap, delta, designEffect: evidence.designEffect }
	);
}

/** What a person needs to check one result: review minutes at the reviewer's staffed wage. */
function labelCost({ columns: c, count }: Trials): number {
	let total = 0;
	for (let i = 0; i < count; i++)
		total +=
			((at(c.review_minutes, i) / 60) * at(c.reviewer_wage_per_hour, i)) /
			at(c.reviewer_utilisation, i);
	return total / count;
}

/** Incidents per case at the upper bound: as counted for the policy in force, else as modelled. */
function incidentBound(
	modelled: Float64Array,
	plan: OptionPlan,
	{ incidentsSeen }: TaskEvidence,
	delta: number
): number {
	if (incidentsSeen && incidentsSeen.option === plan.option && incidentsSeen.cases > 0)
		return gammaQuantile(0.5 + incidentsSeen.incidents, 1 - delta) / incidentsSeen.cases;
	return quantileOf(modelled, 1 - delta) ?? 0;
}
