import type { OptionPlan } from './option-plan.ts';
import { at, withColumn, type Trials } from './trials.ts';
import { DELIVERED, ESCAPE, policyRates, RATES, REDO, REVIEW, UNSEEN } from './unit-economics.ts';

/** Rates of formula A.2 per trial, over the cases the agent handles. */
export interface PlanRates {
	review: Float64Array;
	redo: Float64Array;
	escape: Float64Array;
	delivered: Float64Array;
	/** Executed without anybody having looked. */
	unseen: Float64Array;
}

/** What a plan does with a case, per trial. */
export function ratesOf({ columns, count }: Trials, plan: OptionPlan): PlanRates {
	const { success, reviewShareGood: good, reviewShareBad: bad, oversight } = plan;
	const {
		visible_failure_share: visible,
		reviewer_detect: detect,
		reviewer_false_alarm: falseAlarm,
		human_success: human
	} = columns;
	const review = new Float64Array(count);
	const redo = new Float64Array(count);
	const escape = new Float64Array(count);
	const delivered = new Float64Array(count);
	const unseen = new Float64Array(count);
	const rates = new Float64Array(RATES);
	for (let i = 0; i < count; i++) {
		policyRates(
			rates,
			success[i] ?? 0,
			visible[i] ?? 0,
			good[i] ?? 0,
			bad[i] ?? 0,
			detect[i] ?? 0,
			falseAlarm[i] ?? 0,
			human[i] ?? 0,
			oversight
		);
		review[i] = rates[REVIEW] ?? 0;
		redo[i] = rates[REDO] ?? 0;
		escape[i] = rates[ESCAPE] ?? 0;
		delivered[i] = rates[DELIVERED] ?? 0;
		unseen[i] = rates[UNSEEN] ?? 0;
	}
	return { review, redo, escape, delivered, unseen };
}

/** What a case costs where a plan has the agent handle it: the task's costs but for its scope. */
export function trialsInScope(trials: Trials, { humanMinutesRatio }: OptionPlan): Trials {
	if (humanMinutesRatio === 1) return trials;
	const minutes = trials.columns.human_minutes.map((x) => x * humanMinutesRatio);
	return withColumn(trials, 'human_minutes', minutes);
}

/** Cost of one review under a plan: labour unless a roster pays it, and delay. */
export function reviewCost(trials: Trials, { oversight }: OptionPlan): Float64Array {
	const { delayHours, rosterHoursPerMonth } = oversight;
	if (delayHours === null && rosterHoursPerMonth === null) return trials.perReview;
	const { review_delay_hours: hours, delay_cost_per_hour: cost } = trials.columns;
	return trials.perReview.map((both, i) => {
		const delay = at(hours, i) * at(cost, i);
		const labour = rosterHoursPerMonth === null ? both - delay : 0;
		return labour + (delayHours === null ? delay : delayHours * at(cost, i));
	});
}

/** Labour of one audit: the minutes of a review, paid like one, without anybody waiting. */
export function auditCost(trials: Trials, i: number): number {
	const { review_delay_hours: hours, delay_cost_per_hour: cost } = trials.columns;
	return at(trials.perReview, i) - at(hours, i) * at(cost, i);
}

/** What a plan pays every month whether or not a case comes: reviewers on duty, state stores. */
export function monthlyOfPlan({ columns }: Trials, { oversight }: OptionPlan, i: number): number {
	const { rosterHoursPerMonth, stateUsdPerMonth } = oversight;
	return (rosterHoursPerMonth ?? 0) * at(columns.reviewer_wage_per_hour, i) + stateUsdPerMonth;
}

/** Expected net benefit against the person per trial, present value over the horizon (spec D.5). */
export function netBenefit(
	trials: Trials,
	plan: OptionPlan,
	rates = ratesOf(trials, plan)
): Float64Array {
	return benefitOfSaving(trials, plan, savingPerCase(trials, plan, rates));
}

