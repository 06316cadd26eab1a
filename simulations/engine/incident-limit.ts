import { gammaP, gammaQuantile } from './statistics/gamma.ts';

/** More than so many incidents in a year in at most this share of all futures. */
export interface IncidentLimit {
	moreThan: number;
	probability: number;
}

const MONTHS = 12;

/** P(more than so many incidents in a year), Poisson given the rate a month, over draws of that rate. */
export function exceedanceOf(perMonth: Float64Array, moreThan: number): number {
	let total = 0;
	for (const rate of perMonth) total += rate > 0 ? gammaP(moreThan + 1, MONTHS * rate) : 0;
	return perMonth.length === 0 ? 0 : total / perMonth.length;
}

/** The most incidents a month that keep a limit when their rate is known for sure. */
export function rateUnder({ moreThan, probability }: IncidentLimit): number {
	if (!(Number.isInteger(moreThan) && moreThan >= 0 && probability > 0 && probability < 1))
		throw new RangeError(
			`more than ${moreThan} incidents in ${probability} of the years is no limit`
		);
	return gammaQuantile(moreThan + 1, probability) / MONTHS;
}

/**
 * The largest cap on expected incidents a month, of those tried, under which a limit holds for a rate
 * that is only believed: `exceedanceUnder` tells how often the plan made for a cap goes beyond it.
 */
export function capUnder(limit: IncidentLimit, exceedanceUnder: (cap: number) => number): number {
	let [held, broken] = [0, rateUnder(limit)];
	if (exceedanceUnder(broken) <= limit.probability) return broken;
	for (let step = 0; step < BISECTIONS; step++) {
		const middle = (held + broken) / 2;
		if (exceedanceUnder(middle) <= limit.probability) held = middle;
		else broken = middle;
	}
	return held;
}

const BISECTIONS = 10;
