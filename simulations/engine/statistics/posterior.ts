import { betaI } from './beta.ts';

/** The parameters of a beta distribution. */
export interface BetaShape {
	alpha: number;
	beta: number;
}

/** The beta posterior of a rate after x of n; Jeffreys' prior unless another is given. */
export function betaPosterior(
	successes: number,
	n: number,
	prior: BetaShape = { alpha: 0.5, beta: 0.5 }
): BetaShape {
	if (!(successes >= 0 && successes <= n))
		throw new RangeError(`${successes} successes of ${n} is not a count`);
	return { alpha: prior.alpha + successes, beta: prior.beta + n - successes };
}

/** Mean and standard deviation of a beta. */
export function betaMoments({ alpha, beta }: BetaShape): { mean: number; deviation: number } {
	const total = alpha + beta;
	return {
		mean: alpha / total,
		deviation: Math.sqrt((alpha * beta) / (total * total * (total + 1)))
	};
}

/** P(rate > threshold) under a beta. */
export function betaAbove({ alpha, beta }: BetaShape, threshold: number): number {
	return betaI(beta, alpha, 1 - threshold);
}

/** The gamma posterior of a Poisson rate after `events` in `exposure`. */
export function gammaPosterior(
	events: number,
	exposure: number,
	prior = { shape: 0.5, rate: 0 }
): { shape: number; rate: number } {
	return { shape: prior.shape + events, rate: prior.rate + exposure };
}

/** How many events a gamma-distributed rate brings in a further exposure (negative binomial). */
export function predictive(posterior: { shape: number; rate: number }, exposure: number) {
	const { shape, rate } = posterior;
	const p = rate / (rate + exposure);
	const average = (shape * exposure) / rate;
	return {
		mean: average,
		variance: average * (1 + exposure / rate),
		none: p ** shape,
		/** The smallest count with at least this probability of not being exceeded. */
		quantile: (q: number) => {
			for (let k = 0; k < 1e9; k++) if (betaI(shape, k + 1, p) >= q) return k;
			return Infinity;
		}
	};
}
