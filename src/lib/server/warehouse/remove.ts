import type { Session } from './duckdb.ts';

const STATED = [
	'spans',
	'run_rows',
	'outcomes',
	'scores',
	'reviews',
	'incidents',
	'decisions',
	'statements'
] as const;

/**
 * Takes the rows of an import out again and returns the runs it spoke of. Because every import keeps
 * its own version of a row, what is left is as if the file had never come, once those runs are reduced.
 */
export async function removeImport(session: Session, importId: number): Promise<string[]> {
	const parts = STATED.filter((table) => table !== 'decisions' && table !== 'statements').map(
		(table) => `select run_id from ${table} where import_id = ${importId}`
	);
	const touched = await session.rows<{ run_id: string }>(
		`select distinct run_id from (${parts.join(' union all ')}) where run_id is not null`
	);
	for (const table of STATED)
		await session.run(`delete from ${table} where import_id = ${importId}`);
	return touched.map((row) => row.run_id);
}
