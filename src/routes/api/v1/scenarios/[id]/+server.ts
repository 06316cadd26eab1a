import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { rowId } from '#lib/server/row-id.ts';
import { deleteScenario, scenarioVersions } from '#lib/server/scenarios/store.ts';
import { scenarioJson } from '#lib/scenarios/write-scenario.ts';
import type { RequestHandler } from './$types';

/** A saved scenario: the newest version or `version` as a scenario file, and its history. */
export const GET: RequestHandler = async ({ params, url, locals }) => {
	const { warehouse } = await locals.workspace();
	const versions = await scenarioVersions(warehouse, rowId(params.id));
	const asked = url.searchParams.get('version');
	const found =
		asked === null ? versions[0] : versions.find(({ version }) => String(version) === asked);
	if (!found)
		return notFound(
			versions.length === 0
				? `There is no scenario ${params.id}.`
				: `Scenario ${params.id} has no version ${asked}.`
		);
	return object({
		id: found.id,
		version: found.version,
		scenario: scenarioJson(found.scenario),
		history: versions.map(({ version, note, stated_by, stated_at, lock, changes }) => ({
			version,
			note,
			stated_by,
			stated_at,
			lock,
			changes
		}))
	});
};

/** Removes a saved scenario with all its versions; refused while one is locked. */
export const DELETE: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const done = await deleteScenario(warehouse, rowId(params.id));
	if (done === 'unknown') return notFound(`There is no scenario ${params.id}.`);
	if (done === 'locked')
		return badRequest('A version of this scenario is locked: unlock it first.', 409);
	return object({ deleted: true });
};
