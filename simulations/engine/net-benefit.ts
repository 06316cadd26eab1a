import type { OptionPlan } from './option-plan.ts';
import type { Trials } from './trials.ts';
import { policyRates } from './unit-economics.ts';

/** Rates of formula A.2 per trial, over the cases the agent handles. */
export interface PlanRates {
	review: Float64Array;
	redo: Float64Array;
	escape: Float64Array;
	delivered: Float64Array;
}

/** What a plan does with a case, per trial. */
export function ratesOf({ columns, count }: Trials, plan: OptionPlan): PlanRates {
	const { success, reviewShareGood: good, reviewShareBad: bad } = plan;
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
	const rates = new Float64Array(4);
	for (let i = 0; i < count; i++) {
		policyRates(
			rates,
			success[i] ?? 0,
			visible[i] ?? 0,
			good[i] ?? 0,
			bad[i] ?? 0,
			detect[i] ?? 0,
			falseAlarm[i] ?? 0,
			human[i] ?? 0
		);
		review[i] = rates[0] ?? 0;
		redo[i] = rates[1] ?? 0;
		escape[i] = rates[2] ?? 0;
		delivered[i] = rates[3] ?? 0;
	}
	return { review, redo, escape, delivered };
}

/** Expected net benefit against the person per trial, present value over the horizon (spec D.5). */
export function netBenefit(
	trials: Trials,
	plan: OptionPlan,
	rates = ratesOf(trials, plan)
): Float64Array {
	const draws = savingPerCase(trials, plan, rates);
	const { presentCases, presentFixed } = trials;
	const { scopeShare } = plan;
	for (let i = 0; i < draws.length; i++)
		draws[i] = scopeShare * (presentCases[i] ?? 0) * (draws[i] ?? 0) - (presentFixed[i] ?? 0);
	return draws;
}

/** What the agent saves on one of its cases, the value of better or worse results included. */
export function savingPerCase(
	trials: Trials,
	plan: OptionPlan,
	rates = ratesOf(trials, plan)
): Float64Array {
	const { humanTotal, perReview, lossPerEscape } = trials;
	const { human_success: humanSuccess, value_usd: value } = trials.columns;
	const { review, redo, escape, delivered } = rates;
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
	return saving;
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
