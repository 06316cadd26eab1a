import { expectedNetBenefit } from './scenario-mean.ts';
import type { Scenario } from './scenario.ts';
import { meanError, meanOfWorstSorted, probabilityError, worstMeanError } from './risk.ts';
import { histogram, type Histogram } from './statistics/histogram.ts';
import {
	mean,
	quantileOfSorted,
	sampleDeviation,
	sorted,
	type Interval
} from './statistics/summary.ts';

/** What one option may bring over the horizon, in US dollars of present value. */
export interface OptionFuture {
	option: string;
	/** Expected net benefit in closed form; null when an input's form allows none. */
	exactMeanUsd: number | null;
	/** What we do not know: net benefit given the parameters (design.md 3.15). */
	expected: Interval & { meanUsd: number; pBetter: number };
	/** What may happen: net benefit with incidents as they fall. */
	range: {
		meanUsd: number;
		deviationUsd: number;
		quantiles: Record<'p05' | 'p25' | 'p50' | 'p75' | 'p95', number>;
		pCheaper: number;
		/** Mean of the worst 5 % of futures. */
		worst5PercentUsd: number;
		histogram: Histogram;
	};
	/** Monte Carlo standard errors; null where there are too few trials. */
	errors: { meanUsd: number | null; pCheaper: number; worst5PercentUsd: number | null };
}

/** Draws of one option. */
export interface OptionDraws {
	option: string;
	expected: Float64Array;
	withEvents: Float64Array;
}

/** Every option summed up, and what to be wary of. */
export function futuresOf(
	scenario: Scenario,
	draws: readonly OptionDraws[],
	replications: number | null
): { options: OptionFuture[]; warnings: string[] } {
	const warnings: string[] = [];
	const options = draws.map((one, k): OptionFuture => {
		const given = sorted(one.expected);
		const fallen = sorted(one.withEvents);
		const at = (values: Float64Array, p: number) => quantileOfSorted(values, p) ?? 0;
		const meanUsd = mean(one.withEvents) ?? 0;
		const deviationUsd = sampleDeviation(one.withEvents) ?? 0;
		const pCheaper = shareAboveZero(one.withEvents);
		const error =
			replications === null
				? meanError(one.withEvents)
				: replicationError(one.withEvents, replications);
		if (error !== null && error > 0.01 * deviationUsd && error > 0.01 * Math.abs(meanUsd))
			warnings.push(
				`${one.option}: the mean is uncertain by ${error.toPrecision(2)} USD; run more trials`
			);
		return {
			option: one.option,
			exactMeanUsd: expectedNetBenefit(scenario, k),
			expected: {
				meanUsd: mean(one.expected) ?? 0,
				low: at(given, 0.05),
				high: at(given, 0.95),
				pBetter: shareAboveZero(one.expected)
			},
			range: {
				meanUsd,
				deviationUsd,
				quantiles: {
					p05: at(fallen, 0.05),
					p25: at(fallen, 0.25),
					p50: at(fallen, 0.5),
					p75: at(fallen, 0.75),
					p95: at(fallen, 0.95)
				},
				pCheaper,
				worst5PercentUsd: meanOfWorstSorted(fallen, 0.05) ?? 0,
				histogram: histogram(fallen)
			},
			errors: {
				meanUsd: error,
				pCheaper: probabilityError(pCheaper, one.withEvents.length),
				worst5PercentUsd: worstMeanError(one.withEvents, 0.05)
			}
		};
	});
	return { options, warnings };
}

function shareAboveZero(draws: Float64Array): number {
	let count = 0;
	for (let i = 0; i < draws.length; i++) if ((draws[i] ?? 0) > 0) count++;
	return count / draws.length;
}

/** Error of a mean from the spread of the means of its replications. */
function replicationError(draws: Float64Array, replications: number): number | null {
	const size = Math.floor(draws.length / replications);
	if (size === 0) return null;
	const means = Float64Array.from(
		{ length: replications },
		(_, k) => mean(draws.subarray(k * size, (k + 1) * size)) ?? 0
	);
	return meanError(means);
}
