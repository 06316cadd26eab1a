import { betaI, logBeta } from './statistics/beta.ts';
import { logGamma } from './statistics/gamma.ts';
import { normalCdf, normalDensity } from './statistics/normal.ts';
import type { BetaShape } from './statistics/posterior.ts';
import { mean } from './statistics/summary.ts';

/** Expected gain of knowing the state before choosing: rows are actions, columns states (EVPI). */
export function perfectInformation(
	stateProbabilities: readonly number[],
	netBenefitByAction: readonly (readonly number[])[]
) {
	const expected = netBenefitByAction.map((row) =>
		row.reduce((total, value, state) => total + value * (stateProbabilities[state] ?? 0), 0)
	);
	const best = Math.max(...expected);
	const withInformation = stateProbabilities.reduce(
		(total, probability, state) =>
			total + probability * Math.max(...netBenefitByAction.map((row) => row[state] ?? -Infinity)),
		0
	);
	return {
		expected,
		bestAction: expected.indexOf(best),
		withInformation,
		value: withInformation - best
	};
}

/** EVPI from draws of each option's net benefit on common trials; 0 of no draws. */
export function perfectInformationOfDraws(options: readonly Float64Array[]): number {
	const trials = options[0]?.length ?? 0;
	if (trials === 0) return 0;
	let total = 0;
	for (let trial = 0; trial < trials; trial++) {
		let best = -Infinity;
		for (const draws of options) best = Math.max(best, draws[trial] ?? 0);
		total += best;
	}
	return Math.max(0, total / trials - Math.max(...options.map((draws) => mean(draws) ?? 0)));
}

/** EVPI of a normally distributed gain against doing nothing, and P(the better choice is wrong). */
export function perfectInformationOfNormal(average: number, deviation: number) {
	const z = Math.abs(average) / deviation;
	return {
		value: deviation * normalDensity(z) - Math.abs(average) * normalCdf(-z),
		probabilityWrong: normalCdf(-z)
	};
}

/**
 * Expected gain of knowing one parameter (EVPPI): regression of net benefit on a polynomial of it,
 * degree 5, then the gain of choosing by the fitted means (Strong, Oakley, Brennan 2014).
 */
export function parameterInformation(
	options: readonly Float64Array[],
	parameter: Float64Array,
	degree = 5
): number {
	const basis = orthonormalPolynomials(parameter, degree);
	const fitted = options.map((draws) => {
		const values = new Float64Array(draws.length);
		for (const column of basis) {
			let weight = 0;
			for (let i = 0; i < draws.length; i++) weight += (column[i] ?? 0) * (draws[i] ?? 0);
			for (let i = 0; i < draws.length; i++)
				values[i] = (values[i] ?? 0) + weight * (column[i] ?? 0);
		}
		return values;
	});
	return perfectInformationOfDraws(fitted);
}

/** A net benefit that is linear in the success rate: intercept + slope x rate. */
export interface Line {
	intercept: number;
	slope: number;
}

/** E[max over the lines] when the rate is known exactly, by the upper envelope of the lines. */
export function expectedBestKnowing(lines: readonly Line[], { alpha, beta }: BetaShape): number {
	const average = alpha / (alpha + beta);
	let total = 0;
	let from = 0;
	let line = steepestAt(lines, 0);
	for (let round = 0; line && from < 1 && round <= lines.length; round++) {
		const current = line;
		const next = lines
			.filter((other) => other.slope > current.slope)
			.map((other) => ({
				other,
				at: (current.intercept - other.intercept) / (other.slope - current.slope)
			}))
			.sort((a, b) => a.at - b.at || b.other.slope - a.other.slope)[0];
		const to = Math.min(1, next?.at ?? 1);
		if (to > from) {
			const mass = betaI(alpha, beta, to) - betaI(alpha, beta, from);
			const weighted = average * (betaI(alpha + 1, beta, to) - betaI(alpha + 1, beta, from));
			total += current.intercept * mass + current.slope * weighted;
			from = to;
		}
		line = next?.other;
	}
	return total;
}

/**
 * E[max over the lines] after n more verified outcomes: the exact sum over how many of them succeed
 * (beta-binomial preposterior). `linesAfter` may name the lines allowed after x successes.
 */
