import { auroc, type Judged } from './selective-risk.ts';
import { indicesBy } from './statistics/order.ts';
import { mean } from './statistics/summary.ts';
import { streamOf } from './statistics/random.ts';

/** One bin of confidences; `index` counts bins from 0, empty bins are left out. */
export interface CalibrationBin {
	index: number;
	low: number;
	high: number;
	runs: number;
	meanConfidence: number;
	accuracy: number;
}

/** How far stated confidence is from what came of it; every figure null where it is not defined. */
export interface Calibration {
	runs: number;
	accuracy: number | null;
	meanConfidence: number | null;
	brier: number | null;
	/** Murphy's parts: brier = reliability - resolution + uncertainty, over distinct confidences. */
	reliability: number | null;
	resolution: number | null;
	uncertainty: number | null;
	/** 1 - brier / uncertainty; null when all runs came out the same. */
	skill: number | null;
	logLoss: number | null;
	/** Expected calibration error over equal-width bins. */
	ece: number | null;
	maximumError: number | null;
	/** The same over bins of equal numbers of runs. */
	adaptiveEce: number | null;
	auroc: number | null;
	bins: CalibrationBin[];
}

/** Calibration of confidences against outcomes (Brier 1950, Murphy 1973; bins as in design.md 5). */
export function calibration(judged: Judged, bins = 10, logLossClip = 1e-6): Calibration {
	const { confidence, outcome } = judged;
	const runs = confidence.length;
	for (let i = 0; i < runs; i++) {
		const c = confidence[i] ?? NaN;
		if (!(c >= 0 && c <= 1)) throw new RangeError(`confidence is ${c}, expected 0 to 1`);
	}
	const accuracy = mean(outcome);
	const equalWidth = equalWidthBins(judged, bins);
	const murphy = murphyParts(judged);
	const uncertainty = accuracy === null ? null : accuracy * (1 - accuracy);
	const brier = averageOver(judged, (c, y) => (c - y) ** 2);
	return {
		runs,
		accuracy,
		meanConfidence: mean(confidence),
		brier,
		reliability: murphy?.reliability ?? null,
		resolution: murphy?.resolution ?? null,
		uncertainty,
		skill: brier === null || !uncertainty ? null : 1 - brier / uncertainty,
		logLoss: averageOver(judged, (c, y) => {
			const clipped = Math.min(1 - logLossClip, Math.max(logLossClip, c));
			return -(y * Math.log(clipped) + (1 - y) * Math.log(1 - clipped));
		}),
		ece: expectedError(equalWidth),
		maximumError: runs === 0 ? null : Math.max(...equalWidth.map(gapOf)),
		adaptiveEce: expectedError(equalMassBins(judged, bins)),
		auroc: auroc(judged),
		bins: equalWidth
	};
}

/** Bins (low, high] of equal width with 0 in the first; a value within 1e-9 of an edge is below it. */
function binIndex(confidence: number, bins: number): number {
	return Math.max(0, Math.ceil(bins * confidence - 1e-9) - 1);
}

/**
 * The ECE that perfectly calibrated confidences would show by luck alone: the mean over parametric
 * resamples, the figure to hold an ECE of few runs against. Null of no runs.
 */
export function eceByChance(
	confidence: ArrayLike<number>,
	seed: number | string,
	bins = 10,
	resamples = 200
): number | null {
	if (confidence.length === 0) return null;
	const outcome = new Float64Array(confidence.length);
	let total = 0;
	for (let round = 0; round < resamples; round++) {
		const stream = streamOf(seed, 'calibration.resample', round);
		for (let i = 0; i < outcome.length; i++)
			outcome[i] = stream.nextUniform() < (confidence[i] ?? 0) ? 1 : 0;
		total += expectedError(equalWidthBins({ confidence, outcome }, bins)) ?? 0;
	}
	return total / resamples;
}

function averageOver(
	{ confidence, outcome }: Judged,
	loss: (confidence: number, outcome: number) => number
): number | null {
	return mean(Float64Array.from(confidence, (c, i) => loss(c, outcome[i] ?? 0)));
}

function equalWidthBins({ confidence, outcome }: Judged, bins: number): CalibrationBin[] {
	const counts = new Float64Array(bins);
	const confidences = new Float64Array(bins);
	const successes = new Float64Array(bins);
	for (let i = 0; i < confidence.length; i++) {
		const bin = binIndex(confidence[i] ?? 0, bins);
		counts[bin] = (counts[bin] ?? 0) + 1;
		confidences[bin] = (confidences[bin] ?? 0) + (confidence[i] ?? 0);
		successes[bin] = (successes[bin] ?? 0) + (outcome[i] ?? 0);
	}
	return Array.from({ length: bins }, (_, index) => ({
		index,
		low: index / bins,
		high: (index + 1) / bins,
		runs: counts[index] ?? 0,
		meanConfidence: (confidences[index] ?? 0) / (counts[index] ?? 0),
		accuracy: (successes[index] ?? 0) / (counts[index] ?? 0)
	})).filter((bin) => bin.runs > 0);
}

/** Bins of the sorted confidences, sizes as equal as possible with the larger ones first. */
function equalMassBins({ confidence, outcome }: Judged, bins: number): CalibrationBin[] {
	const order = indicesBy(confidence);
	const found: CalibrationBin[] = [];
	let start = 0;
	for (let index = 0; index < bins; index++) {
		const runs = Math.floor(order.length / bins) + (index < order.length % bins ? 1 : 0);
		const members = order.subarray(start, start + runs);
		start += runs;
		if (runs === 0) continue;
		found.push({
			index,
			low: confidence[members[0] ?? 0] ?? 0,
			high: confidence[members[runs - 1] ?? 0] ?? 0,
			runs,
			meanConfidence: mean(Float64Array.from(members, (i) => confidence[i] ?? 0)) ?? 0,
			accuracy: mean(Float64Array.from(members, (i) => outcome[i] ?? 0)) ?? 0
		});
	}
	return found;
}

function gapOf(bin: CalibrationBin): number {
	return Math.abs(bin.meanConfidence - bin.accuracy);
}

function expectedError(bins: CalibrationBin[]): number | null {
	const runs = bins.reduce((total, bin) => total + bin.runs, 0);
	if (runs === 0) return null;
	return bins.reduce((total, bin) => total + bin.runs * gapOf(bin), 0) / runs;
}

function murphyParts({ confidence, outcome }: Judged) {
	const accuracy = mean(outcome);
	if (accuracy === null) return null;
	const order = indicesBy(confidence);
	let reliability = 0;
	let resolution = 0;
	for (let start = 0; start < order.length;) {
		const level = confidence[order[start] ?? 0] ?? 0;
		let end = start;
		let successes = 0;
		while (end < order.length && confidence[order[end] ?? 0] === level)
			successes += outcome[order[end++] ?? 0] ?? 0;
		const runs = end - start;
		reliability += runs * (level - successes / runs) ** 2;
		resolution += runs * (successes / runs - accuracy) ** 2;
		start = end;
	}
	return { reliability: reliability / order.length, resolution: resolution / order.length };
}
