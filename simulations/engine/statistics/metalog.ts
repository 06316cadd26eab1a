import { logistic, logit } from './logit.ts';

/** What the values may be: anything, above a lower end, or between two ends. */
export interface MetalogBounds {
	lower: number | null;
	upper: number | null;
}

/** A three-term metalog from its 5th, 50th and 95th percentile (Keelin 2016). */
export interface Metalog extends MetalogBounds {
	a1: number;
	a2: number;
	a3: number;
	/** False when the three figures would make the quantile function fall somewhere: refuse it. */
	feasible: boolean;
}

/** The three-term metalog through the 5th, 50th and 95th percentile within the given bounds. */
export function metalog(p05: number, p50: number, p95: number, bounds: MetalogBounds): Metalog {
	const [low, middle, high] = [p05, p50, p95].map((x) => unbounded(x, bounds)) as [
		number,
		number,
		number
	];
	const a2 = (high - low) / (2 * LOGIT_95);
	const a3 = (high + low - 2 * middle) / (0.9 * LOGIT_95);
	const feasible = a2 > 0 && Math.abs(a3) / a2 < STEEPEST_SKEW && Number.isFinite(a3);
	return { ...bounds, a1: middle, a2, a3, feasible };
}

/** The quantile of a metalog. */
export function metalogQuantile(m: Metalog, p: number): number {
	const odds = logit(p);
	return bounded(m.a1 + m.a2 * odds + m.a3 * (p - 0.5) * odds, m);
}

const LOGIT_95 = Math.log(19);
/** Largest |a3| / a2 of an increasing quantile function (Keelin 2016, section 4). */
const STEEPEST_SKEW = 1.66711;

function unbounded(x: number, { lower, upper }: MetalogBounds): number {
	if (lower !== null && upper !== null) return Math.log((x - lower) / (upper - x));
	if (lower !== null) return Math.log(x - lower);
	if (upper !== null) return -Math.log(upper - x);
	return x;
}

function bounded(y: number, { lower, upper }: MetalogBounds): number {
	if (lower !== null && upper !== null) return lower + (upper - lower) * logistic(y);
	if (lower !== null) return lower + Math.exp(y);
	if (upper !== null) return upper - Math.exp(-y);
	return y;
}
