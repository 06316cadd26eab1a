import { logBeta } from './statistics/beta.ts';

/** What an attempt and its review cost, in one unit of money or of time, and the person instead. */
export interface AttemptCosts {
	perAttempt: number;
	human: number;
}

/**
 * Expected cost of trying n times with a perfect review of each attempt, then a person (GDPval,
 * arXiv 2510.04374; simulation-spec A.4); n may be Infinity.
 */
export function costOfTrying(
	success: number,
	n: number,
	{ perAttempt, human }: AttemptCosts
): number {
	const failAll = n === Infinity ? (success > 0 ? 0 : 1) : (1 - success) ** n;
	return perAttempt * expectedAttempts(success, n) + failAll * human;
}

/** Expected attempts until the first success, n at most. */
function expectedAttempts(success: number, n: number): number {
	if (success === 0) return n;
	return (n === Infinity ? 1 : 1 - (1 - success) ** n) / success;
}

/** The success rate above which one more attempt pays, whatever n; Infinity when a person is free. */
export function successWorthTrying({ perAttempt, human }: AttemptCosts): number {
	return human > 0 ? perAttempt / human : Infinity;
}

/** The number of attempts that costs least: without end when one more always pays, else none. */
export function bestAttempts(success: number, costs: AttemptCosts): number {
	return success > successWorthTrying(costs) ? Infinity : 0;
}

/** P(the first k attempts at a case all fail), k = 0 to n, when cases differ by Beta(alpha, beta). */
function failAllByCase(alpha: number, beta: number, n: number): Float64Array {
	return Float64Array.from({ length: n + 1 }, (_, k) =>
		Math.exp(logBeta(alpha, beta + k) - logBeta(alpha, beta))
	);
}

/** Attempts and cost when cases differ: independent retries would flatter the agent. */
export function tryDifferentCases(
	alpha: number,
	beta: number,
	n: number,
	{ perAttempt, human }: AttemptCosts
): { failAll: Float64Array; attempts: number; cost: number } {
	const failAll = failAllByCase(alpha, beta, n);
	const attempts = failAll.subarray(0, n).reduce((total, p) => total + p, 0);
	return { failAll, attempts, cost: perAttempt * attempts + (failAll[n] ?? 0) * human };
}

/** Trying n times under a reviewer who misses some errors and rejects some right results. */
export function tryWithReviewer(
	inputs: { success: number; detect: number; falseAlarm: number; n: number },
	costs: AttemptCosts & { lossPerEscape: number }
) {
	const { success, detect, falseAlarm, n } = inputs;
	const wrongAccepted = (1 - success) * (1 - detect);
	const accept = success * (1 - falseAlarm) + wrongAccepted;
	const fallback = (1 - accept) ** n;
	const attempts = accept > 0 ? (1 - fallback) / accept : n;
	const escape = accept > 0 ? (wrongAccepted * (1 - fallback)) / accept : 0;
	return {
		accept,
		attempts,
		fallback,
		escape,
		cost: costs.perAttempt * attempts + fallback * costs.human + escape * costs.lossPerEscape
	};
}

/** Share of ways to draw k of n trials of an item that are all right, averaged over items (tau-bench). */
export function passHatK(successes: ArrayLike<number>, trials: number, k: number): number | null {
	return averageOver(successes, (c) => chooseRatio(c, trials, k));
}

/** The same for at least one right among k. */
export function passAtK(successes: ArrayLike<number>, trials: number, k: number): number | null {
	return averageOver(successes, (c) => 1 - chooseRatio(trials - c, trials, k));
}

/** C(c, k) / C(n, k), as a product of shares. */
function chooseRatio(c: number, n: number, k: number): number {
	let ratio = 1;
	for (let i = 0; i < k; i++) ratio *= Math.max(0, c - i) / (n - i);
	return ratio;
}

function averageOver(values: ArrayLike<number>, of: (value: number) => number): number | null {
	if (values.length === 0) return null;
	let total = 0;
	for (let i = 0; i < values.length; i++) total += of(values[i] ?? 0);
	return total / values.length;
}
