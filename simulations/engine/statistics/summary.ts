import { indicesBy } from './order.ts';

/** A numeric interval; both ends included. */
export interface Interval {
	low: number;
	high: number;
}

/** The sum with Kahan-Neumaier compensation: exact to the last bit or so over 1e6 money values. */
export function sum(values: ArrayLike<number>): number {
	let total = 0;
	let lost = 0;
	for (let i = 0; i < values.length; i++) {
		const value = values[i] ?? 0;
		const next = total + value;
		lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
		total = next;
	}
	return total + lost;
}

/** The mean; null of nothing. */
export function mean(values: ArrayLike<number>): number | null {
	return values.length === 0 ? null : sum(values) / values.length;
}

/** Sum of squared differences from the mean; 0 of nothing. */
export function squaredDeviations(values: ArrayLike<number>): number {
	const centre = mean(values) ?? 0;
	let total = 0;
	for (let i = 0; i < values.length; i++) total += ((values[i] ?? 0) - centre) ** 2;
	return total;
}

/** Standard deviation with n - 1; null below two values. */
export function sampleDeviation(values: ArrayLike<number>): number | null {
	return values.length < 2 ? null : Math.sqrt(squaredDeviations(values) / (values.length - 1));
}

/** A sorted copy, lowest first. */
export function sorted(values: ArrayLike<number>): Float64Array {
	return Float64Array.from(values).sort();
}

/** Quantile of sorted values by linear interpolation (Hyndman, Fan 1996, type 7); null of nothing. */
export function quantileOfSorted(values: Float64Array, p: number): number | null {
	if (values.length === 0) return null;
	const place = p * (values.length - 1);
	const below = Math.floor(place);
	const left = values[below] ?? 0;
	const right = values[Math.min(below + 1, values.length - 1)] ?? 0;
	return left + (place - below) * (right - left);
}

/** Mid-ranks of values, 1 for the lowest; ties share the mean of their ranks. */
export function midRanks(values: ArrayLike<number>): Float64Array {
	const order = indicesBy(values);
	const ranks = new Float64Array(values.length);
	for (let start = 0; start < order.length;) {
		let end = start;
		while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
		for (let i = start; i < end; i++) ranks[order[i] ?? 0] = (start + 1 + end) / 2;
		start = end;
	}
	return ranks;
}
