import { betaQuantile } from './beta.ts';
import { normalQuantile } from './normal.ts';
import type { Interval } from './summary.ts';

/** Wilson's score interval, no continuity correction; 0 to 1 when nothing was counted. */
export function wilson(successes: number, n: number, confidence = 0.95): Interval {
	if (n === 0) return { low: 0, high: 1 };
	const z = normalQuantile(0.5 + confidence / 2);
	const share = successes / n;
	const centre = share + (z * z) / (2 * n);
	const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
	const scale = 1 + (z * z) / n;
	return {
		low: successes === 0 ? 0 : Math.max(0, (centre - half) / scale),
		high: successes === n ? 1 : Math.min(1, (centre + half) / scale)
	};
}

/** Clopper and Pearson's exact interval; 0 to 1 when nothing was counted. */
export function clopperPearson(successes: number, n: number, confidence = 0.95): Interval {
	const tail = (1 - confidence) / 2;
	return {
		low: exactLowerBound(successes, n, 1 - tail),
		high: exactUpperBound(successes, n, 1 - tail)
	};
}

/** One-sided exact upper bound on a proportion. */
export function exactUpperBound(successes: number, n: number, confidence: number): number {
	return successes >= n ? 1 : betaQuantile(successes + 1, n - successes, confidence);
}

/** One-sided exact lower bound on a proportion. */
export function exactLowerBound(successes: number, n: number, confidence: number): number {
	return successes <= 0 ? 0 : betaQuantile(successes, n - successes + 1, 1 - confidence);
}

/** Jeffreys' interval, its end pinned to 0 or 1 when nothing or everything succeeded. */
export function jeffreys(successes: number, n: number, confidence = 0.95): Interval {
	const tail = (1 - confidence) / 2;
	const [a, b] = [successes + 0.5, n - successes + 0.5];
	return {
		low: successes === 0 ? 0 : betaQuantile(a, b, tail),
		high: successes === n ? 1 : betaQuantile(a, b, 1 - tail)
	};
}

/** Newcombe's hybrid score interval of the difference x1/n1 - x2/n2; -1 to 1 when a side is empty. */
export function newcombe(
	x1: number,
	n1: number,
	x2: number,
	n2: number,
	confidence = 0.95
): Interval {
	if (n1 === 0 || n2 === 0) return { low: -1, high: 1 };
	const [first, second] = [wilson(x1, n1, confidence), wilson(x2, n2, confidence)];
	const [p1, p2] = [x1 / n1, x2 / n2];
	return {
		low: p1 - p2 - Math.hypot(p1 - first.low, second.high - p2),
		high: p1 - p2 + Math.hypot(first.high - p1, p2 - second.low)
	};
}

/** How much a cluster sample of `perCluster` trials inflates the variance at correlation rho. */
export function designEffect(perCluster: number, rho: number): number {
	return 1 + (perCluster - 1) * rho;
}
