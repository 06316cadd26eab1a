import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { scenarioBody } from '#lib/server/scenarios/scenario-body.ts';
import { rowId } from '#lib/server/row-id.ts';
import { savedScenarios, saveScenario } from '#lib/server/scenarios/store.ts';
import type { RequestHandler } from './$types';

/** The saved scenarios by their newest version, the one saved last first. */
export const GET: RequestHandler = async ({ locals }) => {
	const { warehouse } = await locals.workspace();
	return object({ rows: await savedScenarios(warehouse) });
};

/** Saves the scenario in the body, as the next version of `id` or as a new one; `note` says why. */
export const POST: RequestHandler = async ({ request, url, locals }) => {
	const read = await scenarioBody(request);
	if ('problem' in read) return badRequest(read.problem, read.status);
	const given = url.searchParams.get('id');
	const id = given === null ? null : rowId(given);
	if (id === 0) return badRequest(`id is "${given}", expected the number of a scenario.`);
	const note = url.searchParams.get('note')?.trim().slice(0, 200) || null;
	const { warehouse } = await locals.workspace({ create: true });
	const saved = await saveScenario(warehouse, read.scenario, { id, note });
	return saved ? object(saved) : notFound(`There is no scenario ${given}.`);
};
