import { fatesOf, noFates, REVIEW_ALONE, type Oversight } from './oversight.ts';
import { annuityFactor, monthlyRate, volumeFactor } from './present-value.ts';

/**
 * One case under a policy, by the names of design.md 4: money in US dollars, wages per hour, handling
 * times in minutes, shares and probabilities 0 to 1, rates per month, the discount rate per year.
 */
export interface UnitInputs {
	/** Tokens, tools and infrastructure of one case, all attempts. */
	run_cost: number;
	/** Probability that the agent's result is right before any review. */
	success: number;
	/** Shares of right and of (silently) wrong results that are reviewed before execution. */
	review_share_good: number;
	review_share_bad: number;
	reviewer_detect: number;
	reviewer_false_alarm: number;
	review_minutes: number;
	reviewer_wage_per_hour: number;
	reviewer_utilisation: number;
	review_delay_hours: number;
	delay_cost_per_hour: number;
	human_minutes: number;
	human_wage_per_hour: number;
	human_success: number;
	incident_prob_given_escape: number;
	incident_mean_cost: number;
	rework_prob_given_escape: number;
	late_rework_cost: number;
	build_cost: number;
	amortisation_months: number;
	monthly_fixed: number;
	retrain_cycles_per_month: number;
	retrain_cost: number;
	volume_per_month: number;
	growth_month: number;
	discount_rate_year: number;
	horizon_months: number;
	/** Share of failures that announce themselves and go to a person at once; 0 when absent. */
	visible_failure_share?: number;
}

/** What one case and one month cost under a policy; null where a figure divides by zero. */
export interface UnitEconomics {
	costPerReviewUsd: number;
	humanCostUsd: number;
	/** The person's labour and the person's own errors. */
	humanTotalCostUsd: number;
	lossPerEscapeUsd: number;
	reviewRate: number;
	redoRate: number;
	escapeRate: number;
	agentVariableCostUsd: number;
	/** Share of cases delivered and right. */
	agentSuccess: number;
	fixedPerMonthUsd: number;
	savingPerCaseUsd: number;
	monthlyNetUsd: number;
	/** Infinity when a case saves nothing. */
	breakEvenVolume: number;
	/** May leave 0 to 1: below 0 it always pays, above 1 never; null when failures cost nothing. */
	breakEvenSuccess: number | null;
	costPerVerifiedSuccessAgentUsd: number | null;
	costPerVerifiedSuccessHumanUsd: number | null;
	reviewHoursPerMonth: number;
	npvUsd: number;
	/** First month whose undiscounted cumulative net is at or above zero; null within no horizon. */
	paybackMonth: number | null;
}

/** Where `policyRates` writes each rate. */
export const REVIEW = 0;
export const REDO = 1;
export const ESCAPE = 2;
export const DELIVERED = 3;
/** Executed without anybody having looked. */
export const UNSEEN = 4;
export const RATES = 5;

const fates = noFates();

/**
 * Rates of one case under a policy (simulation-spec A.2, with visible failures as design.md 3.17):
 * reviewed, redone by a person, escaped, delivered right, executed unseen. Writes into `out`, as it
 * runs per trial.
 */
export function policyRates(
	out: Float64Array,
	success: number,
	visibleShare: number,
	reviewShareGood: number,
	reviewShareBad: number,
	detect: number,
	falseAlarm: number,
	humanSuccess: number,
	oversight: Oversight = REVIEW_ALONE
): void {
	fatesOf(fates, oversight, reviewShareGood, reviewShareBad, detect, falseAlarm);
	const failed = 1 - success;
	const silent = (1 - visibleShare) * failed;
	const rejected = success * fates.rightRedone;
	const redo = rejected + silent * fates.wrongRedone + visibleShare * failed;
	out[REVIEW] = success * fates.rightReviewed + silent * fates.wrongReviewed;
	out[REDO] = redo;
	out[ESCAPE] = silent * (1 - fates.wrongRedone);
	out[DELIVERED] = success - rejected + redo * humanSuccess;
	out[UNSEEN] = success * fates.rightUnseen + silent * fates.wrongUnseen;
}

