import { logChoose } from './binomial.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { midRanks, sorted } from './summary.ts';

/** Largest distance between two empirical distributions (Kolmogorov-Smirnov). */
export function ksDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
	const [x, y] = [sorted(a), sorted(b)];
	let [i, j, largest] = [0, 0, 0];
	while (i < x.length && j < y.length) {
		const at = Math.min(x[i] ?? Infinity, y[j] ?? Infinity);
		while (i < x.length && (x[i] ?? 0) <= at) i++;
		while (j < y.length && (y[j] ?? 0) <= at) j++;
		largest = Math.max(largest, Math.abs(i / x.length - j / y.length));
	}
	return largest;
}

/** P(distance at least this large) by counting lattice paths (Hodges 1957); assumes no ties. */
export function ksExact(distance: number, n: number, m: number): number {
	const limit = distance - 1e-10;
	// Shares of the paths that stay inside the band, one column at a time.
	const inside = new Float64Array(m + 1);
	for (let i = 0; i <= n; i++)
		for (let j = 0; j <= m; j++) {
			if (Math.abs(i / n - j / m) > limit) inside[j] = 0;
			else if (i === 0 && j === 0) inside[j] = 1;
			else {
				const fromLeft = i > 0 ? ((inside[j] ?? 0) * i) / (i + j) : 0;
				const fromBelow = j > 0 ? ((inside[j - 1] ?? 0) * j) / (i + j) : 0;
				inside[j] = fromLeft + fromBelow;
			}
		}
	return Math.min(1, Math.max(0, 1 - (inside[m] ?? 0)));
}

/** Kolmogorov's survival function at sqrt(n m / (n + m)) x distance, no small-sample correction. */
export function ksAsymptotic(distance: number, n: number, m: number): number {
	const x = Math.sqrt((n * m) / (n + m)) * distance;
	if (x < 0.2) return 1;
	let total = 0;
	for (let k = 1; k <= 100; k++) total += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
	return Math.min(1, Math.max(0, total));
}

/** Pairs in which the second sample is larger (ties one half), and the two-sided p-value. */
export interface RankTest {
	u: number;
	pValue: number;
	/** P(second > first) - P(second < first). */
	cliffsDelta: number;
}

/** Mann and Whitney's test, normal approximation with continuity and tie correction. */
export function mannWhitney(first: ArrayLike<number>, second: ArrayLike<number>): RankTest {
	const [n, m] = [first.length, second.length];
	const all = Float64Array.from([...Array.from(first), ...Array.from(second)]);
	const ranks = midRanks(all);
	const rankSum = ranks.subarray(n).reduce((total, rank) => total + rank, 0);
	const u = rankSum - (m * (m + 1)) / 2;
	const deviation = Math.sqrt(((n * m) / 12) * (n + m + 1 - tieTerm(all)));
	const z = (Math.abs(u - (n * m) / 2) - 0.5) / deviation;
	return {
		u,
		pValue: deviation > 0 ? Math.min(1, 2 * normalCdf(-z)) : 1,
		cliffsDelta: (2 * u) / (n * m) - 1
	};
}

function tieTerm(values: Float64Array): number {
	const ordered = sorted(values);
	const n = ordered.length;
	let total = 0;
	for (let start = 0; start < n;) {
		let end = start;
		while (end < n && ordered[end] === ordered[start]) end++;
		total += (end - start) ** 3 - (end - start);
		start = end;
	}
	return total / (n * (n - 1));
}

/** Area between two empirical distribution functions, in the unit of the values. */
export function wasserstein(a: ArrayLike<number>, b: ArrayLike<number>): number {
	const [x, y] = [sorted(a), sorted(b)];
	const all = sorted([...x, ...y]);
	let [i, j, area] = [0, 0, 0];
	for (let k = 0; k + 1 < all.length; k++) {
		const at = all[k] ?? 0;
		while (i < x.length && (x[i] ?? 0) <= at) i++;
		while (j < y.length && (y[j] ?? 0) <= at) j++;
		area += Math.abs(i / x.length - j / y.length) * ((all[k + 1] ?? 0) - at);
	}
	return area;
}

/** Two shares compared; z and p-values null when both are all or nothing. */
export interface ProportionTest {
	z: number | null;
	pTwoSided: number | null;
	/** For a lower share now. */
	pLower: number | null;
	/** Fisher's exact two-sided p-value. */
	fisher: number;
}

/** A share now against a reference: pooled z-test and Fisher's exact test. */
export function compareProportions(
	reference: { events: number; n: number },
	current: { events: number; n: number }
): ProportionTest {
	const pooled = (reference.events + current.events) / (reference.n + current.n);
	const error = Math.sqrt(pooled * (1 - pooled) * (1 / reference.n + 1 / current.n));
	const z =
		error > 0 ? (current.events / current.n - reference.events / reference.n) / error : null;
	return {
		z,
		pTwoSided: z === null ? null : 2 * normalCdf(-Math.abs(z)),
		pLower: z === null ? null : normalCdf(z),
		fisher: fisherExact(reference, current)
	};
}

/** Sum of the probabilities of all tables no more likely than the one seen. */
function fisherExact(
	{ events: x1, n: n1 }: { events: number; n: number },
	{ events: x2, n: n2 }: { events: number; n: number }
): number {
	const total = x1 + x2;
	const norm = logChoose(n1 + n2, total);
	const chance = (x: number) => Math.exp(logChoose(n1, x) + logChoose(n2, total - x) - norm);
	const seen = chance(x1);
	let sum = 0;
	for (let x = Math.max(0, total - n2); x <= Math.min(n1, total); x++) {
		const p = chance(x);
		if (p <= seen * (1 + 1e-7)) sum += p;
	}
	return Math.min(1, sum);
}

/** Cases per group that show a change from p0 to p1, no continuity correction, rounded up. */
export function sampleSizePerGroup(p0: number, p1: number, alpha: number, power: number): number {
	const [za, zb] = [normalQuantile(1 - alpha / 2), normalQuantile(power)];
	const pooled = (p0 + p1) / 2;
	const spread =
		za * Math.sqrt(2 * pooled * (1 - pooled)) + zb * Math.sqrt(p0 * (1 - p0) + p1 * (1 - p1));
	return Math.ceil((spread / (p0 - p1)) ** 2);
}
