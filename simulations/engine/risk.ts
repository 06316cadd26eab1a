import { binomialCdf, binomialQuantile } from './statistics/binomial.ts';
import { quantileOf } from './statistics/select.ts';
import { mean, sampleDeviation, sorted, sum, type Interval } from './statistics/summary.ts';

/** The mean of the worst share of values, the value at the border counted in part (CVaR). */
export function meanOfWorst(values: ArrayLike<number>, share: number): number | null {
	return meanOfWorstSorted(sorted(values), share);
}

/** The same of values that are already sorted, lowest (worst) first. */
export function meanOfWorstSorted(values: Float64Array, share: number): number | null {
	if (values.length === 0 || !(share > 0)) return null;
	const weight = Math.min(1, share) * values.length;
	const whole = Math.floor(weight);
	const border = whole < values.length ? (weight - whole) * (values[whole] ?? 0) : 0;
	return (sum(values.subarray(0, whole)) + border) / weight;
}

/** Share of values above a limit; null of nothing. */
export function shareAbove(values: ArrayLike<number>, limit: number): number | null {
	if (values.length === 0) return null;
	let count = 0;
	for (let i = 0; i < values.length; i++) if ((values[i] ?? 0) > limit) count++;
	return count / values.length;
}

/** P(loss > x) where a loss is a negative net benefit. */
export function lossExceedance(netBenefits: ArrayLike<number>, loss: number): number | null {
	if (netBenefits.length === 0) return null;
	let count = 0;
	for (let i = 0; i < netBenefits.length; i++) if (-(netBenefits[i] ?? 0) > loss) count++;
	return count / netBenefits.length;
}

/** Monte Carlo standard error of a mean: deviation over root of the number of trials. */
export function meanError(values: ArrayLike<number>): number | null {
	const deviation = sampleDeviation(values);
	return deviation === null ? null : deviation / Math.sqrt(values.length);
}

/** Monte Carlo standard error of a probability. */
export function probabilityError(p: number, trials: number): number {
	return Math.sqrt((p * (1 - p)) / trials);
}

/** Monte Carlo standard error of CVaR by the means of 20 batches; null below 40 trials. */
export function worstMeanError(values: Float64Array, share: number): number | null {
	const batches = 20;
	const size = Math.floor(values.length / batches);
	if (size < 2) return null;
	const means = Float64Array.from({ length: batches }, (_, batch) => {
		const part = values.subarray(batch * size, (batch + 1) * size);
		return meanOfWorst(part, share) ?? 0;
	});
	return meanError(means);
}

/** Ranks (from 1) of the order statistics that enclose a quantile, whatever the distribution. */
export function quantileRanks(n: number, p: number, confidence = 0.95) {
	const lower = binomialQuantile((1 - confidence) / 2, n, p);
	const upper = binomialQuantile((1 + confidence) / 2, n, p) + 1;
	return {
		lower,
		upper,
		coverage: binomialCdf(upper - 1, n, p) - binomialCdf(lower - 1, n, p)
	};
}

/** Mean and central 90 % interval of draws; null of none. */
export function meanAndInterval(draws: Float64Array): (Interval & { mean: number }) | null {
	const average = mean(draws);
	const low = quantileOf(draws, 0.05);
	const high = quantileOf(draws, 0.95);
	return average === null || low === null || high === null ? null : { mean: average, low, high };
}
