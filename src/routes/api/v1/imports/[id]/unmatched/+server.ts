import { notFound } from '#lib/server/answers.ts';
import { unmatchedPage, unmatchedRows } from '#lib/server/outcome-matches.ts';
import { raw, sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { csvLine } from '#lib/server/csv-line.ts';
import type { RequestHandler } from './$types';

const ROWS_AT_A_TIME = 5_000;

/** The rows of an outcomes file that speak of no run, as they came, with their line and the reason: CSV. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const importId = Number(params.id);
	const { warehouse } = await locals.workspace();
	const waiting = Number.isInteger(importId) ? (await unmatchedRows(warehouse)).get(importId) : 0;
	if (!waiting) return notFound(`Import ${params.id} has no unmatched rows.`);
	const { columns, separator } = await headerOf(warehouse, importId);
	const encoder = new TextEncoder();
	let after = 0;
	const body = new ReadableStream<Uint8Array>({
		start: (controller) =>
			controller.enqueue(
				encoder.encode(csvLine([...columns, 'breakeven_line', 'breakeven_reason'], separator))
			),
		async pull(controller) {
			const rows = await unmatchedPage(warehouse, importId, { after, size: ROWS_AT_A_TIME });
			const lines = rows.map(({ cells, at, why }) =>
				csvLine([...columns.map((name) => signed(cells[name] ?? '')), at, why], separator)
			);
			controller.enqueue(encoder.encode(lines.join('')));
			after = rows.at(-1)?.line ?? after;
			if (rows.length < ROWS_AT_A_TIME) controller.close();
		}
	});
	return new Response(body, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="unmatched-of-import-${importId}.csv"`,
			'cache-control': 'no-store'
		}
	});
};

/** A negative number is no formula. */
const signed = (cell: string): string | number =>
	/^-\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;

/** The file's columns in its order, and what stands between them. Objects name only what they have. */
async function headerOf(
	warehouse: Warehouse,
	importId: number
): Promise<{ columns: string[]; separator: ',' | ';' }> {
	const rows = await warehouse.query<{ columns: string[]; separator: ',' | ';' }>(sql`
		select json_keys(written, '$.cells') as columns, any_value(written ->> '$.separator') as separator
		from statements
		where import_id = ${raw(String(importId))}
		group by columns
		order by len(columns) desc, columns`);
	return {
		columns: [...new Set(rows.flatMap((row) => row.columns))],
		separator: rows[0]?.separator === ';' ? ';' : ','
	};
}
