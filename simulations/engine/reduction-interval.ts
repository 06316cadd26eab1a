import type { ReplayRule, ReplayRuns, ReviewTerms } from './policy-replay.ts';
import { streamOf } from './statistics/random.ts';
import { quantileOf } from './statistics/select.ts';
import type { Interval } from './statistics/summary.ts';

/** How sure a replayed reduction is: 90 % bootstrap intervals, null without wrong runs. */
export interface ReductionIntervals {
	incidentReduction: Interval | null;
	lossReduction: Interval | null;
}

/**
 * Bootstrap of the incident and loss reduction at one threshold. Both are ratios over the wrong runs
 * alone, so those are resampled (simulation-spec B.2).
 */
export function reductionIntervals(
	runs: ReplayRuns,
	terms: ReviewTerms,
	rule: ReplayRule,
	threshold: number,
	seed: number | string,
	resamples = 2000
): ReductionIntervals {
	const wrong = Array.from(runs.outcome, (y, i) => (y === 1 ? -1 : i)).filter((i) => i >= 0);
	if (wrong.length === 0) return { incidentReduction: null, lossReduction: null };
	const loss = Float64Array.from(wrong, (i) => runs.lossIfEscapedUsd[i] ?? 0);
	const caught = Float64Array.from(wrong, (i) =>
		isReviewed(runs, rule, threshold, i) ? terms.detect : 0
	);
	const incidents = new Float64Array(resamples);
	const losses = new Float64Array(resamples);
	for (let round = 0; round < resamples; round++) {
		const stream = streamOf(seed, 'replay.bootstrap', round);
		let [caughtCount, caughtLoss, totalLoss] = [0, 0, 0];
		for (let draw = 0; draw < wrong.length; draw++) {
			const pick = Math.floor(stream.nextUniform() * wrong.length);
			const size = loss[pick] ?? 0;
			caughtCount += caught[pick] ?? 0;
			caughtLoss += (caught[pick] ?? 0) * size;
			totalLoss += size;
		}
		incidents[round] = caughtCount / wrong.length;
		losses[round] = totalLoss > 0 ? caughtLoss / totalLoss : 0;
	}
	return { incidentReduction: middle(incidents), lossReduction: middle(losses) };
}

function isReviewed(runs: ReplayRuns, rule: ReplayRule, threshold: number, i: number): boolean {
	if (rule.alwaysReviewHighStakes && runs.highStakes[i]) return true;
	const confidence = runs.confidence[i] ?? NaN;
	return Number.isNaN(confidence) ? rule.withoutConfidence === 'review' : confidence < threshold;
}

function middle(values: Float64Array): Interval {
	return { low: quantileOf(values, 0.05) ?? 0, high: quantileOf(values, 0.95) ?? 0 };
}
