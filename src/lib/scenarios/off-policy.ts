import { offPolicyRisk } from '#simulations/engine/off-policy.ts';
import type { OffPolicyAnswer, OffPolicyPoint } from './result.ts';
import type { ConfidenceCount } from './task-facts.ts';

const THRESHOLDS = Array.from({ length: 21 }, (_, k) => k / 20);
const BANDS = 10;

/**
 * What execution at or above a threshold would risk where some outcomes are not known (spec B.3):
 * bounds that need no assumption, and an estimate that takes it for chance whose outcome is known
 * within a tenth of confidence. Null without confidence, or where every outcome is known.
 */
export function offPolicyAnswer(
	counts: readonly ConfidenceCount[] | null,
	planThreshold: number | null
): OffPolicyAnswer | null {
	const unknown = total(counts ?? [], (one) => one.unknown);
	if (!counts || unknown === 0) return null;
	const runs = observedRuns(counts);
	const cases = total(counts, sizeOf);
	const point = (threshold: number, isPlan: boolean): OffPolicyPoint => {
		const found = offPolicyRisk(runs, threshold);
		const executed = counts.filter((one) => one.from >= threshold);
		return {
			threshold,
			isPlan,
			executedShare: total(executed, sizeOf) / cases,
			wrongShareBounds: found.bounds ?? { low: 0, high: 1 },
			wrongShare: found.doublyRobust,
			standardError: found.doublyRobustError,
			effectiveSampleSize: found.effectiveSampleSize,
			largestWeight: found.largestWeight
		};
	};
	// Counts are by hundredths: a threshold between two of them executes from the next one on.
	const own = planThreshold === null ? null : Math.ceil(100 * planThreshold - 1e-9) / 100;
	const others = THRESHOLDS.filter((threshold) => threshold !== own);
	const points = [
		...others.map((threshold) => point(threshold, false)),
		...(own === null || own > 1 ? [] : [point(own, true)])
	];
	return { cases, unknown, points: points.sort((a, b) => a.threshold - b.threshold) };
}

/** One entry per count of right, wrong and unknown, with how often its band's outcomes are known. */
function observedRuns(counts: readonly ConfidenceCount[]) {
	const bandOf = ({ from }: ConfidenceCount) =>
		Math.min(BANDS - 1, Math.floor(BANDS * from + 1e-9));
	const bands = Array.from({ length: BANDS }, (_, band) => {
		const own = counts.filter((one) => bandOf(one) === band);
		const right = total(own, (one) => one.right);
		const known = right + total(own, (one) => one.wrong);
		const all = total(own, sizeOf);
		return { propensity: all === 0 ? 0 : known / all, success: (right + 0.5) / (known + 1) };
	});
	const entries = counts.flatMap((one) => {
		const { propensity = 0, success = 0.5 } = bands[bandOf(one)] ?? {};
		const shared = { confidence: one.from, propensity, modelSuccess: success };
		return [
			{ ...shared, outcome: 1, observed: 1, count: one.right },
			{ ...shared, outcome: 0, observed: 1, count: one.wrong },
			{ ...shared, outcome: 0, observed: 0, count: one.unknown }
		].filter(({ count }) => count > 0);
	});
	return {
		confidence: entries.map((one) => one.confidence),
		outcome: entries.map((one) => one.outcome),
		observed: entries.map((one) => one.observed),
		propensity: entries.map((one) => one.propensity),
		modelSuccess: entries.map((one) => one.modelSuccess),
		count: entries.map((one) => one.count)
	};
}

const sizeOf = ({ right, wrong, unknown }: ConfidenceCount): number => right + wrong + unknown;

function total(counts: readonly ConfidenceCount[], of: (one: ConfidenceCount) => number): number {
	return counts.reduce((sum, one) => sum + of(one), 0);
}
