import { allChanges } from '#lib/server/change-log/all-changes.ts';
import { askedChanges } from '#lib/server/change-log/asked-changes.ts';
import { MOST_CHANGES } from '#lib/server/change-log/changes.ts';
import { csvLine } from '#lib/server/csv-line.ts';
import type { RequestHandler } from './$types';

const COLUMNS = ['at', 'who', 'kind', 'object', 'what', 'was', 'became'] as const;

/** The change log as a file, the last changes first. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { id, warehouse } = await locals.workspace();
	const rows = await allChanges(warehouse, askedChanges(url.searchParams), { most: MOST_CHANGES });
	const lines = rows.map((row) => csvLine(COLUMNS.map((name) => row[name])));
	return new Response([csvLine([...COLUMNS]), ...lines].join(''), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="breakeven-changes-${id}.csv"`,
			'cache-control': 'no-store'
		}
	});
};
