import { badRequest, object } from '#lib/server/answers.ts';
import { ownPricesBody } from '#lib/server/own-prices/body.ts';
import { previewOwnPrices } from '#lib/server/own-prices/preview.ts';
import type { RequestHandler } from './$types';

/** What a list would change, per model; nothing is stored. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const read = await ownPricesBody(request);
	if ('problem' in read) return badRequest(read.problem, read.status);
	const { warehouse } = await locals.workspace();
	return object({ models: await previewOwnPrices(warehouse, read.rows, request.signal) });
};
