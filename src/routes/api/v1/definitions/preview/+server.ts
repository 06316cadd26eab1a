import { badRequest, object } from '#lib/server/answers.ts';
import { definitionsBody } from '#lib/server/definitions/body.ts';
import { previewDefinitions } from '#lib/server/definitions/preview.ts';
import type { RequestHandler } from './$types';

/** What a document would change, per task; nothing is stored. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const read = await definitionsBody(request);
	if ('problem' in read) return badRequest(read.problem, read.status);
	const { warehouse } = await locals.workspace();
	return object({ ...(await previewDefinitions(warehouse, read.definitions, request.signal)) });
};
