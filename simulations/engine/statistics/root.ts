/** A root of a function that changes sign on [low, high], by bisection; null when it does not. */
export function bisect(
	f: (x: number) => number,
	low: number,
	high: number,
	steps = 200
): number | null {
	const atLow = f(low);
	const atHigh = f(high);
	if (atLow === 0) return low;
	if (atHigh === 0) return high;
	if (!(atLow * atHigh < 0)) return null;
	const rising = atHigh > 0;
	let [a, b] = [low, high];
	for (let step = 0; step < steps; step++) {
		const middle = 0.5 * (a + b);
		if (middle <= Math.min(a, b) || middle >= Math.max(a, b)) break;
		if (f(middle) > 0 === rising) b = middle;
		else a = middle;
	}
	return 0.5 * (a + b);
}

/**
 * The root of an increasing function whose slope is known (given x and the value there): Newton,
 * kept inside a shrinking bracket.
 */
export function solveIncreasing(
	f: (x: number) => number,
	slope: (x: number, value: number) => number,
	guess: number,
	bracket: readonly [number, number]
): number {
	let [low, high] = bracket;
	let x = Math.min(high, Math.max(low, guess));
	for (let step = 0; step < 200; step++) {
		const value = f(x);
		if (value === 0) return x;
		if (value > 0) high = x;
		else low = x;
		const newton = x - value / slope(x, value);
		const next = newton > low && newton < high ? newton : 0.5 * (low + high);
		if (Math.abs(next - x) <= 1e-15 * Math.max(1, Math.abs(x)) || next === x) return next;
		x = next;
	}
	return x;
}
