import { costBreakdown, type CostBreakdown, type RunCostShares } from './cost-breakdown.ts';
import {
	auditCost,
	checkingCost,
	monthlyOfPlan,
	ratesOf,
	reviewCost,
	trialsInScope,
	type PlanRates
} from './net-benefit.ts';
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
	const terms = plan && termsOf(trials, plan);
	const sums = new Float64Array(FIGURES);
	const perSuccess = new Float64Array(count);
	for (let i = 0; i < count; i++) {
		fillLedger(ledger, trials, terms, i);
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
			state: average(RUN) * shares.state + perVolume(STORES),
			evaluation: average(RUN) * shares.evaluation + average(CHECKS),
			review: average(REVIEW_COST) + perVolume(ROSTER),
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

/** Where a trial's figures of one case stand; those from RETRAINING to ROSTER are of a month. */
const RUN = 0;
const REVIEW_COST = 1;
const REWORK = 2;
const INCIDENTS = 3;
const LABOUR = 4;
const CHECKS = 5;
const RETRAINING = 6;
const FIXED = 7;
const STORES = 8;
const ROSTER = 9;
const VOLUME = 10;
const REVIEWED = 11;
const REDONE = 12;
const ESCAPED = 13;
const RIGHT = 14;
const REVIEW_MINUTES = 15;
const FAILURE_COST = 16;
const FIGURES = 17;

/** What a plan's ledger is made of; the cases it handles may be harder than the task's others. */
interface Terms {
	plan: OptionPlan;
	rates: PlanRates;
	inScope: Trials;
	perReview: Float64Array;
}

function termsOf(trials: Trials, plan: OptionPlan): Terms {
	const inScope = trialsInScope(trials, plan);
	return { plan, inScope, rates: ratesOf(trials, plan), perReview: reviewCost(inScope, plan) };
}

function fillLedger(ledger: Float64Array, trials: Trials, terms: Terms | null, i: number): void {
	ledger.fill(0);
	const c = trials.columns;
	const { plan } = terms ?? {};
	const scope = plan?.scopeShare ?? 0;
	const human = at(trials.humanCost, i);
	const personErrs = 1 - at(c.human_success, i);
	const incident = at(c.incident_prob_given_escape, i) * at(c.incident_mean_cost, i);
	const late = at(c.rework_prob_given_escape, i) * at(c.late_rework_cost, i);
	// By hand: the task's cases less those in scope, which may take longer or shorter than the mean.
	ledger[LABOUR] = human * (1 - scope * (plan?.humanMinutesRatio ?? 1));
	ledger[REWORK] = personErrs * late;
	ledger[INCIDENTS] = (1 - scope) * personErrs * incident;
	ledger[VOLUME] = at(c.volume_per_month, i);
	ledger[RIGHT] = (1 - scope) * (1 - personErrs);
	if (terms) addAgent(ledger, trials, terms, i, { personErrs, incident });
}

function addAgent(
	ledger: Float64Array,
	trials: Trials,
	{ plan, rates, inScope, perReview }: Terms,
	i: number,
	{ personErrs, incident }: { personErrs: number; incident: number }
): void {
	const c = trials.columns;
	const { scopeShare: scope, oversight } = plan;
	const late = at(c.rework_prob_given_escape, i) * at(inScope.columns.late_rework_cost, i);
	const reviewed = scope * at(rates.review, i);
	const redone = scope * at(rates.redo, i);
	const escaped = scope * at(rates.escape, i);
	const audits = scope * oversight.auditShare * at(rates.unseen, i) * auditCost(trials, i);
	const months = trials.horizonMonths;
	const { retrainEveryMonths: every } = trials;
	const cycles = every === null ? at(c.retrain_cycles_per_month, i) : revisions(months, every);
	const store = oversight.stateUsdPerMonth;
	const add = (figure: number, amount: number) => (ledger[figure] = at(ledger, figure) + amount);
	add(RUN, scope * at(plan.runCost, i));
	add(REVIEW_COST, reviewed * at(perReview, i) + audits);
	// Wrong results that reach the world: the agent's, and those of people who redo a case.
	const wrong = escaped + redone * personErrs;
	add(REWORK, redone * at(inScope.humanCost, i) + (wrong - scope * personErrs) * late);
	add(INCIDENTS, wrong * incident);
	add(CHECKS, scope * checkingCost(trials, plan, rates, i) - audits);
	add(RETRAINING, cycles * at(c.retrain_cost, i));
	add(
		FIXED,
		at(c.monthly_fixed, i) +
			(trials.starting ? at(c.build_cost, i) / at(c.amortisation_months, i) : 0)
	);
	add(STORES, store);
	add(ROSTER, monthlyOfPlan(trials, plan, i) - store);
	add(REVIEWED, reviewed);
	add(REDONE, redone);
	add(ESCAPED, at(rates.escape, i));
	add(RIGHT, scope * at(rates.delivered, i));
	add(REVIEW_MINUTES, reviewed * at(c.review_minutes, i));
	add(FAILURE_COST, failureCost(trials, { plan, rates, inScope, perReview }, i));
}

/** Planned revisions a month, over the horizon. */
function revisions(months: number, every: number): number {
	return months === 0 ? 0 : Math.floor((months - 1) / every) / months;
}

function failureCost(trials: Trials, { plan, inScope, perReview }: Terms, i: number): number {
	const c = trials.columns;
	return costPerFailure(
		at(c.visible_failure_share, i),
		at(plan.reviewShareGood, i),
		at(plan.reviewShareBad, i),
		at(c.reviewer_detect, i),
		at(c.reviewer_false_alarm, i),
		{
			perReview: at(perReview, i),
			perAudit: auditCost(trials, i),
			humanTotal: at(inScope.humanTotal, i),
			lossPerEscape: at(inScope.lossPerEscape, i)
		},
		plan.oversight
	);
}

function costOfCase(ledger: Float64Array): number {
	let monthly = 0;
	for (let k = RETRAINING; k <= ROSTER; k++) monthly += at(ledger, k);
	let total = monthly === 0 ? 0 : monthly / at(ledger, VOLUME);
	for (let k = RUN; k <= CHECKS; k++) total += at(ledger, k);
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
