import { incidentRate, netBenefit } from './net-benefit.ts';
import type { OptionPlan } from './option-plan.ts';
import { normalQuantile } from './statistics/normal.ts';
import type { BetaShape } from './statistics/posterior.ts';
import { mean, sampleDeviation } from './statistics/summary.ts';
import type { Trials } from './trials.ts';
import {
	bestAt,
	bestSample,
	expectedBestAfter,
	type Line,
	type SampleValue
} from './value-of-information.ts';

/** Sample sizes looked at, in outcomes to check. */
const SIZES = [5, 10, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200];

/** An option as a line in the task's success rate, and how often its failures become incidents. */
export interface OptionLine extends Line {
	/** Incidents per failure: mean and relative spread over what else we do not know; null: no cap. */
	incidentsPerFailure: { mean: number; spread: number } | null;
}

/** Expected net benefit of a plan as a line in the success rate, averaged over everything else. */
export function optionLine(trials: Trials, plan: OptionPlan, capped: boolean): OptionLine {
	if (!plan.followsTaskSuccess)
		return { intercept: mean(netBenefit(trials, plan)) ?? 0, slope: 0, incidentsPerFailure: null };
	const at = (rate: number) => {
		const success = plan.successFactor * (rate - plan.successDrop);
		return { ...plan, success: new Float64Array(trials.count).fill(success) };
	};
	const never = mean(netBenefit(trials, at(0))) ?? 0;
	const always = mean(netBenefit(trials, at(1))) ?? 0;
	const rates = capped ? incidentRate(trials, at(0)) : null;
	const average = rates && (mean(rates) ?? 0);
	return {
		intercept: never,
		slope: always - never,
		incidentsPerFailure: rates && {
			mean: average ?? 0,
			spread: average ? (sampleDeviation(rates) ?? 0) / average : 0
		}
	};
}

/** What checking more outcomes costs. */
export interface SamplingCost {
	perOutcomeUsd: number;
	/** Outcomes that exist and are not checked yet; more must be waited for. */
	unchecked: number;
	casesPerMonth: number;
	/** Waiting costs the share of these months in which the answer is not there yet. */
	horizonMonths: number;
}

/**
 * The sample of further outcomes that pays best: EVSI by the exact beta-binomial sum over options
 * linear in the success rate, over the months left once they are there, less the cost of checking
 * (simulation-spec D.8). A cap is applied again after each possible sample, its bound approximated
 * by a lognormal of the same moments.
 */
export function bestSampling(
	lines: readonly OptionLine[],
	allowedNow: readonly boolean[],
	prior: BetaShape,
	cost: SamplingCost,
	{ cap, delta, designEffect }: { cap: number | null; delta: number; designEffect: number }
): SampleValue | null {
	const keep: Line = { intercept: 0, slope: 0 };
	const allowed = [keep, ...lines.filter((_, i) => allowedNow[i])];
	const now = bestAt(allowed, prior.alpha / (prior.alpha + prior.beta));
	const z = normalQuantile(1 - delta);
	const reachable = SIZES.filter((n) => cost.casesPerMonth > 0 || n <= cost.unchecked);
	const values = reachable.map((n): SampleValue => {
		const informative = Math.max(1, Math.round(n / designEffect));
		const linesAfter = (successes: number): readonly Line[] => {
			if (cap === null) return allowed;
			const after = {
				alpha: prior.alpha + successes,
				beta: prior.beta + informative - successes
			};
			return [keep, ...lines.filter((line, i) => staysUnder(line, after, cap, z) ?? allowedNow[i])];
		};
		const best = expectedBestAfter(informative, allowed, prior, linesAfter);
		const wait = Math.max(0, n - cost.unchecked) / cost.casesPerMonth || 0;
		const left = Math.max(0, 1 - wait / cost.horizonMonths) || 0;
		const evsiUsd = Math.max(0, best - now) * left;
		return { n, evsiUsd, enbsUsd: evsiUsd - n * cost.perOutcomeUsd };
	});
	return bestSample(values);
}

/** Whether the upper bound of (1 - rate) x incidents per failure is under the cap; null unknown. */
function staysUnder(
	{ incidentsPerFailure }: OptionLine,
	{ alpha, beta }: BetaShape,
	cap: number,
	z: number
): boolean | null {
	if (incidentsPerFailure === null) return null;
	const total = alpha + beta;
	const average = (beta / total) * incidentsPerFailure.mean;
	const failureSpread = alpha / (beta * (total + 1));
	const spread = (1 + failureSpread) * (1 + incidentsPerFailure.spread ** 2);
	const sigma = Math.sqrt(Math.log(spread));
	return average * Math.exp(z * sigma - (sigma * sigma) / 2) <= cap;
}
