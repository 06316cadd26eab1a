import type { Judged } from './selective-risk.ts';
import { binomialCdf } from './statistics/binomial.ts';
import { indicesBy } from './statistics/order.ts';
import { sorted } from './statistics/summary.ts';

/** A threshold with a promise; null threshold and figures when nothing can be promised. */
export interface PromisedThreshold {
	feasible: boolean;
	/** Infinity: only by reviewing everything. */
	threshold: number | null;
	/** Share of all runs that is executed and wrong. */
	empiricalRisk: number | null;
	coverage: number | null;
}

/**
 * Conformal risk control (Angelopoulos et al. 2022): the lowest threshold with
 * n/(n+1) R(t) + B/(n+1) <= alpha promises E[executed and wrong] <= alpha for exchangeable runs.
 */
export function conformalThreshold(
	judged: Judged,
	alpha: number,
	lossBound = 1
): PromisedThreshold {
	const n = judged.confidence.length;
	if (lossBound / (n + 1) > alpha)
		return { feasible: false, threshold: null, empiricalRisk: null, coverage: null };
	const executedAt = executionCounts(judged);
	const thresholds = [...new Set(sorted(judged.confidence)), Infinity];
	for (const threshold of thresholds) {
		const { executed, errors } = executedAt(threshold);
		if ((errors + lossBound) / (n + 1) <= alpha)
			return {
				feasible: true,
				threshold,
				empiricalRisk: n === 0 ? 0 : errors / n,
				coverage: n === 0 ? 0 : executed / n
			};
	}
	return { feasible: false, threshold: null, empiricalRisk: null, coverage: null };
}

/** Labels needed before conformal risk control can promise anything: n >= 1 / alpha - 1. */
export function labelsForConformal(alpha: number): number {
	return Math.ceil(1 / alpha - 1 - 1e-12);
}

/** One threshold tested in the fixed sequence. */
export interface TestedThreshold {
	threshold: number;
	accepted: number;
	errors: number;
	pValue: number;
}

/** The lowest certified threshold with everything that was tested; null when none was certified. */
export interface CertifiedThreshold {
	certified: boolean;
	threshold: number | null;
	coverage: number | null;
	tested: TestedThreshold[];
}

/**
 * Learn then test (Angelopoulos et al. 2021): from the strictest threshold with at least
 * `minAccepted` runs downwards, certified while BinomCDF(errors; accepted, alpha) <= delta. The
 * promise: share of wrong among executed <= alpha with confidence 1 - delta.
 */
export function certifiedThreshold(
	judged: Judged,
	{ alpha, delta, minAccepted = 1 }: { alpha: number; delta: number; minAccepted?: number },
	grid: readonly number[] = distinctDescending(judged.confidence)
): CertifiedThreshold {
	const executedAt = executionCounts(judged);
	const tested: TestedThreshold[] = [];
	let certified: TestedThreshold | null = null;
	let lastAccepted = -1;
	for (const threshold of [...grid].sort((a, b) => b - a)) {
		const { executed: accepted, errors } = executedAt(threshold);
		// A threshold that admits nobody new is the same test again.
		if (accepted < minAccepted || accepted === 0 || accepted === lastAccepted) continue;
		lastAccepted = accepted;
		const test = { threshold, accepted, errors, pValue: binomialCdf(errors, accepted, alpha) };
		tested.push(test);
		if (test.pValue > delta) break;
		certified = test;
	}
	return {
		certified: certified !== null,
		threshold: certified?.threshold ?? null,
		coverage: certified ? certified.accepted / judged.confidence.length : null,
		tested
	};
}

/** Fewest flawless runs that certify anything: the least m with (1 - alpha)^m <= delta. */
export function labelsForCertificate(alpha: number, delta: number): number {
	return Math.ceil(Math.log(delta) / Math.log1p(-alpha) - 1e-12);
}

/** The joint risk (executed and wrong, of all runs) tested on a whole grid with Bonferroni. */
export function bonferroniThreshold(
	judged: Judged,
	{ alpha, delta }: { alpha: number; delta: number },
	grid: readonly number[]
) {
	const n = judged.confidence.length;
	const executedAt = executionCounts(judged);
	const results = grid.map((threshold) => {
		const pValue = binomialCdf(executedAt(threshold).errors, n, alpha);
		return { threshold, pValue, rejected: pValue <= delta / grid.length };
	});
	const passing = results.filter((result) => result.rejected).map((result) => result.threshold);
	return { results, threshold: passing.length === 0 ? null : Math.min(...passing) };
}

/** Hoeffding and Bentkus' p-value that a mean loss in [0, 1] is above alpha. */
export function hoeffdingBentkus(empiricalRisk: number, n: number, alpha: number): number {
	const risk = Math.min(empiricalRisk, alpha);
	const divergence =
		(risk > 0 ? risk * Math.log(risk / alpha) : 0) +
		(risk < 1 ? (1 - risk) * Math.log((1 - risk) / (1 - alpha)) : 0);
	const bentkus = Math.E * binomialCdf(Math.ceil(n * empiricalRisk - 1e-12), n, alpha);
	return Math.min(1, Math.exp(-n * divergence), bentkus);
}

/** Runs executed and wrong among them at or above a threshold: one sort, then a search each. */
function executionCounts({ confidence, outcome }: Judged) {
	const order = indicesBy(confidence);
	const ordered = Float64Array.from(order, (i) => confidence[i] ?? 0);
	const errorsFrom = new Float64Array(order.length + 1);
	for (let k = order.length - 1; k >= 0; k--)
		errorsFrom[k] = (errorsFrom[k + 1] ?? 0) + 1 - (outcome[order[k] ?? 0] ?? 0);
	return (threshold: number) => {
		let [low, high] = [0, ordered.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((ordered[middle] ?? 0) >= threshold) high = middle;
			else low = middle + 1;
		}
		return { executed: ordered.length - low, errors: errorsFrom[low] ?? 0 };
	};
}

function distinctDescending(confidence: ArrayLike<number>): number[] {
	return [...new Set(sorted(confidence))].reverse();
}
