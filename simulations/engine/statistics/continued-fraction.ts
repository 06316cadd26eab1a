/**
 * b(0) + a(1) / (b(1) + a(2) / (b(2) + ...)) by the modified Lentz algorithm (Thompson, Barnett
 * 1986), until a factor changes nothing.
 */
export function continuedFraction(
	first: number,
	top: (i: number) => number,
	bottom: (i: number) => number
): number {
	let fraction = nonZero(first);
	let c = fraction;
	let d = 0;
	for (let i = 1; i < 200_000; i++) {
		const a = top(i);
		const b = bottom(i);
		d = 1 / nonZero(b + a * d);
		c = nonZero(b + a / c);
		fraction *= c * d;
		if (Math.abs(c * d - 1) < 1e-16) break;
	}
	return fraction;
}

function nonZero(x: number): number {
	return Math.abs(x) < 1e-300 ? 1e-300 : x;
}
