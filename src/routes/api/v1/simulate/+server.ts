import { availableParallelism } from 'node:os';
import { fewestReplications, mostReplications } from '#lib/scenarios/scenario-shape.ts';
import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { clientGone } from '#lib/server/client-gone.ts';
import { scenarioFacts } from '#lib/server/scenarios/facts.ts';
import { scenarioBody } from '#lib/server/scenarios/scenario-body.ts';
import { GateFull } from '#lib/server/scenarios/simulation-gate.ts';
import { runInPool, TooLong } from '#lib/server/scenarios/simulation-pool.ts';
import type { RequestHandler } from './$types';

/** Simulates the scenario in the body on the workspace's runs; calling it off ends its threads. */
export const POST: RequestHandler = async ({ request, url, locals }) => {
	const read = await scenarioBody(request);
	if ('problem' in read) return badRequest(read.problem, read.status);
	const seed = whole(url, 'seed', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
	const workers = whole(url, 'workers', 1, 16);
	const trials = whole(url, 'replications', fewestReplications, mostReplications);
	for (const one of [seed, workers, trials]) if (typeof one === 'string') return badRequest(one);
	const precision = url.searchParams.get('precision') ?? 'full';
	if (precision !== 'full' && precision !== 'preview')
		return badRequest(`precision is "${precision}", expected "preview" or "full".`);
	const replications = typeof trials === 'number' ? trials : read.scenario.replications;
	const scenario = { ...read.scenario, replications };
	const signal = clientGone(request);
	const { warehouse } = await locals.workspace();
	const known = await scenarioFacts(warehouse, scenario, 'UTC');
	if ('problem' in known) return notFound(known.problem);
	try {
		const result = await runInPool(scenario, known.facts, {
			precision,
			workers: typeof workers === 'number' ? workers : Math.min(2, availableParallelism()),
			signal,
			...(typeof seed === 'number' ? { seed } : {})
		});
		return object({ ...result });
	} catch (error) {
		if (error instanceof Error && error.name === 'RangeError')
			return badRequest(`${error.message}.`);
		if (error instanceof TooLong) return badRequest(error.message, 422);
		if (error instanceof GateFull)
			return Response.json(
				{ message: error.message },
				{ status: 503, headers: { 'retry-after': '10' } }
			);
		// Nobody reads it; the log says why there was no answer.
		if (signal.aborted) return badRequest('The simulation was called off.', 499);
		throw error;
	}
};

/** A whole number of the URL; null where it is not given, a sentence where it is none. */
function whole(url: URL, name: string, min: number, max: number): number | string | null {
	const given = url.searchParams.get(name);
	if (given === null || given === '') return null;
	const value = Number(given);
	const fits = Number.isInteger(value) && value >= min && value <= max;
	return fits ? value : `${name} is "${given}", expected a whole number from ${min} to ${max}.`;
}
