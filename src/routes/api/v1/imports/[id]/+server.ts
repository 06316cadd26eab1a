import { notFound, object } from '#lib/server/answers.ts';
import { job } from '#lib/server/import-jobs.ts';
import { receipts } from '#lib/server/receipts.ts';
import { undo } from '#lib/server/undo.ts';
import type { RequestHandler } from './$types';

/** An import's receipt by its number, or how far an upload is by its job id. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const running = job(params.id);
	if (running) return object({ phase: running.phase, rows: running.rows });
	const { warehouse } = await locals.workspace();
	const found = (await receipts(warehouse)).find((one) => String(one.import_id) === params.id);
	return found ? object({ receipts: [found] }) : notFound(`There is no import ${params.id}.`);
};

/** Undoes an import, or cancels a running upload. */
export const DELETE: RequestHandler = async ({ params, locals }) => {
	const running = job(params.id);
	if (running) {
		running.abort.abort();
		return object({ cancelled: true });
	}
	const { warehouse } = await locals.workspace();
	const receipt = /^\d+$/.test(params.id) ? await undo(warehouse, Number(params.id)) : null;
	return receipt ? object({ receipts: [receipt] }) : notFound(`There is no import ${params.id}.`);
};
