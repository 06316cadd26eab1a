import { bernoulliCusum } from './drift-detectors.ts';
import { streamOf } from './statistics/random.ts';

/** A detector tuned to a budget of false alarms. */
export interface TunedDetector {
	limit: number;
	/** Simulated runs between false alarms at that limit. */
	runsToFalseAlarm: number;
}

/**
 * The limit of a Bernoulli CUSUM that gives one false alarm in about `budgetRuns` runs while the
 * rate stays at p0: bisection on one simulated series, so that a higher limit never alarms more
 * (simulation-spec F.2).
 */
export function cusumLimitFor(
	budgetRuns: number,
	{ p0, p1 }: { p0: number; p1: number },
	seed: number | string
): TunedDetector {
	if (!(p0 > 0 && p0 < p1 && p1 < 1))
		throw new RangeError(`rates are ${p0} and ${p1}, expected 0 < p0 < p1 < 1`);
	const runs = Math.min(1_000_000, Math.max(20_000, 100 * budgetRuns));
	const stream = streamOf(seed, 'alarm.budget', 0);
	const series = Uint8Array.from({ length: runs }, () => (stream.nextUniform() < p0 ? 1 : 0));
	const between = (limit: number) =>
		runs / Math.max(0.5, bernoulliCusum(series, { p0, p1, limit }).alarms.length);
	let [low, high] = [0.1, 20];
	for (let step = 0; step < 14; step++) {
		const middle = (low + high) / 2;
		if (between(middle) < budgetRuns) low = middle;
		else high = middle;
	}
	return { limit: high, runsToFalseAlarm: between(high) };
}
