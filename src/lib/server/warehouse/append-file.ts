import { attemptRecords, looksLikeAttempts } from '../../formats/attempts.ts';
import type { TableEntry } from '../../formats/table.ts';
import { appendRecords } from './append.ts';
import type { Session } from './duckdb.ts';
import { appendOtlpFile } from './append-otlp.ts';
import { raw, sql } from './sql.ts';
import { Damaged, type AppendCounts, type FileBatch, type Origin } from './warehouse.ts';

/** Appends a whole file by the set-based statement of its format; throws BulkRefused where the parser must. */
export async function appendFile(
	session: Session,
	batch: FileBatch,
	origin: Origin,
	progress?: (rows: number) => void
): Promise<AppendCounts> {
	if (batch.format.statement === 'otlp-lines') return appendOtlpFile(session, batch, origin);
	if (batch.packing === 'gzip')
		throw new Damaged('a Parquet file inside gzip: unpack it first (Parquet is packed already)');
	const rows = parquetRows(session, batch.path, batch.options.map?.columns !== undefined);
	return appendRecords(session, attemptRecords(rows, batch.options), origin, progress);
}

const PAGE_ROWS = 5_000;

/** The rows of a Parquet file: plain cells as text, nested ones as they are. */
async function* parquetRows(
	session: Session,
	path: string,
	isMapped: boolean
): AsyncIterable<TableEntry> {
	const names = await parquetColumns(session, path, isMapped);
	await readable(
		session.run(sql`create temp table parquet_rows as
			select file_row_number as parquet_row, ${raw(names.join(', '))}
			from read_parquet(${path}, file_row_number = true)`)
	);
	for (let first = 0; ; first += PAGE_ROWS) {
		const rows = await session.rows<Record<string, unknown>>(
			`select * exclude (parquet_row) from parquet_rows
			where parquet_row >= ${first} and parquet_row < ${first + PAGE_ROWS}
			order by parquet_row`
		);
		yield* rows.map((row, at) => ({ at: `row ${first + at + 1}`, row }));
		if (rows.length < PAGE_ROWS) break;
	}
	await session.run('drop table parquet_rows');
}

const NESTED = /^(STRUCT|MAP|UNION)\b|\]$/;

async function parquetColumns(
	session: Session,
	path: string,
	isMapped: boolean
): Promise<string[]> {
	const columns = await readable(
		session.rows<{ column_name: string; column_type: string }>(
			sql`describe select * from read_parquet(${path})`
		)
	);
	if (!isMapped && !looksLikeAttempts(columns.map((column) => column.column_name))) {
		const seen = columns.map((column) => column.column_name).join(', ');
		throw new Damaged(
			`a Parquet file with the columns ${clip(seen)}: expected one for agent, model, cost or start time; name columns with a map file`
		);
	}
	return columns.map(({ column_name: name, column_type: type }) => {
		const quoted = `"${name.replaceAll('"', '""')}"`;
		return NESTED.test(type) ? quoted : `${quoted}::varchar as ${quoted}`;
	});
}

/** An error of the engine's reader is a fault of the file. */
async function readable<T>(asked: Promise<T>): Promise<T> {
	try {
		return await asked;
	} catch (error) {
		if (
			!(error instanceof Error) ||
			/interrupt|abort|out of memory/i.test(error.name + error.message)
		)
			throw error;
		throw new Damaged('no readable Parquet file (cut off, or damaged): write it again', {
			cause: error
		});
	}
}

const clip = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
