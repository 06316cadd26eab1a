import { beliefsOf, missingBaseline, type Beliefs, type Inputs } from './beliefs.ts';
import type { DecisionResult, OptionResult } from './decision-result.ts';
import type { Verdict } from './decision-rule.ts';
import {
	checkEvidence,
	isThin,
	outcomeCoverage,
	successPosterior,
	type TaskEvidence,
	type UnknownAs
} from './evidence.ts';
import { nearestFlips } from './flips.ts';
import { judge, verdictOn, type Judgement, type Strictness } from './judge.ts';
import { narrowScopePlan } from './narrow-scope.ts';
import { netBenefit } from './net-benefit.ts';
import { optionResults } from './option-results.ts';
import { gatedPlan, wholeTaskPlan, type OptionPlan } from './option-plan.ts';
import { reasonOf } from './reason.ts';
import type { BetaShape } from './statistics/posterior.ts';
import { mean } from './statistics/summary.ts';
import { drawnTogether } from './together.ts';
import { drawTrials, type Trials } from './trials.ts';

/** How to decide; what is left out takes the value of simulation-spec D.10. */
export interface DecideOptions {
	seed: number | string;
	/** 10,000 unless told. */
	trials?: number;
	/** P(better) must reach 1 - alpha; 0.1. */
	alpha?: number;
	/** The bound on incidents is the (1 - delta) quantile; 0.1. */
	delta?: number;
	/** 30. */
	minOutcomes?: number;
	/** Keeps the draws of every option, for charts. */
	keepDraws?: boolean;
	/** Looks for what would flip the verdict, which takes most of the time; true. */
	withFlips?: boolean;
}

/** The verdict on one task and configuration (design.md 3.12-3.19, simulation-spec D.10). */
export function decide(
	evidence: TaskEvidence,
	inputs: Inputs,
	options: DecideOptions
): DecisionResult {
	checkEvidence(evidence);
	const setting = settingOf(inputs, options);
	if (missingBaseline(inputs).length > 0 || evidence.costPerCase === null)
		return undecided(evidence, inputs, setting);
	const of = (unknownAs: UnknownAs) => prospectOf(evidence, inputs, setting, unknownAs);
	const sides = isThin(evidence) ? { wrong: of('wrong'), right: of('right') } : null;
	return decideOn(of('left_out'), sides, setting);
}

/** A task with what can be done with it, on drawn trials. */
export interface Prospect {
	evidence: TaskEvidence;
	beliefs: Beliefs;
	/** What is believed of the agent's success, for what more outcomes would tell. */
	success: BetaShape;
	trials: Trials;
	plans: readonly OptionPlan[];
}

/** Everything that stays the same whichever way unknown outcomes count. */
export interface DecisionSetting {
	seed: number | string;
	count: number;
	starting: boolean;
	strictness: Strictness;
	cashableShare: number;
	keepDraws: boolean;
	/** Whether to look for what would flip the verdict. */
	withFlips: boolean;
}

/**
 * The verdict on a prospect. `sides` is the same with unknown outcomes all wrong and all right, where
 * what is known may be a chosen part: a verdict that differs between them waits for more evidence.
 */
export function decideOn(
	prospect: Prospect,
	sides: { wrong: Prospect; right: Prospect } | null,
	setting: DecisionSetting
): DecisionResult {
	const view = judged(prospect, setting);
	const [wrong, right] = [sides?.wrong, sides?.right].map((side) => side && judged(side, setting));
	const bounds =
		wrong && right ? { ifWrong: wrong.judgement.verdict, ifRight: right.judgement.verdict } : null;
	const agreed = bounds?.ifWrong === bounds?.ifRight;
	const verdict = agreed ? (bounds?.ifWrong ?? view.judgement.verdict) : 'collect_more_data';
	return resultOf(view, { verdict, bounds, sides: wrong && right ? [wrong, right] : [] });
}

/** A prospect with the rule applied to it. */
interface View extends Prospect {
	setting: DecisionSetting;
	judgement: Judgement;
	rejudge: (trials: Trials, plans: readonly OptionPlan[]) => Verdict;
}

function judged(prospect: Prospect, setting: DecisionSetting): View {
	const { evidence, trials, plans, success } = prospect;
	return {
		...prospect,
		setting,
		judgement: judge(trials, plans, evidence, success, setting.strictness),
		rejudge: (on, withPlans) =>
			verdictOn(on, withPlans, evidence, movedWith(success, on), setting.strictness)
	};
}

/** What decides besides the runs: how strict the rule is, and how a saving counts. */
export function settingOf(inputs: Inputs, options: DecideOptions): DecisionSetting {
	const { trials = 10_000, alpha = 0.1, delta = 0.1, minOutcomes = 30 } = options;
	if (!(Number.isInteger(trials) && trials > 0))
		throw new RangeError(`trials is ${trials}, expected a whole number above 0`);
	return {
		seed: options.seed,
		count: trials,
		starting: (inputs.decision ?? 'start') === 'start',
		strictness: {
			alpha,
			delta,
			minOutcomes,
			incidentCap: inputs.incident_rate_cap?.value ?? null
		},
		cashableShare: inputs.cashable_share?.value ?? 1,
		keepDraws: options.keepDraws ?? false,
		withFlips: options.withFlips ?? true
	};
}

function prospectOf(
	evidence: TaskEvidence,
	inputs: Inputs,
	setting: DecisionSetting,
	unknownAs: UnknownAs
): Prospect {
	const beliefs = beliefsOf(inputs, evidence, unknownAs);
	const together = drawnTogether(evidence, beliefs);
	const trials = drawTrials(beliefs, { ...setting, together });
	return {
		evidence,
		beliefs,
		success: successPosterior(evidence, evidence.designEffect, unknownAs),
		trials,
		plans: plansOf(trials, evidence, setting, unknownAs)
	};
}

