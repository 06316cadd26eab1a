import { fft } from './statistics/fft.ts';
import type { Lognormal } from './statistics/lognormal.ts';
import { normalCdf, normalQuantile } from './statistics/normal.ts';

/** The sum of a Poisson number of independent lognormal losses: exact moments. */
export interface LossMoments {
	severityMean: number;
	mean: number;
	variance: number;
	deviation: number;
	skewness: number;
	/** P(no incident at all). */
	pZero: number;
}

/** Moments of the loss of a period from the rate and the severity (simulation-spec D.4). */
export function lossMoments(rate: number, { mu, sigma }: Lognormal): LossMoments {
	const rawMoment = (k: number) => Math.exp(k * mu + (k * k * sigma * sigma) / 2);
	const variance = rate * rawMoment(2);
	return {
		severityMean: rawMoment(1),
		mean: rate * rawMoment(1),
		variance,
		deviation: Math.sqrt(variance),
		skewness: variance === 0 ? 0 : (rate * rawMoment(3)) / variance ** 1.5,
		pZero: Math.exp(-rate)
	};
}

/** The distribution of the loss of a period on a grid, from 0 upwards. */
export interface LossDistribution {
	/** Width of a cell in US dollars. */
	stepUsd: number;
	/** P(loss <= (k + 1/2) steps); the first entry holds the chance of no loss at all. */
	cumulative: Float64Array;
	meanUsd: number;
	pZero: number;
}

/**
 * The distribution of a compound Poisson loss by FFT of the discretised severity, tilted by an
 * exponential so that what lies beyond the grid does not wrap around (Grübel, Hermesmeier 1999).
 * `cells` is a power of two.
 */
export function lossDistribution(
	rate: number,
	severity: Lognormal,
	cells = 1 << 16
): LossDistribution {
	const moments = lossMoments(rate, severity);
	const stepUsd = (1.2 * farLoss(rate, severity, moments)) / cells;
	const tilt = 20 / cells;
	const real = new Float64Array(cells);
	const imaginary = new Float64Array(cells);
	// Gerber's rounding keeps the mean: a loss between two grid points is shared between them.
	let [before, here] = [-stepUsd, 0];
	for (let k = 0; k < cells; k++) {
		const next = limitedMean(severity, moments.severityMean, (k + 1) * stepUsd);
		real[k] = Math.max(0, (2 * here - before - next) / stepUsd) * Math.exp(-tilt * k);
		[before, here] = [here, next];
	}
	fft(real, imaginary);
	for (let k = 0; k < cells; k++) {
		const size = Math.exp(rate * ((real[k] ?? 0) - 1));
		const angle = rate * (imaginary[k] ?? 0);
		real[k] = size * Math.cos(angle);
		imaginary[k] = size * Math.sin(angle);
	}
	fft(real, imaginary, true);
	let total = 0;
	for (let k = 0; k < cells; k++) {
		total += Math.max(0, ((real[k] ?? 0) / cells) * Math.exp(tilt * k));
		real[k] = Math.min(1, total);
	}
	return { stepUsd, cumulative: real, meanUsd: moments.mean, pZero: moments.pZero };
}

/** P(loss > x), linear within a cell; what lies beyond the grid counts as reached. */
export function lossAbove({ stepUsd, cumulative, pZero }: LossDistribution, x: number): number {
	if (x < 0) return 1;
	const place = x / stepUsd - 0.5;
	const cell = Math.floor(place);
	if (cell >= cumulative.length - 1) return 1 - (cumulative.at(-1) ?? 1);
	const left = cell < 0 ? pZero : (cumulative[cell] ?? 0);
	const right = cumulative[cell + 1] ?? 1;
	const share = cell < 0 ? (place + 0.5) / 0.5 : place - cell;
	return 1 - (left + share * (right - left));
}

/** The loss that is not exceeded with probability p; 0 where no loss is that likely. */
export function lossQuantile({ stepUsd, cumulative, pZero }: LossDistribution, p: number): number {
	if (p <= pZero) return 0;
	let [low, high] = [0, cumulative.length - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((cumulative[middle] ?? 1) >= p) high = middle;
		else low = middle + 1;
	}
	const before = low === 0 ? pZero : (cumulative[low - 1] ?? 0);
	const inside = (cumulative[low] ?? 1) - before;
	const share = inside > 0 ? (p - before) / inside : 1;
	return low === 0 ? 0.5 * share * stepUsd : (low - 0.5 + share) * stepUsd;
}

/** The mean of the worst 1 - p of outcomes: the exact mean less what lies below the quantile. */
export function lossBeyond(distribution: LossDistribution, p: number): number {
	const { stepUsd, cumulative, meanUsd } = distribution;
	const border = lossQuantile(distribution, p);
	let below = 0;
	let before = 0;
	for (let k = 0; k < cumulative.length; k++) {
		const upTo = Math.min(p, cumulative[k] ?? 1);
		below += (upTo - before) * Math.min(border, k * stepUsd);
		before = upTo;
		if (before >= p) break;
	}
	return (meanUsd - below) / (1 - p);
}

/** Points of the exceedance curve for a chart on log axes. */
export function exceedanceCurve(distribution: LossDistribution, points = 60) {
	const first = Math.max(distribution.stepUsd, lossQuantile(distribution, 0.01));
	const last = Math.max(2 * first, lossQuantile(distribution, 0.9999));
	return Array.from({ length: points }, (_, i) => {
		const lossUsd = first * (last / first) ** (i / (points - 1));
		return { lossUsd, probability: lossAbove(distribution, lossUsd) };
	});
}

/** E[min(X, limit)] of a lognormal severity. */
function limitedMean({ mu, sigma }: Lognormal, average: number, limit: number): number {
	if (sigma === 0) return Math.min(average, limit);
	const edge = (Math.log(limit) - mu) / sigma;
	return average * normalCdf(edge - sigma) + limit * normalCdf(-edge);
}

/** A loss that one period exceeds about once in a million, by its one largest incident. */
function farLoss(rate: number, { mu, sigma }: Lognormal, moments: LossMoments): number {
	const largest = Math.exp(mu + sigma * normalQuantile(1 - 1e-6 / Math.max(1e-3, rate)));
	return largest + moments.mean + 6 * Math.min(moments.deviation, largest);
}
