import { sampleDeviation, sum, type Interval } from './statistics/summary.ts';

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
	const n = runs.confidence.length;
	if (n === 0) return NOTHING;
	const robust = new Float64Array(n);
	let [weighted, weights, squares, largest] = [0, 0, 0, 0];
	let [seenWrong, unseen] = [0, 0];
	let everSeen = true;
	for (let i = 0; i < n; i++) {
		if (!((runs.confidence[i] ?? NaN) >= threshold)) continue;
		const propensity = runs.propensity[i] ?? 0;
		if (propensity <= 0) everSeen = false;
		const modelLoss = 1 - (runs.modelSuccess[i] ?? 0);
		robust[i] = modelLoss;
		if (!runs.observed[i]) {
			unseen++;
			continue;
		}
		const loss = 1 - (runs.outcome[i] ?? 0);
		const weight = 1 / propensity;
		robust[i] = modelLoss + weight * (loss - modelLoss);
		seenWrong += loss;
		weighted += weight * loss;
		weights += weight;
		squares += weight * weight;
		largest = Math.max(largest, weight);
	}
	const seen = weights > 0;
	const deviation = sampleDeviation(robust);
	return {
		horvitzThompson: everSeen ? weighted / n : null,
		hajekSelectiveRisk: everSeen && seen ? weighted / weights : null,
		doublyRobust: everSeen ? sum(robust) / n : null,
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
