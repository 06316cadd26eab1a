import type { Beliefs } from './beliefs.ts';
import type { Correlation } from './correlation.ts';
import type { Together, TogetherName } from './evidence.ts';

/** Two figures counted over the cases on which both are known. */
export interface PairSums {
	n: number;
	sumA: number;
	sumB: number;
	sumProduct: number;
}

/** How far a pair may go together, so that neither input is without luck of its own. */
const MOST = 0.99;
/** What is weaker is rounding. */
const LEAST = 1e-6;

/**
 * Correlation of two means whose cases overlap: the covariance of one case times the cases they
 * share, over both sample sizes and both standard errors. A Gaussian copula on the two means with it is
 * to first order what resampling whole cases gives. Null where nothing is shared, nothing varies or
 * nothing goes together.
 */
export function correlationOfMeans(
	{ n, sumA, sumB, sumProduct }: PairSums,
	a: { n: number; standardError: number },
	b: { n: number; standardError: number }
): number | null {
	const shared = Math.min(n, a.n, b.n);
	const scale = a.n * b.n * a.standardError * b.standardError;
	if (!(n > 1 && shared > 0 && scale > 0)) return null;
	const covariance = (sumProduct - (sumA * sumB) / n) / (n - 1);
	const rho = (covariance * shared) / scale;
	return Math.abs(rho) < LEAST ? null : Math.max(-MOST, Math.min(MOST, rho));
}

/**
 * The measured pairs among some beliefs that are drawn at all. `isMeasured` says of which inputs the
 * cases tell; unless given, those whose source is a measurement.
 */
export function drawnTogether(
	{ together = [] }: { together?: Together },
	beliefs: Beliefs,
	isMeasured = (name: TogetherName) => beliefs.get(name)?.source === 'measured'
): Correlation<TogetherName>[] {
	const isDrawn = (name: TogetherName) => {
		const belief = beliefs.get(name);
		return belief !== undefined && belief.distribution.kind !== 'point' && !belief.follows;
	};
	return together.filter(({ a, b }) => [a, b].every((name) => isDrawn(name) && isMeasured(name)));
}
