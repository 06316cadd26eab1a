import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { definitionsBody } from '#lib/server/definitions/body.ts';
import {
	currentDefinitions,
	definitionVersions,
	saveDefinitions
} from '#lib/server/definitions/store.ts';
import type { RequestHandler } from './$types';

/** The definitions that hold, or those of `version`, as the document that PUT takes. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const { warehouse } = await locals.workspace();
	const asked = url.searchParams.get('version');
	const found =
		asked === null
			? await currentDefinitions(warehouse)
			: (await definitionVersions(warehouse)).find((one) => String(one.version) === asked);
	if (!found) return notFound(`There is no version ${asked} of the definitions.`);
	return object({
		breakeven_schema: 'definitions/1',
		version: found.version,
		...found.definitions
	});
};

/** Saves a document as a new version, with the note of `note`; every run is made again by it. */
export const PUT: RequestHandler = async ({ request, url, locals }) => {
	const read = await definitionsBody(request);
	if ('problem' in read) return badRequest(read.problem, read.status);
	const { warehouse } = await locals.workspace({ create: true });
	const note = url.searchParams.get('note')?.trim().slice(0, 200) || null;
	const version = await saveDefinitions(warehouse, read.definitions, note, request.signal);
	return object({ version });
};
