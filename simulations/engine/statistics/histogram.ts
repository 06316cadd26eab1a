/** Counts in bins of equal width from low to high. */
export interface Histogram {
	low: number;
	high: number;
	counts: Float64Array;
}

/** A histogram of sorted values over their whole range; one bin when all are equal. */
export function histogram(values: Float64Array, bins = 512): Histogram {
	const low = values[0] ?? 0;
	const high = values.at(-1) ?? 0;
	const used = high > low ? bins : 1;
	const counts = new Float64Array(used);
	const scale = high > low ? used / (high - low) : 0;
	for (let i = 0; i < values.length; i++) {
		const bin = Math.min(used - 1, Math.floor(((values[i] ?? 0) - low) * scale));
		counts[bin] = (counts[bin] ?? 0) + 1;
	}
	return { low, high, counts };
}
