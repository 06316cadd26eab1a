import { betaI, logBeta } from './beta.ts';
import { logit, logistic } from './logit.ts';
import type { BetaShape } from './posterior.ts';
import { squaredDeviations, sum } from './summary.ts';

/**
 * The beta whose 5th and 95th percentile are low and high. An end at 0 or 1 stands for "as good as":
 * a hundredth of the distance to the other end, at most 1e-4, is left.
 */
export function betaFromInterval(low: number, high: number): BetaShape {
	if (!(low >= 0 && low < high && high <= 1))
		throw new RangeError(`a range of probabilities needs 0 <= low < high <= 1: ${low} to ${high}`);
	const p05 = Math.max(low, Math.min(high / 100, 1e-4));
	const p95 = 1 - Math.max(1 - high, Math.min((1 - low) / 100, 1e-4));
	const centre = (p05 + p95) / 2;
	const concentration = Math.max(0.2, (10.8 * centre * (1 - centre)) / (p95 - p05) ** 2 - 1);
	const miss = ([x, y]: Pair): Pair => [
		logit(betaI(Math.exp(x), Math.exp(y), p05)) - logit(0.05),
		logit(betaI(Math.exp(x), Math.exp(y), p95)) - logit(0.95)
	];
	const start: Pair = [Math.log(centre * concentration), Math.log((1 - centre) * concentration)];
	// So narrow a beta is a normal, and the start is already the answer.
	const found = concentration > 1e5 ? start : solvePair(miss, start);
	if (found === null) throw new RangeError(`no beta distribution spans ${low} to ${high}`);
	return { alpha: Math.exp(found[0]), beta: Math.exp(found[1]) };
}

type Pair = [number, number];

/** Newton in two unknowns with a numeric Jacobian and halved steps; null when it gets stuck. */
function solvePair(f: (at: Pair) => Pair, start: Pair): Pair | null {
	let at = start;
	let value = f(at);
	const size = (pair: Pair) => Math.hypot(...pair);
	for (let round = 0; round < 200; round++) {
		if (size(value) < 1e-12) return at;
		const h = 1e-6;
		const byX = f([at[0] + h, at[1]]);
		const byY = f([at[0], at[1] + h]);
		const [a, b] = [(byX[0] - value[0]) / h, (byY[0] - value[0]) / h];
		const [c, d] = [(byX[1] - value[1]) / h, (byY[1] - value[1]) / h];
		const determinant = a * d - b * c;
		const dx = (value[0] * d - value[1] * b) / determinant;
		const dy = (value[1] * a - value[0] * c) / determinant;
		let share = Math.min(1, 2 / Math.max(Math.abs(dx), Math.abs(dy)));
		let next = at;
		let nextValue = value;
		for (; share > 1e-6; share /= 2) {
			next = [at[0] - share * dx, at[1] - share * dy];
			nextValue = f(next);
			if (size(nextValue) < size(value)) break;
		}
		if (!(size(nextValue) < size(value))) return size(value) < 1e-8 ? at : null;
		[at, value] = [next, nextValue];
	}
	return size(value) < 1e-6 ? at : null;
}

/** How much success rates differ between items, by moments and by maximum likelihood. */
export interface BetaBinomialFit {
	rate: number;
	/** Correlation of two trials of one item, 0 when items do not differ more than luck. */
	rho: number;
	moments: BetaShape;
	likelihood: BetaShape;
}

/** Fits Beta(alpha, beta) to the success rates behind x of n per item; null with nothing to fit. */
export function fitBetaBinomial(
	successes: ArrayLike<number>,
	trials: ArrayLike<number>
): BetaBinomialFit | null {
	const total = sum(trials);
	if (successes.length < 2 || total === 0) return null;
	const rate = sum(successes) / total;
	const rho = momentCorrelation(successes, trials, rate);
	const concentration = rho > 0 ? (1 - rho) / rho : MOST_ALIKE;
	const moments = { alpha: rate * concentration, beta: (1 - rate) * concentration };
	if (rate <= 0 || rate >= 1)
		return { rate, rho: 0, moments, likelihood: { alpha: 0.5 + rate, beta: 1.5 - rate } };
	return { rate, rho, moments, likelihood: likeliest(successes, trials, rate) };
}

/** A concentration at which items are as good as equal. */
const MOST_ALIKE = 1e6;

/** By the variance of counts n p (1 - p) (1 + (n - 1) rho), or of shares when n differs. */
function momentCorrelation(
	successes: ArrayLike<number>,
	trials: ArrayLike<number>,
	rate: number
): number {
	const items = successes.length;
	const shares = Float64Array.from(successes, (x, i) => x / Math.max(1, trials[i] ?? 1));
	const inverse = sum(Float64Array.from(trials, (n) => 1 / Math.max(1, n))) / items;
	const spread = squaredDeviations(shares) / (items - 1) / (rate * (1 - rate));
	const rho = (spread - inverse) / (1 - inverse);
	return Number.isFinite(rho) ? Math.min(1, Math.max(0, rho)) : 0;
}

/** Maximum likelihood by a pattern search in (logit mean, log concentration). */
function likeliest(
	successes: ArrayLike<number>,
	trials: ArrayLike<number>,
	rate: number
): BetaShape {
	const shape = (x: number, y: number): BetaShape => ({
		alpha: logistic(x) * Math.exp(y),
		beta: logistic(-x) * Math.exp(y)
	});
	const likelihood = (x: number, y: number) => {
		const { alpha, beta } = shape(x, y);
		let total = -successes.length * logBeta(alpha, beta);
		for (let i = 0; i < successes.length; i++)
			total += logBeta(alpha + (successes[i] ?? 0), beta + (trials[i] ?? 0) - (successes[i] ?? 0));
		return total;
	};
	let [x, y, step] = [logit(rate), Math.log(2), 1];
	let best = likelihood(x, y);
	while (step > 1e-9) {
		let moved = false;
		for (const [dx, dy] of [
			[step, 0],
			[-step, 0],
			[0, step],
			[0, -step],
			[step, step],
			[-step, -step]
		] as const) {
			if (Math.abs(y + dy) > Math.log(MOST_ALIKE) || Math.abs(x + dx) > 30) continue;
			const value = likelihood(x + dx, y + dy);
			if (value > best) {
				[x, y, best, moved] = [x + dx, y + dy, value, true];
				break;
			}
		}
		if (!moved) step /= 2;
	}
	return shape(x, y);
}
