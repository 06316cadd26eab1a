import { logBeta } from './statistics/beta.ts';
import { bisect } from './statistics/root.ts';
import type { Interval } from './statistics/summary.ts';

/**
 * An interval of a rate that may be looked at after every run and still misses it with probability
 * alpha at most, ever: rates whose beta(a, b)-mixture likelihood ratio stays under 1 / alpha
 * (Robbins 1970, Ville).
 */
export function confidenceSequence(
	successes: number,
	n: number,
	alpha = 0.05,
	{ a = 1, b = 1 } = {}
): Interval {
	const failures = n - successes;
	const mixture = logBeta(a + successes, b + failures) - logBeta(a, b);
	const excess = (p: number) => {
		const log =
			(successes > 0 ? successes * Math.log(p) : 0) +
			(failures > 0 ? failures * Math.log1p(-p) : 0);
		return mixture - log - Math.log(1 / alpha);
	};
	const centre = n === 0 ? 0.5 : successes / n;
	const inside = Math.min(1 - 1e-15, Math.max(1e-15, centre));
	return {
		low: successes === 0 ? 0 : (bisect(excess, 1e-300, inside) ?? 0),
		high: failures === 0 ? 1 : (bisect(excess, inside, 1 - 1e-16) ?? 1)
	};
}

/** A process of evidence over a series: its logarithm after each step, and where it first alarms. */
export interface EvidenceProcess {
	log: Float64Array;
	/** First index (from 0) at which the evidence reached 1 / alpha; null when never. */
	crossing: number | null;
}

/** Likelihood-ratio evidence that a rate is p1 and not p0; false alarm ever <= alpha (Ville). */
export function likelihoodRatioEvidence(
	series: ArrayLike<number>,
	{ p0, p1, alpha }: { p0: number; p1: number; alpha: number }
): EvidenceProcess {
	const [onEvent, onNone] = [Math.log(p1 / p0), Math.log((1 - p1) / (1 - p0))];
	return evidence(series, alpha, (x) => (x ? onEvent : onNone));
}

/** Capital of a fixed bet that the mean is above `nullMean`; valid for bets in [0, 1 / nullMean). */
export function bettingEvidence(
	series: ArrayLike<number>,
	{ nullMean, bet, alpha }: { nullMean: number; bet: number; alpha: number }
): EvidenceProcess {
	if (!(bet >= 0 && bet * nullMean < 1))
		throw new RangeError(`a bet of ${bet} could lose more than everything`);
	return evidence(series, alpha, (x) => Math.log1p(bet * (x - nullMean)));
}

function evidence(
	series: ArrayLike<number>,
	alpha: number,
	gain: (x: number) => number
): EvidenceProcess {
	const limit = Math.log(1 / alpha);
	const log = new Float64Array(series.length);
	let total = 0;
	let crossing: number | null = null;
	for (let i = 0; i < series.length; i++) {
		total += gain(series[i] ?? 0);
		log[i] = total;
		if (crossing === null && total >= limit) crossing = i;
	}
	return { log, crossing };
}
