import { streamOf } from './random.ts';

/** Most dimensions the table of direction numbers covers. */
export const SOBOL_DIMENSIONS = 32;

/**
 * Points of a Sobol sequence in Gray-code order from the origin, row by row (point 0 first). With a
 * seed the points carry a random digital shift, so that several seeds give an error estimate.
 */
export function sobolPoints(
	dimensions: number,
	points: number,
	seed: number | string | null = null
): Float64Array {
	if (!(Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= SOBOL_DIMENSIONS))
		throw new RangeError(`Sobol dimensions are 1 to ${SOBOL_DIMENSIONS}, not ${dimensions}`);
	if (!isPowerOfTwo(points))
		throw new RangeError(`Sobol points come in powers of two, not ${points}`);
	const out = new Float64Array(dimensions * points);
	const column = new Float64Array(points);
	for (let dimension = 0; dimension < dimensions; dimension++) {
		fillSobol(column, dimension, 0, seed);
		for (let point = 0; point < points; point++)
			out[point * dimensions + dimension] = column[point] ?? 0;
	}
	return out;
}

/** Fills `out` with one coordinate of the points from number `from` on: chunks may come in any order. */
export function fillSobol(
	out: Float64Array,
	dimension: number,
	from: number,
	seed: number | string | null
): void {
	const direction = directionsOf(dimension);
	let word = seed === null ? 0 : streamOf(seed, 'sobol.shift', dimension).nextWord() | 0;
	const gray = from ^ (from >>> 1);
	for (let bit = 0; bit < 32; bit++) if ((gray >>> bit) & 1) word ^= direction[bit] ?? 0;
	for (let i = 0; i < out.length; i++) {
		// A shifted point sits in the middle of its cell, so that no coordinate is exactly 0.
		out[i] = ((word >>> 0) + (seed === null ? 0 : 0.5)) / 4294967296;
		word ^= direction[trailingOnes(from + i)] ?? 0;
	}
}

/** Whether a count is 1, 2, 4, 8, ... */
export function isPowerOfTwo(count: number): boolean {
	return Number.isInteger(count) && count >= 1 && (count & (count - 1)) === 0;
}

function directionsOf(dimension: number): Int32Array {
	const direction = new Int32Array(32);
	const row = dimension === 0 ? null : JOE_KUO[dimension - 1];
	if (!row) {
		for (let bit = 0; bit < 32; bit++) direction[bit] = 1 << (31 - bit);
		return direction;
	}
	const [polynomial = 0, ...initial] = row;
	const degree = initial.length;
	for (let bit = 0; bit < 32; bit++) {
		if (bit < degree) {
			direction[bit] = (initial[bit] ?? 0) << (31 - bit);
			continue;
		}
		const oldest = direction[bit - degree] ?? 0;
		let word = oldest ^ (oldest >>> degree);
		for (let term = 1; term < degree; term++)
			if ((polynomial >> (degree - 1 - term)) & 1) word ^= direction[bit - term] ?? 0;
		direction[bit] = word;
	}
	return direction;
}

function trailingOnes(index: number): number {
	return 31 - Math.clz32(~index & (index + 1));
}

/**
 * Direction numbers new-joe-kuo-6 (Joe, Kuo 2008) of dimensions 2 to 32: the polynomial's inner
 * coefficients as a number, then the first odd integers.
 */
const JOE_KUO: readonly (readonly number[])[] = [
	[0, 1],
	[1, 1, 3],
	[1, 1, 3, 1],
	[2, 1, 1, 1],
	[1, 1, 1, 3, 3],
	[4, 1, 3, 5, 13],
	[2, 1, 1, 5, 5, 17],
	[4, 1, 1, 5, 5, 5],
	[7, 1, 1, 7, 11, 19],
	[11, 1, 1, 5, 1, 1],
	[13, 1, 1, 1, 3, 11],
	[14, 1, 3, 5, 5, 31],
	[1, 1, 3, 3, 9, 7, 49],
	[13, 1, 1, 1, 15, 21, 21],
	[16, 1, 3, 1, 13, 27, 49],
	[19, 1, 1, 1, 15, 7, 5],
	[22, 1, 3, 1, 15, 13, 25],
	[25, 1, 1, 5, 5, 19, 61],
	[1, 1, 3, 7, 11, 23, 15, 103],
	[4, 1, 3, 7, 13, 13, 15, 69],
	[7, 1, 1, 3, 13, 7, 35, 63],
	[8, 1, 3, 5, 9, 1, 25, 53],
	[14, 1, 3, 1, 13, 9, 35, 107],
	[19, 1, 3, 1, 5, 27, 61, 31],
	[21, 1, 1, 5, 11, 19, 41, 61],
	[28, 1, 3, 5, 3, 3, 13, 69],
	[31, 1, 1, 7, 13, 1, 19, 1],
	[32, 1, 3, 7, 5, 13, 19, 59],
	[37, 1, 1, 3, 9, 25, 29, 41],
	[41, 1, 3, 5, 13, 23, 1, 55],
	[42, 1, 3, 7, 3, 13, 59, 17]
];
