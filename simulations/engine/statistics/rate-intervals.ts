import { binomialCdf } from './binomial.ts';
import { gammaQuantile } from './gamma.ts';
import { clopperPearson } from './proportion-intervals.ts';
import type { Interval } from './summary.ts';

/** Garwood's exact interval of a Poisson rate, events per unit of exposure. */
export function garwood(events: number, exposure: number, confidence = 0.95): Interval {
	if (!(exposure > 0)) throw new RangeError(`exposure is ${exposure}, expected more than 0`);
	const tail = (1 - confidence) / 2;
	return {
		low: events === 0 ? 0 : gammaQuantile(events, tail) / exposure,
		high: gammaQuantile(events + 1, 1 - tail) / exposure
	};
}

/** A rate after a change against the rate before it; null where it divides by zero events. */
export interface RateRatio {
	ratio: number | null;
	reduction: number | null;
	ratioInterval: Interval;
	reductionInterval: Interval;
	/** One-sided p-value for a lower rate afterwards. */
	pValueLess: number;
}

/** Exact conditional (binomial) comparison of two Poisson rates, after over before. */
export function rateRatio(
	before: { events: number; exposure: number },
	after: { events: number; exposure: number },
	confidence = 0.95
): RateRatio {
	const total = before.events + after.events;
	const share = clopperPearson(after.events, total, confidence);
	const scale = before.exposure / after.exposure;
	const odds = (p: number) => (p >= 1 ? Infinity : (p / (1 - p)) * scale);
	const ratio = before.events === 0 ? null : (after.events / before.events) * scale;
	const ratioInterval = { low: odds(share.low), high: odds(share.high) };
	return {
		ratio,
		reduction: ratio === null ? null : 1 - ratio,
		ratioInterval,
		reductionInterval: { low: 1 - ratioInterval.high, high: 1 - ratioInterval.low },
		pValueLess: binomialCdf(
			after.events,
			total,
			after.exposure / (before.exposure + after.exposure)
		)
	};
}
