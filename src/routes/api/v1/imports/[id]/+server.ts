import { notFound, object } from '#lib/server/answers.ts';
import { job } from '#lib/server/import-jobs.ts';
import { receipts } from '#lib/server/receipts.ts';
import { undo } from '#lib/server/undo.ts';
import type { RequestHandler } from './$types';

/** Job ids are the client's own: one that is not running has ended, which is no fault to speak of. */
const isJobId = (id: string) => !/^\d+$/.test(id);

/** An import's receipt by its number, or how far an upload is by its job id. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const running = job(params.id);
	if (running) return object({ phase: running.phase, rows: running.rows });
	if (isJobId(params.id)) return object({ phase: 'ended', rows: null });
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
	if (isJobId(params.id)) return object({ cancelled: false });
	const { warehouse } = await locals.workspace();
	const receipt = await undo(warehouse, Number(params.id));
	return receipt ? object({ receipts: [receipt] }) : notFound(`There is no import ${params.id}.`);
};
