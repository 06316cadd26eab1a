import { indicesBy } from './order.ts';

/** Benjamini-Hochberg adjusted p-values, in the given order; reject where one is <= q. */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
	const order = indicesBy(pValues);
	const adjusted = new Float64Array(order.length);
	let smallest = 1;
	for (let rank = order.length; rank >= 1; rank--) {
		const index = order[rank - 1] ?? 0;
		smallest = Math.min(smallest, ((pValues[index] ?? 1) * order.length) / rank);
		adjusted[index] = smallest;
	}
	return adjusted;
}

/** Holm adjusted p-values, in the given order; reject where one is <= alpha. */
export function holm(pValues: ArrayLike<number>): Float64Array {
	const order = indicesBy(pValues);
	const adjusted = new Float64Array(order.length);
	let largest = 0;
	for (let rank = 0; rank < order.length; rank++) {
		const index = order[rank] ?? 0;
		largest = Math.max(largest, Math.min(1, (pValues[index] ?? 1) * (order.length - rank)));
		adjusted[index] = largest;
	}
	return adjusted;
}

/** What a Bayesian false discovery rule accepts; the error is null when it accepts nothing. */
export interface Discoveries {
	/** Indices of the accepted claims, safest first. */
	selected: number[];
	/** The largest posterior error among them. */
	largestError: number | null;
	averageError: number | null;
}

/** Accepts the safest claims while the mean of their posterior errors stays at or below q. */
export function bayesianDiscoveries(posteriorErrors: ArrayLike<number>, q = 0.05): Discoveries {
	const selected: number[] = [];
	let total = 0;
	for (const index of indicesBy(posteriorErrors)) {
		const error = posteriorErrors[index] ?? 1;
		if ((total + error) / (selected.length + 1) > q) break;
		total += error;
		selected.push(index);
	}
	const last = selected.at(-1);
	return {
		selected,
		largestError: last === undefined ? null : (posteriorErrors[last] ?? null),
		averageError: last === undefined ? null : total / selected.length
	};
}
