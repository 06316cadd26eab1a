import type { Estimate, Scale } from './estimate.ts';

/** One scale for bars that are compared: holds every interval and zero, and ends on round figures. */
export function sharedScale(estimates: readonly Estimate[]): Scale {
	const ends = estimates.flatMap(({ value, low, high }) =>
		[value, low, high].filter((end) => end !== null)
	);
	const min = Math.min(0, ...ends);
	const max = Math.max(0, ...ends);
	const step = roundStep((max - min) / 6 || 1);
	return {
		min: Math.floor(min / step) * step,
		max: Math.max(Math.ceil(max / step), min < 0 ? 0 : 1) * step
	};
}

/** The next of 1, 2, 5 times a power of ten. */
function roundStep(size: number): number {
	const power = 10 ** Math.floor(Math.log10(size));
	return power * ([1, 2, 5].find((digit) => digit * power >= size * 0.999) ?? 10);
}

/** Where a value stands on the scale, in percent of its width, kept inside. */
export function position(value: number, { min, max }: Scale): number {
	const share = max === min ? 0 : (value - min) / (max - min);
	return Math.min(1, Math.max(0, share)) * 100;
}
