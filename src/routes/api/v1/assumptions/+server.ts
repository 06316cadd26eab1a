import { badRequest, object } from '#lib/server/answers.ts';
import { readAssumptions, writeAssumptions } from '#lib/server/assumptions/file.ts';
import { problemList } from '#lib/server/assumptions/problem-list.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { storedAssumptions } from '#lib/server/assumptions/stored.ts';
import { limitedText } from '#lib/server/limited-text.ts';
import type { RequestHandler } from './$types';

/** What was entered: CSV, or JSON with `format=json`. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const { warehouse } = await locals.workspace();
	const rows = await storedAssumptions(warehouse);
	if (url.searchParams.get('format') === 'json') return object({ rows });
	return new Response(writeAssumptions(rows), {
		headers: { 'content-type': 'text/csv; charset=utf-8' }
	});
};

/** CSV or YAML rows of task, name, value, low, high, source, note: all are stored, or none. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const text = await limitedText(request, 5_000_000);
	if (text === null) return badRequest('The file of assumptions is larger than 5 MB.', 413);
	const read = readAssumptions(text);
	if ('problems' in read) return badRequest(`Nothing was stored: ${problemList(read.problems)}`);
	const { warehouse } = await locals.workspace({ create: true });
	await storeAssumptions(warehouse, read.entered);
	return object({ stored: read.entered.length });
};
