import { normalCdf, normalQuantile } from './normal.ts';
import { mean, sampleDeviation, type Interval } from './summary.ts';

/** A lognormal by the mean and standard deviation of its logarithm. */
export interface Lognormal {
	mu: number;
	sigma: number;
}

/** The lognormal whose central interval of the given mass is low to high (both above 0). */
export function lognormalFromInterval(low: number, high: number, mass = 0.9): Lognormal {
	if (!(low > 0 && high >= low && high < Infinity))
		throw new RangeError(`a lognormal range needs 0 < low <= high, not ${low} to ${high}`);
	const z = normalQuantile(0.5 + mass / 2);
	return {
		mu: (Math.log(low) + Math.log(high)) / 2,
		sigma: (Math.log(high) - Math.log(low)) / (2 * z)
	};
}

/** Mean, median, mode and standard deviation of a lognormal. */
export function lognormalMoments({ mu, sigma }: Lognormal) {
	const expected = Math.exp(mu + (sigma * sigma) / 2);
	return {
		mean: expected,
		median: Math.exp(mu),
		mode: Math.exp(mu - sigma * sigma),
		deviation: expected * Math.sqrt(Math.expm1(sigma * sigma))
	};
}

/** The lognormal with a given mean and standard error of that mean: how sure we are of an average. */
export function lognormalOfMean(average: number, standardError: number): Lognormal {
	const sigma = Math.sqrt(Math.log1p((standardError / average) ** 2));
	return { mu: Math.log(average) - (sigma * sigma) / 2, sigma };
}

/**
 * Fit to data: mean and n - 1 deviation of the logs, the mean it implies and Cox's interval of that
 * mean (Zhou, Gao 1997). Null below two values or with a value that is not positive.
 */
export function fitLognormal(
	values: ArrayLike<number>,
	confidence = 0.95
): (Lognormal & { mean: number; meanInterval: Interval }) | null {
	const logs = Float64Array.from(values, Math.log);
	const mu = mean(logs);
	const sigma = sampleDeviation(logs);
	if (mu === null || sigma === null || !Number.isFinite(mu)) return null;
	const centre = mu + (sigma * sigma) / 2;
	const n = values.length;
	const half =
		normalQuantile(0.5 + confidence / 2) * Math.sqrt(sigma ** 2 / n + sigma ** 4 / (2 * (n - 1)));
	return {
		mu,
		sigma,
		mean: Math.exp(centre),
		meanInterval: { low: Math.exp(centre - half), high: Math.exp(centre + half) }
	};
}

/**
 * A lognormal with its own spread on either side of the median, so that a best estimate that is not
 * in the middle of its 90 % interval keeps all three figures.
 */
export interface TwoPieceLognormal {
	median: number;
	sigmaLow: number;
	sigmaHigh: number;
}

/** The two-piece lognormal with a median and a central 90 % interval around it. */
export function twoPieceLognormal(median: number, low: number, high: number): TwoPieceLognormal {
	if (!(low > 0 && low <= median && median <= high && high < Infinity))
		throw new RangeError(
			`an interval needs 0 < low <= value <= high, not ${low} <= ${median} <= ${high}`
		);
	const z = normalQuantile(0.95);
	return {
		median,
		sigmaLow: Math.log(median / low) / z,
		sigmaHigh: Math.log(high / median) / z
	};
}

/** The mean of a two-piece lognormal: half a lognormal below the median and half of another above. */
export function twoPieceMean({ median, sigmaLow, sigmaHigh }: TwoPieceLognormal): number {
	const below = Math.exp((sigmaLow * sigmaLow) / 2) * normalCdf(-sigmaLow);
	const above = Math.exp((sigmaHigh * sigmaHigh) / 2) * normalCdf(sigmaHigh);
	return median * (below + above);
}

/** The value of a two-piece lognormal at a standard normal score. */
export function twoPieceAt(piece: TwoPieceLognormal, score: number): number {
	return piece.median * Math.exp(score * (score < 0 ? piece.sigmaLow : piece.sigmaHigh));
}
