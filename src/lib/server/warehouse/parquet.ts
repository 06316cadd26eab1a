import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { folder } from '../data-folder.ts';
import { connect } from './duckdb.ts';
import { join as joined, raw, sql } from './sql.ts';

/** A table of words and figures. */
export interface ColumnsAndRows {
	columns: readonly { name: string; type: 'varchar' | 'double' }[];
	rows: readonly (readonly (string | number | null)[])[];
}

/** Rows that go in at once. */
const AT_ONCE = 100;

/** The table as a Parquet file. */
export async function parquetOf({ columns, rows }: ColumnsAndRows): Promise<Uint8Array> {
	const where = folder('spill');
	const path = join(where, `${randomUUID()}.parquet`);
	const sandbox = { readable: [where], temporary: where, memory: '256MB', threads: 1 };
	const session = await connect(':memory:parquet', sandbox);
	try {
		const named = columns.map(({ name, type }) => `"${name.replaceAll('"', '""')}" ${type}`);
		await session.run(`create or replace temporary table out (${named.join(', ')})`);
		for (let at = 0; at < rows.length; at += AT_ONCE) {
			const lines = rows.slice(at, at + AT_ONCE).map((cells) => {
				const values = cells.map(
					(cell, of) => sql`${cell}::${raw(columns[of]?.type ?? 'varchar')}`
				);
				return sql`(${joined(values, ', ')})`;
			});
			await session.run(sql`insert into out values ${joined(lines, ', ')}`);
		}
		await session.run(`copy out to '${path.replaceAll("'", "''")}' (format parquet)`);
		return await readFile(path);
	} finally {
		session.close();
		await rm(path, { force: true });
	}
}
