import { meanDrop, successOverMonths, type Calendar } from './calendar.ts';
import { correlatedUniforms, type CorrelatedGroup } from './correlation.ts';
import { throughQuantile, type Distribution } from './distribution.ts';
import type { OptionPlan } from './option-plan.ts';
import { REVIEW_ALONE } from './oversight.ts';
import {
	successFactor,
	type Scenario,
	type ScenarioOption,
	type ScenarioScope
} from './scenario.ts';
import { CHUNK_TRIALS, streamOf } from './statistics/random.ts';
import { fillSobol } from './statistics/sobol.ts';
import { drawTrials, type Trials } from './trials.ts';

/** Some trials of a scenario, with the plan of every option on them. */
export interface ScenarioView {
	trials: Trials;
	plans: OptionPlan[];
}

/** A column of values of one variable, one per trial. */
export type Draw = (distribution: Distribution, variable: string) => Float64Array;

/** A scenario made ready; everything but functions, so that a worker can make its own. */
export interface PreparedSimulation {
	scenario: Scenario;
	calendar: Calendar;
	seed: number | string;
	trials: number;
	mode: SimulationMode;
	/** Sobol dimension of each drawn input. */
	dimensions: ReadonlyMap<string, number>;
	/** Inputs that are drawn together; null when none are. */
	group: CorrelatedGroup<string> | null;
	/** A chunk's column of each input that is a point; columns are never written to. */
	points: ReadonlyMap<string, Float64Array>;
}

/** How parameters are drawn: independently, in mirrored pairs, or by 16 shifted Sobol sequences. */
export type SimulationMode = 'random' | 'antithetic' | 'sobol';

/** Replications in Sobol mode, whose spread is the error. */
export const SOBOL_REPLICATIONS = 16;

/** The trials from one chunk on, drawn from the scenario's own streams. */
export function viewOf(
	prepared: PreparedSimulation,
	firstChunk: number,
	count: number
): ScenarioView {
	const uniforms = scenarioUniforms(prepared, firstChunk, count);
	return viewWith(prepared, count, (distribution, variable) => {
		const point = count <= CHUNK_TRIALS ? prepared.points.get(variable) : undefined;
		if (point) return point.subarray(0, count);
		if (distribution.kind === 'point') return new Float64Array(count).fill(distribution.value);
		return throughQuantile(distribution, uniforms(variable));
	});
}

/** Trials and plans whose values are given. */
export function viewWith(
	{ scenario, calendar, seed }: PreparedSimulation,
	count: number,
	draw: Draw
): ScenarioView {
	const trials = drawTrials(scenario.beliefs, {
		seed,
		count,
		starting: scenario.starting,
		retrainEveryMonths: scenario.retrainEveryMonths,
		draw: ({ name, distribution }) => draw(distribution, name)
	});
	const factor = successFactor(scenario);
	const drop = meanDrop(calendar, scenario.driftPerMonth);
	const plans = scenario.options.map((option): OptionPlan => {
		const share = (of: number | Distribution, name: string) =>
			typeof of === 'number' ? new Float64Array(count).fill(of) : draw(of, name);
		const scope = inScope(option.scope ?? null, trials, count, draw);
		const before = scope.successBefore;
		return {
			option: option.option,
			...scope,
			success: successOverMonths(before, calendar, scenario.driftPerMonth, factor),
			successFactor: factor,
			successDrop: drop,
			reviewShareGood: share(option.reviewShareGood, reviewVariables(option).good),
			reviewShareBad: share(option.reviewShareBad, reviewVariables(option).bad),
			oversight: option.oversight ?? REVIEW_ALONE,
			threshold: option.threshold ?? null
		};
	});
	return { trials, plans };
}

/** The streams of an option's review shares: those of the verdict's gate unless it has a scope. */
function reviewVariables({ scope }: ScenarioOption): { good: string; bad: string } {
	const prefix = scope ? 'scope.gate' : 'gate';
	return { good: `${prefix}.right`, bad: `${prefix}.wrong` };
}

type InScope = Pick<
	OptionPlan,
	| 'runCost'
	| 'successBefore'
	| 'scopeShare'
	| 'humanMinutesRatio'
	| 'segments'
	| 'followsTaskSuccess'
>;

/** Success and cost of the cases an option handles. */
function inScope(
	scope: ScenarioScope | null,
	{ columns }: Trials,
	count: number,
	draw: Draw
): InScope {
	const { case_success_rate: successBefore, cost_per_case_usd: runCost } = columns;
	const whole = { runCost, successBefore, segments: null, followsTaskSuccess: true };
	if (!scope) return { ...whole, scopeShare: 1, humanMinutesRatio: 1 };
	const { share: scopeShare, humanMinutesRatio, parts, costRatio: ratio } = scope;
	const scaled = (times: number) => (times === 1 ? runCost : runCost.map((cost) => cost * times));
	if (parts === null) return { ...whole, runCost: scaled(ratio), scopeShare, humanMinutesRatio };
	const rates = new Float64Array(count);
	let costRatio = 0;
	for (const { name, weight, success, costRatio: ofPart } of parts) {
		const rate = draw({ kind: 'beta', ...success }, `segment.later:${name}`);
		for (let i = 0; i < count; i++) rates[i] = (rates[i] ?? 0) + weight * (rate[i] ?? 0);
		costRatio += weight * ofPart;
	}
	return {
		runCost: scaled(ratio * costRatio),
		successBefore: rates,
		scopeShare,
		humanMinutesRatio,
		segments: parts.map((part) => part.name),
		followsTaskSuccess: false
	};
}

/** The scenario's own luck: one stream per variable, but for those that go together. */
function scenarioUniforms(
	prepared: PreparedSimulation,
	firstChunk: number,
	count: number
): (variable: string) => Float64Array {
	const { group } = prepared;
	const alone = (name: string) => uniformsOf(name, prepared, firstChunk, count);
	const mixed = group ? correlatedUniforms(group, group.names.map(alone)) : [];
	const grouped = new Map(group?.names.map((name, k) => [name, mixed[k] ?? alone(name)]));
	return (name) => grouped.get(name)?.slice() ?? alone(name);
}

/** One uniform per trial for one variable, over as many chunks as it takes. */
function uniformsOf(
	name: string,
	prepared: PreparedSimulation,
	firstChunk: number,
	count: number
): Float64Array {
	const column = new Float64Array(count);
	for (let from = 0; from < count; from += CHUNK_TRIALS) {
		const chunk = firstChunk + from / CHUNK_TRIALS;
		fillChunk(column.subarray(from, from + CHUNK_TRIALS), name, chunk, prepared);
	}
	return column;
}

function fillChunk(
	column: Float64Array,
	name: string,
	chunk: number,
	{ seed, mode, trials, dimensions }: PreparedSimulation
): void {
	const dimension = dimensions.get(name);
	if (mode === 'sobol' && dimension !== undefined) {
		const size = trials / SOBOL_REPLICATIONS;
		for (let from = 0; from < column.length;) {
			const trial = chunk * CHUNK_TRIALS + from;
			const replication = Math.floor(trial / size);
			const end = Math.min(column.length, from + size - (trial % size));
			fillSobol(column.subarray(from, end), dimension, trial % size, `${seed}|${replication}`);
			from = end;
		}
		return;
	}
	streamOf(seed, name, chunk).fill(column);
	if (mode === 'antithetic')
		for (let i = 1; i < column.length; i += 2) column[i] = 1 - (column[i - 1] ?? 0);
}
