import { betaI } from './beta.ts';
import { logGamma } from './gamma.ts';

/** P(X <= k) of a binomial count. */
export function binomialCdf(k: number, n: number, p: number): number {
	if (k < 0) return 0;
	if (k >= n) return 1;
	return betaI(n - k, k + 1, 1 - p);
}

/** The smallest k with P(X <= k) >= q. */
export function binomialQuantile(q: number, n: number, p: number): number {
	let [low, high] = [0, n];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (binomialCdf(middle, n, p) >= q) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** ln of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
	return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