/** Costs, break-evens, net present value and payback of a policy against the person alone. */
export function unitEconomics(inputs: UnitInputs): UnitEconomics {
	const costs = caseCosts(inputs);
	const rates = new Float64Array(RATES);
	const visible = inputs.visible_failure_share ?? 0;
	const { review_share_good: good, review_share_bad: bad } = inputs;
	const { reviewer_detect: detect, reviewer_false_alarm: falseAlarm } = inputs;
	policyRates(rates, inputs.success, visible, good, bad, detect, falseAlarm, inputs.human_success);
	const [reviewRate = 0, redoRate = 0, escapeRate = 0, agentSuccess = 0] = rates;
	const { perReview, humanTotal, lossPerEscape } = costs;
	const agent =
		inputs.run_cost + reviewRate * perReview + redoRate * humanTotal + escapeRate * lossPerEscape;
	const saving = humanTotal - agent;
	const perMonth = inputs.monthly_fixed + inputs.retrain_cycles_per_month * inputs.retrain_cost;
	const fixed = perShare(inputs.build_cost, inputs.amortisation_months) + perMonth;
	const fixedPerCase = perShare(fixed, inputs.volume_per_month);
	const whenRight = inputs.run_cost + good * (perReview + falseAlarm * humanTotal);
	const whenWrong = costPerFailure(visible, good, bad, detect, falseAlarm, costs);
	const rate = monthlyRate(inputs.discount_rate_year);
	return {
		costPerReviewUsd: perReview,
		humanCostUsd: costs.human,
		humanTotalCostUsd: humanTotal,
		lossPerEscapeUsd: lossPerEscape,
		reviewRate,
		redoRate,
		escapeRate,
		agentVariableCostUsd: agent,
		agentSuccess,
		fixedPerMonthUsd: fixed,
		savingPerCaseUsd: saving,
		monthlyNetUsd: inputs.volume_per_month * saving - fixed,
		breakEvenVolume: saving > 0 ? fixed / saving : Infinity,
		breakEvenSuccess:
			whenWrong > 0 && Number.isFinite(fixedPerCase)
				? 1 - (humanTotal - fixedPerCase - whenRight) / whenWrong
				: null,
		costPerVerifiedSuccessAgentUsd: ratioOrNull(agent + fixedPerCase, agentSuccess),
		costPerVerifiedSuccessHumanUsd: ratioOrNull(humanTotal, inputs.human_success),
		reviewHoursPerMonth: (inputs.volume_per_month * reviewRate * inputs.review_minutes) / 60,
		npvUsd:
			saving *
				inputs.volume_per_month *
				volumeFactor(inputs.growth_month, rate, inputs.horizon_months) -
			perMonth * annuityFactor(rate, inputs.horizon_months) -
			inputs.build_cost,
		paybackMonth: paybackMonth(inputs, saving, perMonth)
	};
}

/**
 * What one more wrong result costs under a policy: the slope b of A.2. Visible failures go to a
 * person, silent ones are caught by review or escape.
 */
export function costPerFailure(
	visibleShare: number,
	reviewShareGood: number,
	reviewShareBad: number,
	detect: number,
	falseAlarm: number,
	costs: { perReview: number; perAudit?: number; humanTotal: number; lossPerEscape: number },
	oversight: Oversight = REVIEW_ALONE
): number {
	fatesOf(fates, oversight, reviewShareGood, reviewShareBad, detect, falseAlarm);
	const silent = 1 - visibleShare;
	const audits = oversight.auditShare * (silent * fates.wrongUnseen - fates.rightUnseen);
	return (
		(silent * fates.wrongReviewed - fates.rightReviewed) * costs.perReview +
		audits * (costs.perAudit ?? costs.perReview) +
		(silent * fates.wrongRedone + visibleShare - fates.rightRedone) * costs.humanTotal +
		silent * (1 - fates.wrongRedone) * costs.lossPerEscape +
		silent * oversight.checkWrongUsd -
		oversight.checkRightUsd
	);
}

/** The cost of one review, of one case by hand, with its errors, and of one escape. */
function caseCosts(inputs: UnitInputs) {
	const human = (inputs.human_minutes / 60) * inputs.human_wage_per_hour;
	const lossPerEscape =
		inputs.incident_prob_given_escape * inputs.incident_mean_cost +
		inputs.rework_prob_given_escape * inputs.late_rework_cost;
	return {
		perReview:
			((inputs.review_minutes / 60) * inputs.reviewer_wage_per_hour) / inputs.reviewer_utilisation +
			inputs.review_delay_hours * inputs.delay_cost_per_hour,
		human,
		lossPerEscape,
		humanTotal: human + (1 - inputs.human_success) * lossPerEscape
	};
}

/** An amount spread over a number of shares; 0 of nothing, Infinity over none. */
function perShare(amount: number, shares: number): number {
	return amount === 0 ? 0 : amount / shares;
}

function ratioOrNull(top: number, bottom: number): number | null {
	return bottom > 0 && Number.isFinite(top) ? top / bottom : null;
}

function paybackMonth(inputs: UnitInputs, saving: number, perMonth: number): number | null {
	let cumulative = -inputs.build_cost;
	let volume = inputs.volume_per_month;
	for (let month = 1; month <= inputs.horizon_months; month++) {
		cumulative += volume * saving - perMonth;
		if (cumulative >= 0) return month;
		volume *= 1 + inputs.growth_month;
	}
	return null;
}
