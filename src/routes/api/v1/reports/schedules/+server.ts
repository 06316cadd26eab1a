import { badRequest, object } from '#lib/server/answers.ts';
import { askedOf } from '#lib/server/questions.ts';
import { askedSchedule } from '#lib/server/reports/asked-schedule.ts';
import { makeSchedule, reportSchedules } from '#lib/server/reports/schedule-store.ts';
import type { RequestHandler } from './$types';

/** The reports that are written to a folder by the calendar. */
export const GET: RequestHandler = async ({ locals }) => {
	const { warehouse } = await locals.workspace();
	return object({ rows: await reportSchedules(warehouse) });
};

/** Makes a schedule for the runs that the filters of the address leave. */
export const POST: RequestHandler = async ({ url, locals }) => {
	const asked = askedOf(url.searchParams, ['every', 'formats']);
	if ('problem' in asked) return badRequest(asked.problem);
	const formats = (url.searchParams.get('formats') ?? 'html,pdf').split(',');
	const schedule = askedSchedule(url.searchParams.get('every') ?? 'week', formats);
	if ('problem' in schedule) return badRequest(schedule.problem);
	const { warehouse } = await locals.workspace();
	return object({ id: await makeSchedule(warehouse, { ...schedule, filters: asked.filters }) });
};