/** Net benefit over the horizon from what one case saves; writes into `saving`. */
export function benefitOfSaving(
	trials: Trials,
	plan: OptionPlan,
	saving: Float64Array
): Float64Array {
	const { presentCases, presentFixed, annuity } = trials;
	const { scopeShare, oversight } = plan;
	const paysMonthly = oversight.rosterHoursPerMonth !== null || oversight.stateUsdPerMonth !== 0;
	for (let i = 0; i < saving.length; i++)
		saving[i] = scopeShare * (presentCases[i] ?? 0) * (saving[i] ?? 0) - (presentFixed[i] ?? 0);
	if (paysMonthly)
		for (let i = 0; i < saving.length; i++)
			saving[i] = at(saving, i) - at(annuity, i) * monthlyOfPlan(trials, plan, i);
	return saving;
}

/** What the agent saves on one of its cases, the value of better or worse results included. */
export function savingPerCase(
	trials: Trials,
	plan: OptionPlan,
	rates = ratesOf(trials, plan)
): Float64Array {
	const inScope = trialsInScope(trials, plan);
	const { humanTotal, lossPerEscape } = inScope;
	const { human_success: humanSuccess, value_usd: value } = inScope.columns;
	const { review, redo, escape, delivered } = rates;
	const perReview = reviewCost(inScope, plan);
	const { runCost } = plan;
	const saving = new Float64Array(trials.count);
	for (let i = 0; i < saving.length; i++) {
		const byHand = humanTotal[i] ?? 0;
		const agent =
			(runCost[i] ?? 0) +
			(review[i] ?? 0) * (perReview[i] ?? 0) +
			(redo[i] ?? 0) * byHand +
			(escape[i] ?? 0) * (lossPerEscape[i] ?? 0);
		const quality = (delivered[i] ?? 0) - (humanSuccess[i] ?? 0);
		saving[i] = byHand - agent + (value[i] ?? 0) * quality;
	}
	if (isChecked(plan))
		for (let i = 0; i < saving.length; i++)
			saving[i] = at(saving, i) - checkingCost(trials, plan, rates, i);
	return saving;
}

/** Cost of automatic checks and of audits per case the agent handles. */
export function checkingCost(
	trials: Trials,
	{ oversight, success }: OptionPlan,
	{ unseen }: PlanRates,
	i: number
): number {
	const { checkRightUsd, checkWrongUsd, auditShare } = oversight;
	const right = at(success, i);
	const silent = (1 - at(trials.columns.visible_failure_share, i)) * (1 - right);
	return (
		right * checkRightUsd +
		silent * checkWrongUsd +
		auditShare * at(unseen, i) * auditCost(trials, i)
	);
}

/** Whether anything is paid for checks or audits at all. */
export function isChecked({ oversight: o }: OptionPlan): boolean {
	return o.checkRightUsd !== 0 || o.checkWrongUsd !== 0 || o.auditShare !== 0;
}

/** Incidents per case the agent handles, per trial: escape rate x incident probability. */
export function incidentRate(
	trials: Trials,
	plan: OptionPlan,
	rates = ratesOf(trials, plan)
): Float64Array {
	const probability = trials.columns.incident_prob_given_escape;
	return rates.escape.map((escape, i) => escape * (probability[i] ?? 0));
}

/**
 * Incidents a month per trial: of the agent's cases, of those that people redo, and of those left to
 * people; a null plan is people alone.
 */
export function incidentsPerMonth(
	{ columns: c, count }: Trials,
	plan: OptionPlan | null,
	rates: PlanRates | null
): Float64Array {
	const scope = plan?.scopeShare ?? 0;
	const incidents = new Float64Array(count);
	for (let i = 0; i < count; i++) {
		const personErrs = 1 - at(c.human_success, i);
		const wrong = rates ? at(rates.escape, i) + at(rates.redo, i) * personErrs : 0;
		const perCase = scope * wrong + (1 - scope) * personErrs;
		incidents[i] = at(c.volume_per_month, i) * perCase * at(c.incident_prob_given_escape, i);
	}
	return incidents;
}
