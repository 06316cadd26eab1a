import { object } from '#lib/server/answers.ts';
import { job } from '#lib/server/import-jobs.ts';
import type { RequestHandler } from './$types';

/** How far something is that takes long, under the id that its client chose; `ended` when it is not running. */
export const GET: RequestHandler = ({ params }) => {
	const running = job(params.id);
	return object({ phase: running?.phase ?? 'ended', rows: running?.rows ?? null });
};

/** Calls it off; what was done so far is taken back. */
export const DELETE: RequestHandler = ({ params }) => {
	const running = job(params.id);
	running?.abort.abort();
	return object({ cancelled: running !== undefined });
};
