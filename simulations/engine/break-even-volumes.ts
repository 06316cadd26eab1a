import { netBenefit } from './net-benefit.ts';
import type { OptionPlan } from './option-plan.ts';
import { mean } from './statistics/summary.ts';
import { withColumn, type Trials } from './trials.ts';

/** Cases a month from which on an option pays when the agent is right this often. */
export interface BreakEvenVolume {
	success: number;
	/** 0 when there is nothing fixed to pay for; null when no volume is enough. */
	volumePerMonth: number | null;
}

const SUCCESSES = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99];

/**
 * The frontier between paying and not, at the means of all else: expected net benefit is linear in
 * the success before drift, and in the volume but for what is fixed.
 */
export function breakEvenVolumes(trials: Trials, plan: OptionPlan): BreakEvenVolume[] {
	const expected = (on: Trials, success: number) => {
		const rate = plan.successFactor * (success - plan.successDrop);
		const moved = { ...plan, success: new Float64Array(on.count).fill(rate) };
		return mean(netBenefit(on, moved)) ?? 0;
	};
	const idle = withColumn(trials, 'volume_per_month', new Float64Array(trials.count));
	const fixedUsd = -expected(idle, 0);
	const [never, always] = [expected(trials, 0), expected(trials, 1)];
	const volume = mean(trials.columns.volume_per_month) ?? 0;
	return SUCCESSES.map((success): BreakEvenVolume => {
		const perCase = (never + success * (always - never) + fixedUsd) / volume;
		const pays = volume > 0 && perCase > 0;
		return { success, volumePerMonth: pays ? Math.max(0, fixedUsd / perCase) : null };
	});
}
