import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { rowId } from '#lib/server/row-id.ts';
import { deleteSchedule, pauseSchedule } from '#lib/server/reports/schedule-store.ts';
import type { RequestHandler } from './$types';

/** Pauses a schedule (`paused=1`) or lets it go on (`paused=0`). */
export const PUT: RequestHandler = async ({ params, url, locals }) => {
	const paused = url.searchParams.get('paused');
	if (paused !== '0' && paused !== '1') return badRequest('Expected paused=1 or paused=0.');
	const { warehouse } = await locals.workspace();
	const done = await pauseSchedule(warehouse, rowId(params.schedule), paused === '1');
	return done
		? object({ paused: paused === '1' })
		: notFound(`There is no schedule ${params.schedule}.`);
};

/** Deletes a schedule; what it has written stays. */
export const DELETE: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const done = await deleteSchedule(warehouse, rowId(params.schedule));
	return done ? object({ deleted: true }) : notFound(`There is no schedule ${params.schedule}.`);
};
