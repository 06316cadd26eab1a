import { assumptionOf } from './assumptions.ts';
import { unitEconomics, type UnitInputs } from './unit-economics.ts';

/** What is known of a task that has no human baseline yet; the rest takes its default. */
export interface BreakEvenInput {
	/** Mean cost of a case, all attempts. */
	costPerCaseUsd: number;
	/** Share of cases the agent gets right; null when it is unknown. */
	success: number | null;
	visibleFailureShare?: number;
	/** 45 USD unless told. */
	humanWagePerHour?: number;
	humanSuccess?: number;
}

/** "It beats a person at 45 USD an hour if at least 8 in 10 are right and a person needs more than …". */
export interface BreakEven {
	humanWagePerHour: number;
	/** In tenths, not above the known success; 0.8 when success is unknown. */
	successAtLeast: number;
	/** Minutes by hand above which the agent is cheaper at that success; null when none are enough. */
	humanMinutesMoreThan: number | null;
	/** The same at other success rates. */
	frontier: { success: number; humanMinutesMoreThan: number | null }[];
}

/** When an agent without review would beat a person, said without knowing the person (spec A.2). */
export function breakEven(input: BreakEvenInput): BreakEven {
	const { success, humanWagePerHour = 45 } = input;
	const successAtLeast = success === null ? 0.8 : Math.floor(success * 10 + 1e-9) / 10 || success;
	return {
		humanWagePerHour,
		successAtLeast,
		humanMinutesMoreThan: humanMinutesToBeat({ ...input, success: successAtLeast }),
		frontier: [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99].map((rate) => ({
			success: rate,
			humanMinutesMoreThan: humanMinutesToBeat({ ...input, success: rate })
		}))
	};
}

/** Minutes by hand at which agent and person cost the same; null when the agent never pays. */
export function humanMinutesToBeat(input: BreakEvenInput & { success: number }): number | null {
	// All costs but the run's are proportional to the minutes, so one minute tells the slope.
	const perMinute = savingPerCase({ ...input, costPerCaseUsd: 0 }, 1);
	return perMinute > 0 ? input.costPerCaseUsd / perMinute : null;
}

/** Success rate at which agent and person cost the same; null when no rate from 0 to 1 is enough. */
export function successToBeat(input: BreakEvenInput, humanMinutes: number): number | null {
	const never = savingPerCase({ ...input, success: 0 }, humanMinutes);
	const always = savingPerCase({ ...input, success: 1 }, humanMinutes);
	if (never >= 0) return 0;
	return always < 0 ? null : -never / (always - never);
}

function savingPerCase(input: BreakEvenInput, humanMinutes: number): number {
	const wage = input.humanWagePerHour ?? 45;
	const inputs: UnitInputs = {
		run_cost: input.costPerCaseUsd,
		success: input.success ?? 0,
		visible_failure_share: input.visibleFailureShare ?? 0,
		review_share_good: 0,
		review_share_bad: 0,
		reviewer_detect: 0,
		reviewer_false_alarm: 0,
		review_minutes: 0,
		reviewer_wage_per_hour: 0,
		reviewer_utilisation: 1,
		review_delay_hours: 0,
		delay_cost_per_hour: 0,
		human_minutes: humanMinutes,
		human_wage_per_hour: wage,
		human_success: input.humanSuccess ?? assumptionOf('human_success')?.default?.value ?? 1,
		incident_prob_given_escape: 0,
		incident_mean_cost: 0,
		rework_prob_given_escape: 1,
		// Errors are not free: until told otherwise, an escape costs doing the case by hand.
		late_rework_cost: (humanMinutes / 60) * wage,
		build_cost: 0,
		amortisation_months: 1,
		monthly_fixed: 0,
		retrain_cycles_per_month: 0,
		retrain_cost: 0,
		volume_per_month: 1,
		growth_month: 0,
		discount_rate_year: 0,
		horizon_months: 0
	};
	return unitEconomics(inputs).savingPerCaseUsd;
}
