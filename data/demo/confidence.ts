import type { Chance } from './chance.ts';

/** A share of the work on which the agent states a confidence between low and high, evenly spread. */
export interface Band {
	share: number;
	low: number;
	high: number;
}

/**
 * The confidence of a right or a wrong result. If a result of confidence p is right with probability
 * p, then p weighted by p is the confidence of right results and p weighted by 1 - p that of wrong
 * ones; when the agent gets worse and these stay, it becomes overconfident, as agents do.
 */
export function drawConfidence(chance: Chance, bands: readonly Band[], isRight: boolean): number {
	const band = chance.weighted(
		bands.map((one) => ({ ...one, share: mass(one, one.low, one.high, isRight) }))
	);
	const from = weightAt(band.low, isRight);
	const to = weightAt(band.high, isRight);
	// The weight is linear in p, so that its square is uniform.
	const weight = Math.sqrt(from * from + (to * to - from * from) * chance.uniform());
	const confidence = isRight ? weight : 1 - weight;
	return Math.round(confidence * 1000) / 1000;
}

/** Share of right or of wrong results whose confidence is below a threshold. */
export function shareBelow(bands: readonly Band[], threshold: number, isRight: boolean): number {
	const below = (band: Band) => {
		const high = Math.min(band.high, threshold);
		return high > band.low ? mass(band, band.low, high, isRight) : 0;
	};
	const all = bands.reduce((sum, band) => sum + mass(band, band.low, band.high, isRight), 0);
	return bands.reduce((sum, band) => sum + below(band), 0) / all;
}

const weightAt = (p: number, isRight: boolean): number => (isRight ? p : 1 - p);

/** The part of a band's results between two confidences that is right or wrong. */
function mass(band: Band, low: number, high: number, isRight: boolean): number {
	const middle = weightAt((low + high) / 2, isRight);
	return (band.share * (high - low) * middle) / (band.high - band.low);
}
