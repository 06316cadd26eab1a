import type { Option } from './decision-rule.ts';
import type { TaskEvidence } from './evidence.ts';
import { drawColumn } from './distribution.ts';
import { REVIEW_ALONE, type Oversight } from './oversight.ts';
import { betaPosterior } from './statistics/posterior.ts';
import type { Trials } from './trials.ts';

/** What an option does: who does how much of the work, and what a person looks at. */
export interface OptionPlan {
	option: Exclude<Option, 'keep_human'>;
	/** Cost and success of the cases the agent handles; success over the months, drift included. */
	runCost: Float64Array;
	success: Float64Array;
	/** Shares of right and of silently wrong results that are reviewed before execution. */
	reviewShareGood: Float64Array;
	reviewShareBad: Float64Array;
	oversight: Oversight;
	/** Share of the cases that the agent handles; a person does the rest. */
	scopeShare: number;
	/** A person's time for one of the cases the agent handles, against the task's mean. */
	humanMinutesRatio: number;
	/** Names of the segments in scope; null when the agent handles everything. */
	segments: readonly string[] | null;
	/** Results below this confidence are reviewed; null when all or none are. */
	threshold: number | null;
	/** Whether more outcomes of the task tell more about this option's success. */
	followsTaskSuccess: boolean;
	/** Success before drift and before what makes many runs fail at once. */
	successBefore: Float64Array;
	/** Success over the months = factor x (success before - drop), but for clipping. */
	successFactor: number;
	successDrop: number;
}

/** The plan of an agent on all cases with one review share. */
export function wholeTaskPlan(
	trials: Trials,
	option: OptionPlan['option'],
	reviewShare: number
): OptionPlan {
	const share = new Float64Array(trials.count).fill(reviewShare);
	return {
		option,
		runCost: trials.columns.cost_per_case_usd,
		success: trials.columns.case_success_rate,
		reviewShareGood: share,
		reviewShareBad: share,
		oversight: REVIEW_ALONE,
		scopeShare: 1,
		humanMinutesRatio: 1,
		segments: null,
		threshold: null,
		followsTaskSuccess: true,
		successBefore: trials.columns.case_success_rate,
		successFactor: 1,
		successDrop: 0
	};
}

/** Review of what a confidence gate stops, by the shares counted in the runs; null without a gate. */
export function gatedPlan(
	trials: Trials,
	evidence: TaskEvidence,
	seed: number | string
): OptionPlan | null {
	const { gate } = evidence;
	if (!gate) return null;
	const share = (reviewed: number, n: number, name: string) =>
		drawColumn({ kind: 'beta', ...betaPosterior(reviewed, n) }, seed, name, trials.count);
	return {
		...wholeTaskPlan(trials, 'automate_with_review', 0),
		reviewShareGood: share(gate.rightReviewed, gate.right, 'gate.right'),
		reviewShareBad: share(gate.wrongReviewed, gate.wrong, 'gate.wrong'),
		threshold: gate.threshold
	};
}

/** The plan on the first trials only. */
export function firstOfPlan(plan: OptionPlan, count: number): OptionPlan {
	return {
		...plan,
		runCost: plan.runCost.subarray(0, count),
		success: plan.success.subarray(0, count),
		successBefore: plan.successBefore.subarray(0, count),
		reviewShareGood: plan.reviewShareGood.subarray(0, count),
		reviewShareBad: plan.reviewShareBad.subarray(0, count)
	};
}
