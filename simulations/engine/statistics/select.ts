/** The k-th smallest value (k from 0) by quickselect; reorders `values`. */
export function selectSmallest(values: Float64Array, k: number): number {
	let [left, right] = [0, values.length - 1];
	while (left < right) {
		const pivot = values[(left + right) >> 1] ?? 0;
		let [i, j] = [left, right];
		while (i <= j) {
			while ((values[i] ?? 0) < pivot) i++;
			while ((values[j] ?? 0) > pivot) j--;
			if (i > j) break;
			const swapped = values[i] ?? 0;
			values[i] = values[j] ?? 0;
			values[j] = swapped;
			i++;
			j--;
		}
		if (k <= j) right = j;
		else if (k >= i) left = i;
		else break;
	}
	return values[k] ?? NaN;
}

/** Quantile (type 7) of values in any order, without sorting them; null of nothing. */
export function quantileOf(values: Float64Array, p: number): number | null {
	if (values.length === 0) return null;
	const copy = values.slice();
	const place = p * (copy.length - 1);
	const below = Math.floor(place);
	const left = selectSmallest(copy, below);
	if (place === below) return left;
	// Everything after the selected place is at least as large: the next one is their least.
	let right = Infinity;
	for (let i = below + 1; i < copy.length; i++) right = Math.min(right, copy[i] ?? Infinity);
	return left + (place - below) * (right - left);
}

/**
 * The change y nearest to 0 at which the share of trials with base + y * slope > 0 passes through
 * `share`: upwards where it is below now, downwards where it is above. Null when no change does.
 */
export function crossing(base: Float64Array, slope: Float64Array, share: number): number | null {
	const turns = new Float64Array(base.length);
	let rising = 0;
	let falling = 0;
	let positive = 0;
	for (let i = 0; i < base.length; i++) {
		const value = base[i] ?? 0;
		const gain = slope[i] ?? 0;
		if (value > 0) positive++;
		// Rising trials fill the front, falling ones the back.
		if (gain > 0) turns[rising++] = -value / gain;
		else if (gain < 0) turns[base.length - ++falling] = -value / gain;
	}
	const ups = turns.subarray(0, rising);
	const downs = turns.subarray(base.length - falling);
	const still = positive - countWhere(ups, (y) => y < 0) - countWhere(downs, (y) => y > 0);
	// With every trial turning the same way, the share passes at one order statistic.
	const needed = Math.ceil(share * base.length) - still;
	if (falling === 0) return needed > 0 && needed <= rising ? selectSmallest(ups, needed - 1) : null;
	if (rising === 0)
		return needed > 0 && needed <= falling ? selectSmallest(downs, falling - needed) : null;
	return nearestOfMixed(base, slope, Math.ceil(share * base.length));
}

const FIRST_STEP = 1e-4;

/** Where trials turn both ways: growing steps outwards from 0 on both sides, then bisection. */
function nearestOfMixed(base: Float64Array, slope: Float64Array, needed: number): number | null {
	const enough = (y: number) => countAbove(base, slope, y) >= needed;
	const now = enough(0);
	for (let size = FIRST_STEP; size < 1e4; size *= 4)
		for (const y of [size, -size]) {
			if (enough(y) === now) continue;
			let [near, far] = [size === FIRST_STEP ? 0 : y / 4, y];
			for (let step = 0; step < 40; step++) {
				const middle = (near + far) / 2;
				if (enough(middle) === now) near = middle;
				else far = middle;
			}
			return far;
		}
	return null;
}

function countAbove(base: Float64Array, slope: Float64Array, y: number): number {
	let count = 0;
	for (let i = 0; i < base.length; i++) if ((base[i] ?? 0) + y * (slope[i] ?? 0) > 0) count++;
	return count;
}

function countWhere(values: Float64Array, holds: (value: number) => boolean): number {
	let count = 0;
	for (let i = 0; i < values.length; i++) if (holds(values[i] ?? 0)) count++;
	return count;
}
