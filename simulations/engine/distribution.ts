import type { Figure } from './estimate.ts';
import { betaFromInterval } from './statistics/beta-fit.ts';
import { betaTable } from './statistics/beta.ts';
import { gammaTable } from './statistics/gamma.ts';
import {
	lognormalMoments,
	twoPieceAt,
	twoPieceLognormal,
	twoPieceMean
} from './statistics/lognormal.ts';
import { metalogQuantile, type Metalog } from './statistics/metalog.ts';
import { normalDensity, normalQuantile } from './statistics/normal.ts';
import { pertMoments, type Pert } from './statistics/pert.ts';
import { quantileAt, quantileTable, type QuantileTable } from './statistics/quantile-table.ts';
import { CHUNK_TRIALS, SMALLEST_UNIFORM, streamOf } from './statistics/random.ts';

/** What an input may be: one figure, or what we believe about it. */
export type Distribution =
	| { kind: 'point'; value: number }
	| { kind: 'beta'; alpha: number; beta: number }
	| { kind: 'gamma'; shape: number; rate: number }
	| { kind: 'lognormal'; mu: number; sigma: number }
	| { kind: 'two_piece_lognormal'; median: number; sigmaLow: number; sigmaHigh: number }
	| { kind: 'two_piece_normal'; median: number; sigmaLow: number; sigmaHigh: number }
	| ({ kind: 'pert' } & Pert)
	| ({ kind: 'metalog' } & Metalog);

/** Which family a kind of input takes when it is given by a 90 % interval. */
export type Family = 'probability' | 'positive' | 'signed' | 'point';

/** What we believe about an input from its figure and its 90 % interval (simulation-spec D.3). */
export function distributionOf(figure: Figure, family: Family): Distribution {
	const { value, low, high } = figure;
	if (low === null || high === null || low === high || family === 'point')
		return { kind: 'point', value };
	if (family === 'probability') return { kind: 'beta', ...betaFromInterval(low, high) };
	if (family === 'positive')
		return { kind: 'two_piece_lognormal', ...twoPieceLognormal(value, low, high) };
	const z = normalQuantile(0.95);
	return {
		kind: 'two_piece_normal',
		median: value,
		sigmaLow: (value - low) / z,
		sigmaHigh: (high - value) / z
	};
}

/** The inverse CDF, as a table where the exact one is slow; p strictly between 0 and 1. */
export function quantileFunction(distribution: Distribution): (p: number) => number {
	const d = distribution;
	const normal = normalTable();
	const score = (p: number) => quantileAt(normal, p);
	switch (d.kind) {
		case 'point':
			return () => d.value;
		case 'beta':
			return tableAt(betaTable(d.alpha, d.beta));
		case 'gamma': {
			const at = tableAt(gammaTable(d.shape));
			return (p) => at(p) / d.rate;
		}
		case 'lognormal':
			return (p) => Math.exp(d.mu + d.sigma * score(p));
		case 'two_piece_lognormal':
			return (p) => twoPieceAt(d, score(p));
		case 'two_piece_normal':
			return (p) => {
				const z = score(p);
				return d.median + z * (z < 0 ? d.sigmaLow : d.sigmaHigh);
			};
		case 'pert': {
			const at = tableAt(betaTable(d.alpha, d.beta));
			return (p) => d.min + (d.max - d.min) * at(p);
		}
		case 'metalog':
			if (!d.feasible) throw new RangeError('these three percentiles fit no metalog');
			return (p) => metalogQuantile(d, p);
	}
}

function tableAt(table: QuantileTable): (p: number) => number {
	return (p) => quantileAt(table, p);
}

/** The standard normal, which four of the kinds below are drawn through. */
function normalTable(): QuantileTable {
	return quantileTable('normal', {
		quantile: normalQuantile,
		density: normalDensity,
		slope: (score) => -score,
		value: (score) => score,
		stretch: () => 1
	});
}

/** The mean in closed form; null for a metalog, which has none. */
export function meanOf(distribution: Distribution): number | null {
	const d = distribution;
	switch (d.kind) {
		case 'point':
			return d.value;
		case 'beta':
			return d.alpha / (d.alpha + d.beta);
		case 'gamma':
			return d.shape / d.rate;
		case 'lognormal':
			return lognormalMoments(d).mean;
		case 'two_piece_lognormal':
			return twoPieceMean(d);
		case 'two_piece_normal':
			return d.median + (d.sigmaHigh - d.sigmaLow) / Math.sqrt(2 * Math.PI);
		case 'pert':
			return pertMoments(d).mean;
		case 'metalog':
			return null;
	}
}

/**
 * One value per trial, each from one uniform of the stream (seed, variable, chunk): two scenarios
 * with the same seed draw from the same luck.
 */
export function drawColumn(
	distribution: Distribution,
	seed: number | string,
	variable: string,
	trials: number
): Float64Array {
	if (distribution.kind === 'point') return new Float64Array(trials).fill(distribution.value);
	return throughQuantile(distribution, uniformColumn(seed, variable, trials));
}

/** The uniforms behind such a column. */
export function uniformColumn(
	seed: number | string,
	variable: string,
	trials: number
): Float64Array {
	const column = new Float64Array(trials);
	for (let from = 0; from < trials; from += CHUNK_TRIALS)
		streamOf(seed, variable, from / CHUNK_TRIALS).fill(column.subarray(from, from + CHUNK_TRIALS));
	return column;
}

/** Uniforms turned into values of a distribution, in place. */
export function throughQuantile(distribution: Distribution, uniforms: Float64Array): Float64Array {
	const d = distribution;
	// One loop per family: a call through `quantileFunction` for each value takes three times as long.
	if (d.kind === 'beta') return throughTable(betaTable(d.alpha, d.beta), uniforms);
	if (d.kind === 'lognormal') {
		throughTable(normalTable(), uniforms);
		for (let i = 0; i < uniforms.length; i++)
			uniforms[i] = Math.exp(d.mu + d.sigma * (uniforms[i] ?? 0));
		return uniforms;
	}
	if (d.kind === 'two_piece_lognormal') {
		throughTable(normalTable(), uniforms);
		for (let i = 0; i < uniforms.length; i++) uniforms[i] = twoPieceAt(d, uniforms[i] ?? 0);
		return uniforms;
	}
	const quantile = quantileFunction(d);
	for (let i = 0; i < uniforms.length; i++)
		uniforms[i] = quantile(Math.max(SMALLEST_UNIFORM, uniforms[i] ?? 0));
	return uniforms;
}

function throughTable(table: QuantileTable, uniforms: Float64Array): Float64Array {
	for (let i = 0; i < uniforms.length; i++)
		uniforms[i] = quantileAt(table, Math.max(SMALLEST_UNIFORM, uniforms[i] ?? 0));
	return uniforms;
}
