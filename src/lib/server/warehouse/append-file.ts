import { attemptRecords } from '../../formats/attempts.ts';
import type { TableEntry } from '../../formats/table.ts';
import { appendRecords } from './append.ts';
import type { Session } from './duckdb.ts';
import { appendOtlpFile } from './append-otlp.ts';
import { sql } from './sql.ts';
import { BulkRefused, type AppendCounts, type FileBatch, type Origin } from './warehouse.ts';

/** Appends a whole file by the set-based statement of its format; throws BulkRefused where it cannot. */
export async function appendFile(
	session: Session,
	batch: FileBatch,
	origin: Origin,
	progress?: (rows: number) => void
): Promise<AppendCounts> {
	if (batch.format.statement === 'otlp-lines') return appendOtlpFile(session, batch, origin);
	const rows = attemptRecords(parquetRows(session, batch.path), batch.options);
	return appendRecords(session, rows, origin, progress);
}

const PAGE_ROWS = 5_000;

/** The rows of a Parquet file, every cell as text. */
async function* parquetRows(session: Session, path: string): AsyncIterable<TableEntry> {
	await session
		.run(
			sql`create temp table parquet_rows as select columns(*)::varchar from read_parquet(${path})`
		)
		.catch((error: Error) => {
			throw new BulkRefused(`not a readable Parquet file: ${error.message.split('\n')[0]}`);
		});
	for (let first = 0; ; first += PAGE_ROWS) {
		const rows = await session.rows<Record<string, unknown>>(
			`select * from parquet_rows where rowid >= ${first} and rowid < ${first + PAGE_ROWS} order by rowid`
		);
		yield* rows.map((row, at) => ({ at: `row ${first + at + 1}`, row }));
		if (rows.length < PAGE_ROWS) break;
	}
	await session.run('drop table parquet_rows');
}
