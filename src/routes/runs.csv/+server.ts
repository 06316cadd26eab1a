import { fixed } from '#lib/format.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { runFileColumns, runOrderOf, runPages } from '#lib/server/queries/run-list.ts';
import { countRuns } from '#lib/server/queries/run-totals.ts';
import { csvLine } from '#lib/server/csv-line.ts';
import type { RequestHandler } from './$types';

/** More rows than a spreadsheet takes help nobody. */
const MOST_RUNS = 100_000;
const RUNS_AT_A_TIME = 20_000;

const REST = 'narrow the filter for the rest.';
const CHANGED = 'The data changed while this file was written: download it again.';

/** The runs of the list with every column, in its order; the name and the last line say where it was cut. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const workspace = await locals.workspace();
	const { warehouse, asked, zone } = await pageScope(workspace, url);
	const question = { filters: asked, zone, ...runOrderOf(url.searchParams) };
	const { version } = warehouse;
	const all = await countRuns(warehouse, question);
	const pages = runPages(warehouse, question, { size: RUNS_AT_A_TIME, most: MOST_RUNS });
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		start: (controller) => controller.enqueue(encoder.encode(csvLine([...runFileColumns]))),
		async pull(controller) {
			const { value: rows, done } = await pages.next();
			if (!done) {
				const lines = rows.map((row) => csvLine(runFileColumns.map((name) => row[name] ?? null)));
				return controller.enqueue(encoder.encode(lines.join('')));
			}
			const notes = [
				...(all > MOST_RUNS
					? [`The first ${fixed(MOST_RUNS, 0)} of ${fixed(all, 0)} runs: ${REST}`]
					: []),
				...(warehouse.version === version ? [] : [CHANGED])
			];
			controller.enqueue(encoder.encode(notes.map((note) => csvLine([note])).join('')));
			controller.close();
		},
		cancel: () => void pages.return(undefined)
	});
	const cut = all > MOST_RUNS ? `-first-${MOST_RUNS}-of-${all}` : '';
	return new Response(body, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="breakeven-runs-${workspace.id}${cut}.csv"`,
			'cache-control': 'no-store'
		}
	});
};
