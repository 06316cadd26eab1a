import { logGamma } from './gamma.ts';
import type { Stream } from './random.ts';

/** A Poisson count: by inversion below a mean of 30, by rejection above (Hormann 1993, PTRS). */
export function drawPoisson(stream: Stream, mean: number): number {
	if (!(mean > 0)) return 0;
	return mean < 30 ? byInversion(stream.nextUniform(), mean) : byRejection(stream, mean);
}

/** Rounding leaves the total just short of 1; no count of a mean below 30 gets near 200. */
const MOST = 200;
const RECIPROCALS = Float64Array.from({ length: MOST + 1 }, (_, count) => 1 / count);

function byInversion(uniform: number, mean: number): number {
	let chance = Math.exp(-mean);
	let total = chance;
	let count = 0;
	while (uniform >= total && count < MOST) {
		count++;
		chance *= mean * (RECIPROCALS[count] ?? 0);
		total += chance;
	}
	return count;
}

function byRejection(stream: Stream, mean: number): number {
	const root = Math.sqrt(mean);
	const logMean = Math.log(mean);
	const b = 0.931 + 2.53 * root;
	const a = -0.059 + 0.02483 * b;
	const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
	const squeeze = 0.9277 - 3.6224 / (b - 2);
	for (;;) {
		const u = stream.nextUniform() - 0.5;
		const v = stream.nextUniform();
		const us = 0.5 - Math.abs(u);
		const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
		if (us >= 0.07 && v <= squeeze) return count;
		if (count < 0 || (us < 0.013 && v > us)) continue;
		const left = Math.log((v * inverseAlpha) / (a / (us * us) + b));
		if (left <= -mean + count * logMean - logGamma(count + 1)) return count;
	}
}
