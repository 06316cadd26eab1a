import { sum, type Interval } from './statistics/summary.ts';

/** Runs whose outcome was only seen with a known probability, because review blocked the others. */
export interface ObservedRuns {
	confidence: ArrayLike<number>;
	/** 1 right, 0 wrong; anything where it was not observed. */
	outcome: ArrayLike<number>;
	observed: ArrayLike<number>;
	/** Probability, fixed at decision time, that the outcome would be seen. */
	propensity: ArrayLike<number>;
	/** A model's success probability, e.g. recalibrated confidence. */
	modelSuccess: ArrayLike<number>;
	/** How many runs an entry stands for; 1 each when absent. */
	count?: ArrayLike<number>;
}

/** P(executed and wrong) under a target threshold; estimates are null where they are not valid. */
export interface OffPolicyRisk {
	/** Null when some run in the target region could never have been seen. */
	horvitzThompson: number | null;
	/** Of the executed alone. */
	hajekSelectiveRisk: number | null;
	doublyRobust: number | null;
	doublyRobustError: number | null;
	/** (sum of weights)^2 / sum of squared weights, over the seen runs of the target region. */
	effectiveSampleSize: number | null;
	largestWeight: number | null;
	/** Every unseen outcome right, and every one wrong (Manski 1990). */
	bounds: Interval | null;
}

/** The joint risk of executing at or above a threshold, from partly seen outcomes (spec B.3). */
export function offPolicyRisk(runs: ObservedRuns, threshold: number): OffPolicyRisk {
	const entries = runs.confidence.length;
	const countOf = (i: number) => (runs.count ? (runs.count[i] ?? 0) : 1);
	let n = 0;
	for (let i = 0; i < entries; i++) n += countOf(i);
	if (n === 0) return NOTHING;
	const robust = new Float64Array(entries);
	let [weighted, weights, squares, largest] = [0, 0, 0, 0];
	let [seenWrong, unseen] = [0, 0];
	let everSeen = true;
	for (let i = 0; i < entries; i++) {
		if (!((runs.confidence[i] ?? NaN) >= threshold)) continue;
		const propensity = runs.propensity[i] ?? 0;
		if (propensity <= 0) everSeen = false;
		const modelLoss = 1 - (runs.modelSuccess[i] ?? 0);
		robust[i] = modelLoss;
		if (!runs.observed[i]) {
			unseen += countOf(i);
			continue;
		}
		const loss = 1 - (runs.outcome[i] ?? 0);
		const weight = 1 / propensity;
		robust[i] = modelLoss + weight * (loss - modelLoss);
		const count = countOf(i);
		seenWrong += count * loss;
		weighted += count * weight * loss;
		weights += count * weight;
		squares += count * weight * weight;
		largest = Math.max(largest, weight);
	}
	const seen = weights > 0;
	const robustMean = sum(robust.map((value, i) => countOf(i) * value)) / n;
	const squaresOff = sum(robust.map((value, i) => countOf(i) * (value - robustMean) ** 2));
	const deviation = n < 2 ? null : Math.sqrt(squaresOff / (n - 1));
	return {
		horvitzThompson: everSeen ? weighted / n : null,
		hajekSelectiveRisk: everSeen && seen ? weighted / weights : null,
		doublyRobust: everSeen ? robustMean : null,
		doublyRobustError: everSeen && deviation !== null ? deviation / Math.sqrt(n) : null,
		effectiveSampleSize: seen ? (weights * weights) / squares : null,
		largestWeight: seen ? largest : null,
		bounds: { low: seenWrong / n, high: (seenWrong + unseen) / n }
	};
}

const NOTHING: OffPolicyRisk = {
	horvitzThompson: null,
	hajekSelectiveRisk: null,
	doublyRobust: null,
	doublyRobustError: null,
	effectiveSampleSize: null,
	largestWeight: null,
	bounds: null
};