export function expectedBestAfter(
	n: number,
	lines: readonly Line[],
	{ alpha, beta }: BetaShape,
	linesAfter: (successes: number) => readonly Line[] = () => lines
): number {
	const density = betaBinomialDensities(n, alpha, beta);
	let total = 0;
	for (let x = 0; x <= n; x++) {
		const rate = (alpha + x) / (alpha + beta + n);
		total += (density[x] ?? 0) * bestAt(linesAfter(x), rate);
	}
	return total;
}

/** Expected value of the best line at a rate; -Infinity of no lines. */
export function bestAt(lines: readonly Line[], rate: number): number {
	let best = -Infinity;
	for (const line of lines) best = Math.max(best, line.intercept + line.slope * rate);
	return best;
}

/** What a sample of n more outcomes is worth: EVSI, and ENBS after its cost. */
export interface SampleValue {
	n: number;
	evsiUsd: number;
	enbsUsd: number;
}

/** EVSI and ENBS of each sample size for options linear in the success rate. */
export function sampleValues(
	sizes: readonly number[],
	lines: readonly Line[],
	prior: BetaShape,
	costOf: (n: number) => number
): SampleValue[] {
	const now = bestAt(lines, prior.alpha / (prior.alpha + prior.beta));
	return sizes.map((n) => {
		const evsiUsd = Math.max(0, expectedBestAfter(n, lines, prior) - now);
		return { n, evsiUsd, enbsUsd: evsiUsd - costOf(n) };
	});
}

/** The sample with the highest expected net benefit; the smallest of equals, null of none. */
export function bestSample(values: readonly SampleValue[]): SampleValue | null {
	return values.reduce<SampleValue | null>(
		(best, value) => (best === null || value.enbsUsd > best.enbsUsd ? value : best),
		null
	);
}

function steepestAt(lines: readonly Line[], rate: number): Line | undefined {
	const best = bestAt(lines, rate);
	return lines
		.filter((line) => line.intercept + line.slope * rate === best)
		.sort((a, b) => b.slope - a.slope)[0];
}

/** P(x of n succeed), x = 0 to n, by ratios from the likeliest x outwards. */
function betaBinomialDensities(n: number, alpha: number, beta: number): Float64Array {
	const density = new Float64Array(n + 1);
	const top = Math.min(n, Math.max(0, Math.round((n * alpha) / (alpha + beta))));
	const choose = logGamma(n + 1) - logGamma(top + 1) - logGamma(n - top + 1);
	density[top] = Math.exp(choose + logBeta(alpha + top, beta + n - top) - logBeta(alpha, beta));
	const ratio = (x: number) => ((n - x) * (alpha + x)) / ((x + 1) * (beta + n - x - 1));
	for (let x = top; x < n; x++) density[x + 1] = (density[x] ?? 0) * ratio(x);
	for (let x = top; x > 0; x--) density[x - 1] = (density[x] ?? 0) / ratio(x - 1);
	return density;
}

/** Powers of the standardised parameter made orthonormal over the draws (Gram-Schmidt, twice). */
function orthonormalPolynomials(parameter: Float64Array, degree: number): Float64Array[] {
	const centre = mean(parameter) ?? 0;
	const widest = parameter.reduce((most, x) => Math.max(most, Math.abs(x - centre)), 0) || 1;
	const basis: Float64Array[] = [];
	for (let power = 0; power <= degree; power++) {
		const column = parameter.map((x) => ((x - centre) / widest) ** power);
		for (let pass = 0; pass < 2; pass++)
			for (const earlier of basis) {
				const overlap = dot(column, earlier);
				for (let i = 0; i < column.length; i++)
					column[i] = (column[i] ?? 0) - overlap * (earlier[i] ?? 0);
			}
		const length = Math.sqrt(dot(column, column));
		// A parameter with few distinct values supports no higher power.
		if (length < 1e-9) break;
		basis.push(column.map((x) => x / length));
	}
	return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
	let total = 0;
	for (let i = 0; i < a.length; i++) total += (a[i] ?? 0) * (b[i] ?? 0);
	return total;
}
