import { correlatedGroup, correlatedUniforms, type CorrelatedGroup } from './correlation.ts';
import { throughQuantile } from './distribution.ts';
import { expectedFutures, personFutures } from './expected-future.ts';
import { drawIncidentLosses } from './incident-stream.ts';
import { futuresOf, type OptionFuture } from './scenario-summary.ts';
import { calendarOf, uncertainInputs, type Calendar, type Scenario } from './scenario.ts';
import { CHUNK_TRIALS, streamOf } from './statistics/random.ts';
import { fillSobol, isPowerOfTwo, SOBOL_DIMENSIONS } from './statistics/sobol.ts';
import { at, drawTrials } from './trials.ts';

/** How parameters are drawn: independently, in mirrored pairs, or by 16 shifted Sobol sequences. */
export type SimulationMode = 'random' | 'antithetic' | 'sobol';

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

/** Draws of one chunk, option by option: given the parameters, and with incidents as they fell. */
export interface ChunkDraws {
	chunk: number;
	expected: Float64Array[];
	withEvents: Float64Array[];
}

/** Replications in Sobol mode, whose spread is the error. */
const SOBOL_REPLICATIONS = 16;

/** Runs a scenario (simulation-spec D.5, H): pure, chunk by chunk, the same bits for the same seed. */
export function simulate(scenario: Scenario, options: SimulationOptions): SimulationResult {
	const { seed, trials = 20_000, mode = 'random', onChunk } = options;
	const prepared = prepare(scenario, { seed, trials, mode });
	const chunks = Math.ceil(trials / CHUNK_TRIALS);
	const done: ChunkDraws[] = [];
	for (let chunk = 0; chunk < chunks; chunk++) {
		done.push(simulateChunk(prepared, chunk));
		if (onChunk?.(chunk + 1, chunks) === false) break;
	}
	return assemble(prepared, done, options.keepDraws ?? false);
}

/** A scenario made ready for its chunks; structured-clone it to workers by its parts, not itself. */
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
	const { scenario, calendar, seed } = prepared;
	const count = Math.min(CHUNK_TRIALS, prepared.trials - chunk * CHUNK_TRIALS);
	const together = groupUniforms(prepared, chunk, count);
	const trials = drawTrials(scenario.beliefs, {
		seed,
		count,
		starting: scenario.starting,
		draw: ({ name, distribution }) =>
			prepared.points.get(name)?.subarray(0, count) ??
			throughQuantile(
				distribution,
				together.get(name) ?? inputUniforms(name, prepared, chunk, count)
			)
	});
	const agent = expectedFutures(scenario, calendar, trials);
	const person = personFutures(calendar, trials);
	const { volume_per_month: casesPerMonth, incident_mean_cost: meanSeverityUsd } = trials.columns;
	const fallen = (side: string, perCase: Float64Array, options: number) =>
		drawIncidentLosses({ perCase, options, casesPerMonth, meanSeverityUsd }, calendar, {
			seed,
			side,
			chunk,
			sigma: scenario.severitySigma
		});
	const losses = fallen('agent', agent.incidents, scenario.options.length);
	const [humanLosses = new Float64Array(count)] = fallen('human', person.incidents, 1);
	// What fell in place of what was expected, for the agent and for the person it replaces.
	const withEvents = agent.netBenefits.map((draws, k) =>
		draws.map(
			(value, i) =>
				value +
				at(agent.losses[k] ?? draws, i) -
				at(losses[k] ?? draws, i) -
				at(person.losses, i) +
				at(humanLosses, i)
		)
	);
	return { chunk, expected: agent.netBenefits, withEvents };
}

/** Chunks, in whatever order they were done, put together and summed up. */
export function assemble(
	{ scenario, seed, trials, mode, group }: PreparedSimulation,
	chunks: readonly ChunkDraws[],
	keepDraws: boolean
): SimulationResult {
	const ordered = [...chunks].sort((a, b) => a.chunk - b.chunk);
	const joined = (of: (chunk: ChunkDraws) => Float64Array | undefined) =>
		concatenated(ordered.map((chunk) => of(chunk) ?? new Float64Array()));
	const draws: Record<string, Float64Array> = {};
	const options = scenario.options.map(({ option }, k) => {
		const withEvents = joined((chunk) => chunk.withEvents[k]);
		draws[option] = withEvents;
		return { option, expected: joined((chunk) => chunk.expected[k]), withEvents };
	});
	const repaired = group?.repaired
		? ['no inputs can go together as asked; the nearest possible correlations were used']
		: [];
	const done = options[0]?.withEvents.length ?? 0;
	const cancelled = done < trials;
	const futures = futuresOf(scenario, options, mode === 'sobol' ? SOBOL_REPLICATIONS : null);
	return {
		options: futures.options,
		draws: keepDraws ? draws : null,
		diagnostics: { trials: done, cancelled, warnings: [...repaired, ...futures.warnings] },
		provenance: { seed, mode, chunkTrials: CHUNK_TRIALS }
	};
}

/** Uniforms of the inputs that go together, by name. */
function groupUniforms(
	prepared: PreparedSimulation,
	chunk: number,
	count: number
): ReadonlyMap<string, Float64Array> {
	const { group } = prepared;
	if (!group) return new Map();
	const alone = group.names.map((name) => inputUniforms(name, prepared, chunk, count));
	const mixed = correlatedUniforms(group, alone);
	return new Map(group.names.map((name, k) => [name, mixed[k] ?? new Float64Array(count)]));
}

/** One uniform per trial of a chunk for one input. */
function inputUniforms(
	name: string,
	{ seed, mode, trials, dimensions }: PreparedSimulation,
	chunk: number,
	count: number
): Float64Array {
	const column = new Float64Array(count);
	if (mode === 'sobol') {
		const size = trials / SOBOL_REPLICATIONS;
		for (let from = 0; from < count;) {
			const trial = chunk * CHUNK_TRIALS + from;
			const replication = Math.floor(trial / size);
			const part = column.subarray(from, Math.min(count, from + size - (trial % size)));
			fillSobol(part, dimensions.get(name) ?? 0, trial % size, `${seed}|${replication}`);
			from += part.length;
		}
		return column;
	}
	streamOf(seed, name, chunk).fill(column);
	if (mode === 'antithetic')
		for (let i = 1; i < count; i += 2) column[i] = 1 - (column[i - 1] ?? 0);
	return column;
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
	const out = new Float64Array(parts.reduce((total, part) => total + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}
