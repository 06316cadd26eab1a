import { calendarOf } from './calendar.ts';
import { correlatedGroup } from './correlation.ts';
import { eventLosses } from './event-losses.ts';
import { netBenefit } from './net-benefit.ts';
import { futuresOf, type OptionFuture } from './scenario-summary.ts';
import {
	SOBOL_REPLICATIONS,
	viewOf,
	type PreparedSimulation,
	type SimulationMode
} from './scenario-view.ts';
import { uncertainInputs, type Scenario } from './scenario.ts';
import { CHUNK_TRIALS } from './statistics/random.ts';
import { isPowerOfTwo, SOBOL_DIMENSIONS } from './statistics/sobol.ts';
import { at } from './trials.ts';

export interface SimulationOptions {
	seed: number | string;
	/** 20,000 unless told; 16 x a power of two in Sobol mode. */
	trials?: number;
	mode?: SimulationMode;
	keepDraws?: boolean;
	/** Called after each chunk; the simulation stops when it returns false. */
	onChunk?: (done: number, chunks: number) => boolean | void;
}

/** Simulated futures of every option, against the person alone. */
export interface SimulationResult {
	options: OptionFuture[];
	/** Per option: net benefit of each trial with its incidents as they fell; null unless asked for. */
	draws: Record<string, Float64Array> | null;
	diagnostics: { trials: number; cancelled: boolean; warnings: string[] };
	provenance: { seed: number | string; mode: SimulationMode; chunkTrials: number };
}

/** Draws of one chunk, option by option. */
export interface ChunkDraws {
	chunk: number;
	/** Net benefit given the parameters, and with events as they fell. */
	expected: Float64Array[];
	withEvents: Float64Array[];
	/** Present value of the incidents as they fell. */
	incidentLosses: Float64Array[];
}

/** Runs a scenario (simulation-spec D.5, H): pure, chunk by chunk, the same bits for the same seed. */
export function simulate(scenario: Scenario, options: SimulationOptions): SimulationResult {
	const { seed, trials = 20_000, mode = 'random', onChunk } = options;
	const prepared = prepare(scenario, { seed, trials, mode });
	const chunks = chunksOf(trials);
	const done: ChunkDraws[] = [];
	for (let chunk = 0; chunk < chunks; chunk++) {
		done.push(simulateChunk(prepared, chunk));
		if (onChunk?.(chunk + 1, chunks) === false) break;
	}
	return assemble(prepared, done, options.keepDraws ?? false);
}

/** How many chunks some trials are. */
export function chunksOf(trials: number): number {
	return Math.ceil(trials / CHUNK_TRIALS);
}

/** Checks a scenario and what is asked of it. */
export function prepare(
	scenario: Scenario,
	{ seed, trials, mode }: { seed: number | string; trials: number; mode: SimulationMode }
): PreparedSimulation {
	if (!(Number.isInteger(trials) && trials > 0))
		throw new RangeError(`trials is ${trials}, expected a whole number above 0`);
	const drawn = uncertainInputs(scenario.beliefs);
	if (mode === 'sobol' && !isPowerOfTwo(trials / SOBOL_REPLICATIONS))
		throw new RangeError(`Sobol mode takes 16 x a power of two trials, not ${trials}`);
	if (mode === 'sobol' && drawn.length > SOBOL_DIMENSIONS)
		throw new RangeError(`${drawn.length} uncertain inputs, Sobol mode takes ${SOBOL_DIMENSIONS}`);
	for (const { a, b } of scenario.correlations)
		for (const name of [a, b])
			if (!drawn.some((belief) => belief.name === name))
				throw new RangeError(`${name} is a single figure and cannot go together with another`);
	for (const name of ['human_minutes', 'human_wage_per_hour', 'cost_per_case_usd'] as const)
		if (!scenario.beliefs.has(name)) throw new RangeError(`the scenario has no ${name}`);
	return {
		scenario,
		calendar: calendarOf(scenario),
		seed,
		trials,
		mode,
		dimensions: new Map(drawn.map((belief, k) => [belief.name, k])),
		group: scenario.correlations.length > 0 ? correlatedGroup(scenario.correlations) : null,
		points: new Map(
			[...scenario.beliefs.values()].flatMap(({ name, distribution }) =>
				distribution.kind === 'point'
					? [[name, new Float64Array(CHUNK_TRIALS).fill(distribution.value)]]
					: []
			)
		)
	};
}

/** The trials of one chunk; depends on nothing but the preparation and the chunk's number. */
export function simulateChunk(prepared: PreparedSimulation, chunk: number): ChunkDraws {
	const count = Math.min(CHUNK_TRIALS, prepared.trials - chunk * CHUNK_TRIALS);
	const view = viewOf(prepared, chunk, count);
	const expected = view.plans.map((plan) => netBenefit(view.trials, plan));
	const { agent, surprise } = eventLosses(prepared, view, chunk);
	// What events add has a column of its own by now: net benefit is added in place.
	expected.forEach((draws, k) => {
		const sums = surprise[k] ?? draws;
		for (let i = 0; i < draws.length; i++) sums[i] = at(sums, i) + at(draws, i);
	});
	return { chunk, expected, withEvents: surprise, incidentLosses: agent };
}

/** The chunks of every option put together, in whatever order they were done. */
export function joined(
	chunks: readonly ChunkDraws[],
	of: (chunk: ChunkDraws) => Float64Array | undefined
): Float64Array {
	const ordered = [...chunks].sort((a, b) => a.chunk - b.chunk);
	return concatenated(ordered.map((chunk) => of(chunk) ?? new Float64Array()));
}

/** Chunks put together and summed up. */
export function assemble(
	{ scenario, seed, trials, mode, group }: PreparedSimulation,
	chunks: readonly ChunkDraws[],
	keepDraws: boolean
): SimulationResult {
	const draws: Record<string, Float64Array> = {};
	const options = scenario.options.map(({ option }, k) => {
		const withEvents = joined(chunks, (chunk) => chunk.withEvents[k]);
		draws[option] = withEvents;
		return { option, expected: joined(chunks, (chunk) => chunk.expected[k]), withEvents };
	});
	const repaired = group?.repaired
		? ['no inputs can go together as asked; the nearest possible correlations were used']
		: [];
	const done = options[0]?.withEvents.length ?? 0;
	const replications = mode === 'sobol' ? SOBOL_REPLICATIONS : null;
	const futures = futuresOf(scenario, options, replications);
	return {
		options: futures.options,
		draws: keepDraws ? draws : null,
		diagnostics: {
			trials: done,
			cancelled: done < trials,
			warnings: [...repaired, ...futures.warnings]
		},
		provenance: { seed, mode, chunkTrials: CHUNK_TRIALS }
	};
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
	const out = new Float64Array(parts.reduce((total, part) => total + part.length, 0));
	let end = 0;
	for (const part of parts) {
		out.set(part, end);
		end += part.length;
	}
	return out;
}
