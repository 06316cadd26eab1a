import { object } from '#lib/server/answers.ts';
import { allChanges } from '#lib/server/change-log/all-changes.ts';
import { askedChanges } from '#lib/server/change-log/asked-changes.ts';
import { MOST_CHANGES } from '#lib/server/change-log/changes.ts';
import type { RequestHandler } from './$types';

/** Who changed what, the last changes first. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { warehouse } = await locals.workspace();
	const filter = askedChanges(url.searchParams);
	return object({ rows: await allChanges(warehouse, filter, { most: MOST_CHANGES }) });
};
