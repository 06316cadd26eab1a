/** Indices that put values in increasing order, equal values in their given order. */
export function indicesBy(values: ArrayLike<number>): Uint32Array {
	const order = Uint32Array.from({ length: values.length }, (_, i) => i);
	if (values.length > FEW) return radixOrder(values, order);
	return order.sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0) || i - j);
}

/** Up to here a comparison sort is the faster one. */
const FEW = 2000;

/** Least significant digit first, 16 bits at a time: a million values in a tenth of the time. */
function radixOrder(values: ArrayLike<number>, order: Uint32Array): Uint32Array {
	const n = values.length;
	const number = new Float64Array(1);
	const words = new Uint32Array(number.buffer);
	const [low, high] = [new Uint32Array(n), new Uint32Array(n)];
	for (let i = 0; i < n; i++) {
		// Adding 0 makes -0 the 0 it equals; negative numbers sort by their bits turned over.
		number[0] = (values[i] ?? 0) + 0;
		const [lower = 0, upper = 0] = words;
		const negative = upper >>> 31 === 1;
		low[i] = negative ? ~lower : lower;
		high[i] = negative ? ~upper : upper | 0x80000000;
	}
	let from = order;
	let to: Uint32Array = new Uint32Array(n);
	for (const [keys, shift] of [
		[low, 0],
		[low, 16],
		[high, 0],
		[high, 16]
	] as const) {
		const starts = new Uint32Array(65537);
		for (let i = 0; i < n; i++) {
			const digit = ((keys[i] ?? 0) >>> shift) & 0xffff;
			starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
		}
		for (let digit = 0; digit < 65536; digit++)
			starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
		for (let i = 0; i < n; i++) {
			const index = from[i] ?? 0;
			const digit = ((keys[index] ?? 0) >>> shift) & 0xffff;
			const place = starts[digit] ?? 0;
			to[place] = index;
			starts[digit] = place + 1;
		}
		[from, to] = [to, from];
	}
	return from;
}
