import { midRanks, mean, sum, type Interval } from './statistics/summary.ts';
import { quantileOf } from './statistics/select.ts';
import { streamOf } from './statistics/random.ts';

/** One bar of a tornado: the result with one input at its low and at its high end. */
export interface TornadoBar<Name extends string> {
	input: Name;
	atLow: number;
	atHigh: number;
	swing: number;
}

/** The result with each input moved alone through its range, the widest swing first. */
export function tornado<Inputs extends object, Name extends keyof Inputs & string>(
	result: (inputs: Inputs) => number,
	base: Inputs,
	ranges: readonly { name: Name; low: number; high: number }[]
): TornadoBar<Name>[] {
	return ranges
		.map(({ name, low, high }) => {
			const atLow = result({ ...base, [name]: low });
			const atHigh = result({ ...base, [name]: high });
			return { input: name, atLow, atHigh, swing: Math.abs(atHigh - atLow) };
		})
		.sort((a, b) => b.swing - a.swing);
}

/** Pearson's correlation; null when one side does not vary. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
	const [centreX, centreY] = [mean(x) ?? 0, mean(y) ?? 0];
	let [xy, xx, yy] = [0, 0, 0];
	for (let i = 0; i < x.length; i++) {
		const [dx, dy] = [(x[i] ?? 0) - centreX, (y[i] ?? 0) - centreY];
		xy += dx * dy;
		xx += dx * dx;
		yy += dy * dy;
	}
	return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : null;
}

/** Spearman's rank correlation, ties by mid-ranks; null when one side does not vary. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
	return pearson(midRanks(x), midRanks(y));
}

/** The share of the variance an input explains alone, and with all its interactions. */
export interface SobolIndex {
	first: number;
	total: number;
	/** 90 % bootstrap intervals over the base points; null when not asked for. */
	firstInterval: Interval | null;
	totalInterval: Interval | null;
}

/** Model results on two base samples A and B and on A with one column at a time taken from B. */
export interface SaltelliRuns {
	a: Float64Array;
	b: Float64Array;
	/** One per input: A with this input's column from B. */
	mixed: readonly Float64Array[];
}

/** Runs a model on the d + 2 samples of Saltelli 2010; rows of `points` hold 2 d coordinates. */
export function saltelliRuns(
	model: (inputs: Float64Array) => number,
	points: Float64Array,
	inputs: number
): SaltelliRuns {
	const rows = points.length / (2 * inputs);
	const fill = (fromB: (input: number) => boolean) => {
		const row = new Float64Array(inputs);
		return Float64Array.from({ length: rows }, (_, point) => {
			for (let k = 0; k < inputs; k++)
				row[k] = points[point * 2 * inputs + k + (fromB(k) ? inputs : 0)] ?? 0;
			return model(row);
		});
	};
	return {
		a: fill(() => false),
		b: fill(() => true),
		mixed: Array.from({ length: inputs }, (_, k) => fill((input) => input === k))
	};
}

/**
 * First-order indices (Saltelli et al. 2010) and total ones (Jansen 1999): mean(f_B (f_ABj - f_A)) and
 * mean((f_A - f_ABj)^2) / 2, over the variance of f_A and f_B together. With a seed, bootstrapped.
 */
export function sobolIndices(
	runs: SaltelliRuns,
	seed: number | string | null = null,
	resamples = 200
): { variance: number; indices: SobolIndex[] } {
	const everyPoint = Uint32Array.from({ length: runs.a.length }, (_, i) => i);
	const variance = jointVariance(runs, everyPoint);
	const samples = seed === null ? [] : bootstrapSamples(runs.a.length, resamples, seed);
	const variances = samples.map((sample) => jointVariance(runs, sample));
	const indices = runs.mixed.map((mixed): SobolIndex => {
		const over = (of: typeof firstOrder) =>
			intervalOf(samples.map((sample, k) => of(runs, mixed, sample, variances[k] ?? NaN)));
		return {
			first: firstOrder(runs, mixed, everyPoint, variance),
			total: totalOrder(runs, mixed, everyPoint, variance),
			firstInterval: seed === null ? null : over(firstOrder),
			totalInterval: seed === null ? null : over(totalOrder)
		};
	});
	return { variance, indices };
}

function firstOrder(
	{ a, b }: SaltelliRuns,
	mixed: Float64Array,
	at: Uint32Array,
	variance: number
) {
	let total = 0;
	for (const i of at) total += (b[i] ?? 0) * ((mixed[i] ?? 0) - (a[i] ?? 0));
	return total / at.length / variance;
}

function totalOrder({ a }: SaltelliRuns, mixed: Float64Array, at: Uint32Array, variance: number) {
	let total = 0;
	for (const i of at) total += ((a[i] ?? 0) - (mixed[i] ?? 0)) ** 2;
	return total / at.length / (2 * variance);
}

function jointVariance({ a, b }: SaltelliRuns, at: Uint32Array): number {
	const values = new Float64Array(2 * at.length);
	at.forEach((i, k) => {
		values[2 * k] = a[i] ?? 0;
		values[2 * k + 1] = b[i] ?? 0;
	});
	const centre = mean(values) ?? 0;
	return sum(values.map((x) => (x - centre) ** 2)) / values.length;
}

function bootstrapSamples(n: number, resamples: number, seed: number | string): Uint32Array[] {
	return Array.from({ length: resamples }, (_, round) => {
		const stream = streamOf(seed, 'sobol.bootstrap', round);
		return Uint32Array.from({ length: n }, () => Math.floor(stream.nextUniform() * n));
	});
}

function intervalOf(values: number[]): Interval {
	const draws = Float64Array.from(values);
	return { low: quantileOf(draws, 0.05) ?? NaN, high: quantileOf(draws, 0.95) ?? NaN };
}
