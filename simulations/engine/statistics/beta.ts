import { continuedFraction } from './continued-fraction.ts';
import { logGamma, logRatio } from './gamma.ts';
import { logistic } from './logit.ts';
import { quantileTable, type QuantileTable } from './quantile-table.ts';
import { solveIncreasing } from './root.ts';

/** ln B(a, b). */
export function logBeta(a: number, b: number): number {
	return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Regularised incomplete beta I_x(a, b) = P(Beta(a, b) <= x). */
export function betaI(a: number, b: number, x: number): number {
	if (!(x > 0)) return 0;
	if (x >= 1) return 1;
	return betaBelow(a, b, x, 1 - x);
}

/** The x with P(Beta(a, b) <= x) = p. */
export function betaQuantile(a: number, b: number, p: number): number {
	if (!(a > 0 && b > 0)) throw new RangeError(`Beta(${a}, ${b}) is not a distribution`);
	if (p <= 0) return 0;
	if (p >= 1) return 1;
	return logistic(betaLogitQuantile(a, b, p));
}

/** ln(x / (1 - x)) of the quantile: keeps both tails exact where x itself would round to 0 or 1. */
function betaLogitQuantile(a: number, b: number, p: number): number {
	if (p > 0.5) return -lowerLogitQuantile(b, a, 1 - p);
	return lowerLogitQuantile(a, b, p);
}

/** Newton on ln F in the logit, where F is log-concave, so that steps cannot run away. */
function lowerLogitQuantile(a: number, b: number, p: number): number {
	const norm = logBeta(a, b);
	const below = (u: number) => betaBelow(a, b, logistic(u), logistic(-u));
	const density = (u: number) =>
		Math.exp(a * Math.log(logistic(u)) + b * Math.log(logistic(-u)) - norm);
	const centre = Math.log(a / b);
	const lowTail = (Math.log(p) + Math.log(a) + norm) / a;
	return solveIncreasing(
		(u) => logRatio(below(u), p),
		(u, value) => density(u) / (p * Math.exp(value)),
		lowTail < centre - 3 ? lowTail : centre,
		[-745, 745]
	);
}

/** I_x(a, b) given x and 1 - x both exactly (Lentz's continued fraction). */
function betaBelow(a: number, b: number, x: number, y: number): number {
	if (!(x > 0)) return 0;
	if (!(y > 0)) return 1;
	const front = Math.exp(a * Math.log(x) + b * Math.log(y) - logBeta(a, b));
	return x < (a + 1) / (a + b + 2)
		? (front * betaFraction(a, b, x)) / a
		: 1 - (front * betaFraction(b, a, y)) / b;
}

/** 1 / (1 + d1 / (1 + d2 / (1 + ...))), the even and the odd terms of Didonato and Morris. */
function betaFraction(a: number, b: number, x: number): number {
	const term = (i: number) => {
		const m = i >> 1;
		return i % 2 === 0
			? (m * (b - m) * x) / ((a + i - 1) * (a + i))
			: (-(a + m) * (a + b + m) * x) / ((a + i - 1) * (a + i));
	};
	return 1 / continuedFraction(1, term, () => 1);
}

/** The quantile function of Beta(a, b) as a table: what a simulation draws through. */
export function betaTable(a: number, b: number): QuantileTable {
	const norm = logBeta(a, b);
	return quantileTable(`beta|${a}|${b}`, {
		quantile: (p) => betaLogitQuantile(a, b, p),
		density: (u) => {
			// ln x and ln(1 - x) of x = logistic(u), with one exponential and one logarithm.
			const log = Math.log1p(Math.exp(-Math.abs(u)));
			return Math.exp((u > 0 ? -b * u : a * u) - (a + b) * log - norm);
		},
		slope: (u) => a - (a + b) * logistic(u),
		value: logistic,
		stretch: (u) => logistic(u) * logistic(-u)
	});
}