/** The posterior of success with the mean that some trials have: a moved rate is as sure as before. */
function movedWith({ alpha, beta }: BetaShape, { columns }: Trials): BetaShape {
	const rate = Math.min(0.999, Math.max(0.001, mean(columns.case_success_rate) ?? 0));
	return { alpha: (alpha + beta) * rate, beta: (alpha + beta) * (1 - rate) };
}

/** One plan per option: of review of everything and review behind the gate, the one that pays more. */
function plansOf(
	trials: Trials,
	evidence: TaskEvidence,
	{ seed }: DecisionSetting,
	unknownAs: UnknownAs
): OptionPlan[] {
	const everything = wholeTaskPlan(trials, 'automate_with_review', 1);
	const gated = gatedPlan(trials, evidence, seed);
	const average = (plan: OptionPlan) => mean(netBenefit(trials, plan)) ?? 0;
	const reviewed = gated && average(gated) > average(everything) ? gated : everything;
	const narrow = narrowScopePlan(trials, evidence, { seed, unknownAs });
	return [wholeTaskPlan(trials, 'automate', 0), reviewed, ...(narrow ? [narrow] : [])];
}

function resultOf(
	view: View,
	{ verdict, bounds, sides }: Pick<DecisionResult, 'verdict' | 'bounds'> & { sides: View[] }
): DecisionResult {
	const { evidence, setting, trials, judgement, plans } = view;
	const results = optionResults(view, sides);
	const agents = results.filter((result) => result.option !== 'keep_human');
	const shown =
		results.find((result) => result.option === judgement.best && result.option !== 'keep_human') ??
		agents.reduce((a, b) => (b.netBenefitUsd.mean > a.netBenefitUsd.mean ? b : a));
	const human = results.find((result) => result.option === 'keep_human');
	const reviewMinutes = mean(trials.columns.review_minutes) ?? 0;
	const sample = judgement.sampling();
	const sampling = sample && { ...sample, minutes: sample.n * reviewMinutes };
	const enough = evidence.verifiedOutcomes >= setting.strictness.minOutcomes;
	return {
		verdict,
		why: reasonOf({
			verdict,
			evidence,
			judgement,
			shown,
			bounds,
			sampling,
			reviewMinutes,
			failureRate: 1 - (mean(trials.columns.case_success_rate) ?? 0),
			...setting.strictness
		}),
		bestOption: judgement.best,
		pBetterThanHuman: shown.pBetterThanHuman,
		options: results,
		humanCostPerVerifiedSuccessUsd: human?.costPerVerifiedSuccessUsd ?? null,
		qualityGapPoints: shown.qualityGapPoints,
		expectedRegretUsd: judgement.expectedOpportunityLoss,
		evpiUsd: judgement.evpi,
		sampling,
		saving: savingOf(
			results.find((result) => result.option === verdict),
			view
		),
		evidence: evidenceLists(evidence, view.beliefs),
		bounds,
		flips:
			setting.withFlips && enough && verdict === judgement.verdict
				? nearestFlips({
						trials,
						plans,
						beliefs: view.beliefs,
						verdict,
						sureness: 1 - setting.strictness.alpha,
						boundQuantile: 1 - setting.strictness.delta,
						incidentCap: setting.strictness.incidentCap,
						rejudge: view.rejudge
					})
				: [],
		draws: setting.keepDraws ? judgement.draws : null
	};
}

/** Cash and freed hours of a saving (design.md 3.19); a loss is all cash. */
function savingOf(result: OptionResult | undefined, { setting, trials }: View) {
	const net = result?.netBenefitUsdPerMonth;
	if (!result || result.option === 'keep_human' || !net) return null;
	const freedUsd = Math.max(0, net.mean) * (1 - setting.cashableShare);
	const wage = mean(trials.columns.human_wage_per_hour) ?? 0;
	return {
		usdPerMonth: net.mean,
		cashUsdPerMonth: net.mean - freedUsd,
		freedHoursPerMonth: wage > 0 ? freedUsd / wage : 0
	};
}

function evidenceLists(evidence: TaskEvidence, beliefs: Beliefs): DecisionResult['evidence'] {
	const named = (source: string) =>
		[...beliefs.values()].filter((belief) => belief.source === source).map((belief) => belief.name);
	return {
		cases: evidence.cases,
		knownOutcomes: evidence.knownOutcomes,
		verifiedOutcomes: evidence.verifiedOutcomes,
		coverage: outcomeCoverage(evidence),
		measured: named('measured'),
		entered: named('entered'),
		default: named('default')
	};
}

/** What can be said without a baseline or without any known cost: only what is missing. */
export function undecided(
	evidence: TaskEvidence,
	inputs: Inputs,
	{ strictness: { minOutcomes } }: DecisionSetting
): DecisionResult {
	const beliefs = beliefsOf(inputs, evidence);
	const missing = missingBaseline(inputs);
	const more = Math.max(0, minOutcomes - evidence.verifiedOutcomes);
	return {
		verdict: 'collect_more_data',
		why:
			missing.length > 0
				? { code: 'no_human_baseline', missing: [...missing], outcomesNeeded: more }
				: { code: 'no_known_cost', outcomesNeeded: more },
		bestOption: null,
		pBetterThanHuman: null,
		options: [],
		humanCostPerVerifiedSuccessUsd: null,
		qualityGapPoints: null,
		expectedRegretUsd: null,
		evpiUsd: null,
		sampling: null,
		saving: null,
		evidence: evidenceLists(evidence, beliefs),
		bounds: null,
		flips: [],
		draws: null
	};
}
