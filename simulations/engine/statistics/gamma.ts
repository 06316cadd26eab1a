import { continuedFraction } from './continued-fraction.ts';
import { solveIncreasing } from './root.ts';
import { normalQuantile } from './normal.ts';
import { quantileTable, type QuantileTable } from './quantile-table.ts';

/** ln Gamma(x) for x > 0 (Lanczos, g = 607/128, 15 terms). */
export function logGamma(x: number): number {
	if (x === 1 || x === 2) return 0;
	if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
	const shifted = x - 1;
	let sum = LANCZOS[0] ?? 0;
	for (let i = 1; i < LANCZOS.length; i++) sum += (LANCZOS[i] ?? 0) / (shifted + i);
	const base = shifted + 607 / 128 + 0.5;
	return (shifted + 0.5) * Math.log(base) - base + Math.log(sum) + 0.9189385332046728;
}

/** Regularised lower incomplete gamma P(a, x) = P(Gamma(a) <= x). */
export function gammaP(a: number, x: number): number {
	if (!(x > 0)) return 0;
	return x < a + 1 ? lowerSeries(a, x) : 1 - upperFraction(a, x);
}

/** Regularised upper incomplete gamma Q(a, x) = 1 - P(a, x), accurate when it is small. */
function gammaQ(a: number, x: number): number {
	if (!(x > 0)) return 1;
	return x < a + 1 ? 1 - lowerSeries(a, x) : upperFraction(a, x);
}

/** The x with P(Gamma(shape) <= x) = p, at rate 1; 0 at p = 0, Infinity at p = 1. */
export function gammaQuantile(shape: number, p: number): number {
	if (p <= 0) return 0;
	if (p >= 1) return Infinity;
	return Math.exp(gammaLogQuantile(shape, p));
}

function gammaLogQuantile(shape: number, p: number): number {
	const cube = 1 - 1 / (9 * shape) + normalQuantile(p) / (3 * Math.sqrt(shape));
	// Wilson-Hilferty in the body; the leading term of the series where that has gone wrong.
	const guess =
		shape > 1 && cube > 0.1
			? Math.log(shape) + 3 * Math.log(cube)
			: (Math.log(p) + logGamma(shape + 1)) / shape;
	const logDensity = (u: number) => shape * u - Math.exp(u) - logGamma(shape);
	return p <= 0.5
		? solveIncreasing(
				(u) => logRatio(gammaP(shape, Math.exp(u)), p),
				(u, value) => Math.exp(logDensity(u) - value) / p,
				guess,
				[-745, 709]
			)
		: solveIncreasing(
				(u) => -logRatio(gammaQ(shape, Math.exp(u)), 1 - p),
				(u, value) => Math.exp(logDensity(u) + value) / (1 - p),
				guess,
				[-745, 709]
			);
}

/** The x with P(chi-square with `degrees` degrees of freedom <= x) = p. */
export function chiSquareQuantile(degrees: number, p: number): number {
	return 2 * gammaQuantile(degrees / 2, p);
}

/** P(chi-square with `degrees` degrees of freedom > x). */
export function chiSquareSurvival(degrees: number, x: number): number {
	return gammaQ(degrees / 2, x / 2);
}

/** ln(value / target), with an underflowed value far below any target. */
export function logRatio(value: number, target: number): number {
	return value > 0 ? Math.log(value / target) : -1e6;
}

function lowerSeries(a: number, x: number): number {
	let term = 1 / a;
	let sum = term;
	for (let n = 1; n < 100_000; n++) {
		term *= x / (a + n);
		sum += term;
		if (term < sum * 1e-17) break;
	}
	return Math.min(1, sum * Math.exp(a * Math.log(x) - x - logGamma(a)));
}

function upperFraction(a: number, x: number): number {
	const fraction = continuedFraction(
		x + 1 - a,
		(i) => -i * (i - a),
		(i) => x + 2 * i + 1 - a
	);
	return Math.exp(a * Math.log(x) - x - logGamma(a)) / fraction;
}

/** The quantile function of Gamma(shape) at rate 1 as a table: what a simulation draws through. */
export function gammaTable(shape: number): QuantileTable {
	const norm = logGamma(shape);
	return quantileTable(`gamma|${shape}`, {
		quantile: (p) => gammaLogQuantile(shape, p),
		density: (u) => Math.exp(shape * u - Math.exp(u) - norm),
		slope: (u) => shape - Math.exp(u),
		value: Math.exp,
		stretch: Math.exp
	});
}

const LANCZOS = Float64Array.of(
	0.9999999999999971,
	57.15623566586292,
	-59.59796035547549,
	14.136097974741746,
	-0.4919138160976202,
	3.399464998481189e-5,
	4.652362892704858e-5,
	-9.837447530487956e-5,
	0.0001580887032249125,
	-0.00021026444172410488,
	0.00021743961811521265,
	-0.0001643181065367639,
	8.441822398385275e-5,
	-2.6190838401581408e-5,
	3.6899182659531625e-6
);
