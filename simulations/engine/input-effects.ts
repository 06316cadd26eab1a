import type { InputName } from './beliefs.ts';
import { throughQuantile } from './distribution.ts';
import { netBenefit } from './net-benefit.ts';
import { viewWith, type PreparedSimulation, type ScenarioView } from './scenario-view.ts';
import { uncertainInputs } from './scenario.ts';
import { pearson, sobolIndices, type SobolIndex } from './sensitivity.ts';
import type { Source } from './estimate.ts';
import { streamOf } from './statistics/random.ts';
import { fillSobol, SOBOL_DIMENSIONS } from './statistics/sobol.ts';
import { mean, midRanks } from './statistics/summary.ts';

/** How net benefit follows an input over the trials: Spearman's rank correlation, -1 to 1. */
export interface InputRank {
	input: InputName;
	source: Source;
	rho: number;
}

/** Share of the variance of expected net benefit that an input explains (Sobol), as if independent. */
export interface InputShare extends SobolIndex {
	input: InputName;
	source: Source;
}

/** Trials that ranks look at. */
const RANKED = 8192;

/** Rank correlations of an option's net benefit with every uncertain input, the strongest first. */
export function inputRanks(
	{ scenario }: PreparedSimulation,
	{ trials }: Pick<ScenarioView, 'trials'>,
	draws: Float64Array
): InputRank[] {
	const count = Math.min(RANKED, trials.count);
	const ranks = midRanks(draws.subarray(0, count));
	return uncertainInputs(scenario.beliefs)
		.map(({ name, source }): InputRank => {
			const column = trials.ratios.get(name)?.ratio ?? trials.columns[name];
			const rho = pearson(midRanks(column.subarray(0, count)), ranks) ?? 0;
			return { input: name, source, rho };
		})
		.sort((a, b) => Math.abs(b.rho) - Math.abs(a.rho));
}

/** Base points and resamples of the indices: 90 % intervals of about 0.05 either side. */
const POINTS = 2048;
const RESAMPLES = 100;

/**
 * First-order and total Sobol indices of an option's net benefit given the parameters (Saltelli 2010,
 * Jansen 1999), the largest total first. Inputs are moved one by one, as if none went together; what
 * is no input (the shares of a gate) stays at its median. A negative estimate is 0.
 */
export function inputShares(prepared: PreparedSimulation, optionIndex: number): InputShare[] {
	const option = prepared.scenario.options[optionIndex];
	const inputs = uncertainInputs(prepared.scenario.beliefs);
	if (!option || inputs.length === 0) return [];
	const alone = { ...prepared, scenario: { ...prepared.scenario, options: [option] } };
	const place = new Map<string, number>(inputs.map(({ name }, k) => [name, k]));
	const [a, b] = [0, inputs.length].map((first) =>
		inputs.map(({ distribution }, k) =>
			throughQuantile(distribution, basePoints(first + k, prepared.seed))
		)
	);
	const run = (fromB: (input: number) => boolean): Float64Array => {
		const view = viewWith(alone, POINTS, (distribution, variable) => {
			const k = place.get(variable);
			const column = k === undefined ? undefined : (fromB(k) ? b : a)?.[k];
			return column ?? throughQuantile(distribution, new Float64Array(POINTS).fill(0.5));
		});
		const [plan] = view.plans;
		return plan ? netBenefit(view.trials, plan) : new Float64Array(POINTS);
	};
	const ofA = run(() => false);
	// The estimator of the first order loses digits to a mean that is far from 0.
	const centre = mean(ofA) ?? 0;
	const centred = (values: Float64Array) => values.map((value) => value - centre);
	const { variance, indices } = sobolIndices(
		{
			a: centred(ofA),
			b: centred(run(() => true)),
			mixed: inputs.map((_, j) => centred(run((input) => input === j)))
		},
		prepared.seed,
		RESAMPLES
	);
	if (!(variance > 0)) return [];
	return indices
		.map((index, k): InputShare => {
			const { name, source } = inputs[k] ?? { name: 'case_success_rate', source: 'default' };
			const { first, total } = index;
			return {
				...index,
				input: name,
				source,
				first: Math.max(0, first),
				total: Math.max(0, total)
			};
		})
		.sort((x, y) => y.total - x.total);
}

/** One coordinate of the base points: of a Sobol sequence while its dimensions last. */
function basePoints(coordinate: number, seed: number | string): Float64Array {
	const column = new Float64Array(POINTS);
	if (coordinate < SOBOL_DIMENSIONS) fillSobol(column, coordinate, 0, `${seed}|sensitivity`);
	else streamOf(seed, `sensitivity ${coordinate}`, 0).fill(column);
	return column;
}
