import { notFound, object } from '#lib/server/answers.ts';
import { verdictEntries } from '#lib/server/verdict-history/entry.ts';
import { historyRows } from '#lib/server/verdict-history/history-row.ts';
import type { RequestHandler } from './$types';

/** What was said of every task, or of `task`, after each change and why; oldest first. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const { warehouse } = await locals.workspace();
	const task = url.searchParams.get('task');
	const entries = await verdictEntries(warehouse, task);
	if (task !== null && entries.length === 0)
		return notFound(`There is no task called "${task}" with a verdict.`);
	return object({ rows: historyRows(entries) });
};
