import { DAYS, DAYS_PER_MONTH } from './calendar.ts';
import type { Terms } from './economics.ts';
import type { Known, Task } from './task.ts';
import { claimsSettlement } from './tasks/claims-settlement.ts';
import { contractRedlining } from './tasks/contract-redlining.ts';
import { invoiceExtraction } from './tasks/invoice-extraction.ts';
import { refundDecision } from './tasks/refund-decision.ts';
import { ticketClassification } from './tasks/ticket-classification.ts';
import { vendorOnboarding } from './tasks/vendor-onboarding.ts';

/** The kinds of work of Northwind Parcel, a carrier that does not exist. */
export const tasks: readonly Task[] = [
	ticketClassification,
	refundDecision,
	contractRedlining,
	claimsSettlement,
	vendorOnboarding,
	invoiceExtraction
];

/** What holds for every task. */
export const workspaceFigures = {
	reviewer_utilisation: { truth: 0.8, spread: 1.25, note: 'workforce planning' },
	discount_rate_year: { truth: 0.08, note: 'finance' },
	amortisation_months: { truth: 24, note: 'finance' },
	horizon_months: { truth: 12, note: 'finance' },
	cashable_share: { truth: 0.7, note: 'finance: the rest goes into the backlog' }
} as const satisfies Record<string, Known>;

/** The true terms of a task; what nobody states takes the default of design.md 3.16. */
export function termsOf(task: Task): Terms {
	const { figures } = task;
	const humanUsd = (figures.human_minutes.truth / 60) * figures.human_wage_per_hour.truth;
	const truth = (figure: Known | undefined, otherwise: number) => figure?.truth ?? otherwise;
	const wage = figures.human_wage_per_hour.truth;
	return {
		human_minutes: figures.human_minutes.truth,
		human_wage_per_hour: wage,
		human_success: figures.human_success.truth,
		review_minutes: figures.review_minutes.truth,
		reviewer_wage_per_hour: truth(figures.reviewer_wage_per_hour, wage),
		reviewer_utilisation: workspaceFigures.reviewer_utilisation.truth,
		reviewer_detect: figures.reviewer_detect.truth,
		reviewer_false_alarm: figures.reviewer_false_alarm.truth,
		review_delay_hours: truth(figures.review_delay_hours, 0),
		delay_cost_per_hour: truth(figures.delay_cost_per_hour, 0),
		incident_prob_given_escape: truth(figures.incident_prob_given_escape, 0),
		incident_mean_cost: truth(figures.incident_mean_cost, 0),
		rework_prob_given_escape: truth(figures.rework_prob_given_escape, 1),
		late_rework_cost: truth(figures.late_rework_cost, humanUsd),
		value_usd: truth(figures.value_usd, 0),
		volume_per_month: truth(figures.volume_per_month, productionCasesPerMonth(task)),
		growth_month: truth(figures.growth_month, 0),
		monthly_fixed: figures.monthly_fixed.truth,
		retrain_cycles_per_month: truth(figures.retrain_cycles_per_month, 0),
		retrain_cost: truth(figures.retrain_cost, 0),
		build_cost: figures.build_cost.truth,
		amortisation_months: workspaceFigures.amortisation_months.truth,
		discount_rate_year: workspaceFigures.discount_rate_year.truth,
		horizon_months: workspaceFigures.horizon_months.truth
	};
}

/** Cases a month that go through the agent in production. */
const productionCasesPerMonth = (task: Task): number =>
	((task.cases * (1 - task.staging)) / DAYS) * DAYS_PER_MONTH;
