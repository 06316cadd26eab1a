import { costBreakdown, type CostBreakdown, type RunCostShares } from './cost-breakdown.ts';
import { ratesOf, type PlanRates } from './net-benefit.ts';
import type { OptionPlan } from './option-plan.ts';
import { quantileOf } from './statistics/select.ts';
import type { Interval } from './statistics/summary.ts';
import { at, type Trials } from './trials.ts';
import { costPerFailure } from './unit-economics.ts';

/** Expectations of one option over the trials. */
export interface OptionFigures {
	/** Shares of all cases that a person reviews, and does again. */
	reviewShare: number;
	redoShare: number;
	/** Wrong results nobody stopped, of the cases the agent handles. */
	escapeRate: number;
	/** Share of all cases delivered and right. */
	quality: number;
	reviewMinutesPerCase: number;
	/** What one more wrong result of the agent costs; 0 for the person. */
	costPerFailureUsd: number;
	/** Null when there is a fixed cost and no case to carry it. */
	costPerCase: CostBreakdown | null;
	/** Expected cost over expected quality; null when nothing is right or nothing carries the cost. */
	costPerVerifiedSuccessUsd: number | null;
	costPerVerifiedSuccessInterval: Interval | null;
}

/** Expected rates, cost by class and cost per verified success; a null plan is the person alone. */
export function optionFigures(
	trials: Trials,
	plan: OptionPlan | null,
	shares: RunCostShares
): OptionFigures {
	const { count } = trials;
	const ledger = new Float64Array(FIGURES);
	const rates = plan && ratesOf(trials, plan);
	const sums = new Float64Array(FIGURES);
	const perSuccess = new Float64Array(count);
	for (let i = 0; i < count; i++) {
		fillLedger(ledger, trials, plan, rates, i);
		for (let k = 0; k < FIGURES; k++) sums[k] = at(sums, k) + at(ledger, k);
		perSuccess[i] = costOfCase(ledger) / at(ledger, RIGHT);
	}
	const average = (figure: number) => at(sums, figure) / count;
	const perVolume = (figure: number) =>
		at(sums, figure) === 0 ? 0 : at(sums, figure) / at(sums, VOLUME);
	const costPerCase = costBreakdown(
		{
			model: average(RUN) * shares.model,
			tools: average(RUN) * shares.tools,
			state: average(RUN) * shares.state,
			evaluation: average(RUN) * shares.evaluation,
			review: average(REVIEW_COST),
			rework: average(REWORK),
			incidents: average(INCIDENTS),
			retraining: perVolume(RETRAINING),
			fixed: perVolume(FIXED)
		},
		average(LABOUR)
	);
	return {
		reviewShare: average(REVIEWED),
		redoShare: average(REDONE),
		escapeRate: average(ESCAPED),
		quality: average(RIGHT),
		reviewMinutesPerCase: average(REVIEW_MINUTES),
		costPerFailureUsd: average(FAILURE_COST),
		costPerCase: Number.isFinite(costPerCase.totalUsd) ? costPerCase : null,
		...perVerifiedSuccess(costPerCase.totalUsd / average(RIGHT), perSuccess)
	};
}

/** Where a trial's figures of one case stand; fixed and retraining cost are of a month. */
const RUN = 0;
const REVIEW_COST = 1;
const REWORK = 2;
const INCIDENTS = 3;
const LABOUR = 4;
const RETRAINING = 5;
const FIXED = 6;
const VOLUME = 7;
const REVIEWED = 8;
const REDONE = 9;
const ESCAPED = 10;
const RIGHT = 11;
const REVIEW_MINUTES = 12;
const FAILURE_COST = 13;
const FIGURES = 14;

function fillLedger(
	ledger: Float64Array,
	trials: Trials,
	plan: OptionPlan | null,
	rates: PlanRates | null,
	i: number
): void {
	const c = trials.columns;
	const scope = plan?.scopeShare ?? 0;
	const byHand = 1 - scope;
	const human = at(trials.humanCost, i);
	const humanSuccess = at(c.human_success, i);
	const reviewed = rates ? scope * at(rates.review, i) : 0;
	const redone = rates ? scope * at(rates.redo, i) : 0;
	const escape = rates ? at(rates.escape, i) : 0;
	const delivered = rates ? at(rates.delivered, i) : 0;
	// Wrong results that reach the world: the agent's, and those of people.
	const wrong = scope * escape + (redone + byHand) * (1 - humanSuccess);
	const build = trials.starting ? at(c.build_cost, i) / at(c.amortisation_months, i) : 0;
	ledger[RUN] = plan ? scope * at(plan.runCost, i) : 0;
	ledger[REVIEW_COST] = reviewed * at(trials.perReview, i);
	ledger[REWORK] =
		redone * human + wrong * at(c.rework_prob_given_escape, i) * at(c.late_rework_cost, i);
	ledger[INCIDENTS] = wrong * at(c.incident_prob_given_escape, i) * at(c.incident_mean_cost, i);
	ledger[LABOUR] = byHand * human;
	ledger[RETRAINING] = plan ? at(c.retrain_cycles_per_month, i) * at(c.retrain_cost, i) : 0;
	ledger[FIXED] = plan ? at(c.monthly_fixed, i) + build : 0;
	ledger[VOLUME] = at(c.volume_per_month, i);
	ledger[REVIEWED] = reviewed;
	ledger[REDONE] = redone;
	ledger[ESCAPED] = escape;
	ledger[RIGHT] = scope * delivered + byHand * humanSuccess;
	ledger[REVIEW_MINUTES] = reviewed * at(c.review_minutes, i);
	ledger[FAILURE_COST] = plan ? failureCost(trials, plan, i) : 0;
}

function failureCost(trials: Trials, plan: OptionPlan, i: number): number {
	const c = trials.columns;
	return costPerFailure(
		at(c.visible_failure_share, i),
		at(plan.reviewShareGood, i),
		at(plan.reviewShareBad, i),
		at(c.reviewer_detect, i),
		at(c.reviewer_false_alarm, i),
		{
			perReview: at(trials.perReview, i),
			humanTotal: at(trials.humanTotal, i),
			lossPerEscape: at(trials.lossPerEscape, i)
		}
	);
}

function costOfCase(ledger: Float64Array): number {
	const monthly = at(ledger, RETRAINING) + at(ledger, FIXED);
	let total = monthly === 0 ? 0 : monthly / at(ledger, VOLUME);
	for (let k = RUN; k <= LABOUR; k++) total += at(ledger, k);
	return total;
}

function perVerifiedSuccess(expected: number, perTrial: Float64Array) {
	const low = quantileOf(perTrial, 0.05) ?? NaN;
	const high = quantileOf(perTrial, 0.95) ?? NaN;
	const known = Number.isFinite(expected);
	return {
		costPerVerifiedSuccessUsd: known ? expected : null,
		costPerVerifiedSuccessInterval:
			known && Number.isFinite(low) && Number.isFinite(high) ? { low, high } : null
	};
}
