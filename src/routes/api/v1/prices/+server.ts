import { badRequest, object } from '#lib/server/answers.ts';
import { ownPricesBody } from '#lib/server/own-prices/body.ts';
import { ownPrices, saveOwnPrices } from '#lib/server/own-prices/store.ts';
import type { RequestHandler } from './$types';

/** The workspace's own prices, as the document that PUT takes. */
export const GET: RequestHandler = async ({ locals }) => {
	const { warehouse } = await locals.workspace();
	return object({ breakeven_schema: 'prices/1', prices: await ownPrices(warehouse) });
};

/** Saves a whole list in place of the one before; calls that it concerns are priced anew. */
export const PUT: RequestHandler = async ({ request, url, locals }) => {
	const read = await ownPricesBody(request);
	if ('problem' in read) return badRequest(read.problem, read.status);
	const { warehouse } = await locals.workspace({ create: true });
	const note = url.searchParams.get('note')?.trim().slice(0, 200) || null;
	const models = await saveOwnPrices(warehouse, read.rows, note, request.signal);
	return object({ prices: read.rows.length, models });
};
