import type { Session } from './duckdb.ts';

interface Keyed {
	table: string;
	key: string;
	/** Of equal rows in one file, which one stays: before the first. */
	latest: string;
	/** Which rows the key identifies. */
	where: string;
}

const ROWS: readonly Keyed[] = [
	{ table: 'spans', key: 'run_id, span_id', latest: 'ended_at desc nulls last, ', where: 'true' },
	{
		table: 'run_rows',
		key: 'run_id',
		latest: 'ended_at desc nulls last, ',
		where: 'trace_id is null'
	},
	{ table: 'statements', key: 'fingerprint', latest: '', where: 'true' }
];

/**
 * How many rows of an import had come before. The same row twice in one file is kept once (the one
 * that ends last, else the first). A row that another import brought too stays as a version, so that
 * taking either import out again is exact; reduce picks one.
 */
export async function countDuplicates(session: Session, importId: number): Promise<number> {
	let duplicates = 0;
	for (const rows of ROWS) {
		duplicates += await keepOnePerFile(session, rows, importId);
		duplicates += await alsoElsewhere(session, rows, importId);
	}
	return duplicates;
}

async function keepOnePerFile(session: Session, rows: Keyed, importId: number): Promise<number> {
	const { table, key, where, latest } = rows;
	const [found] = await session.rows<{ extra: number }>(
		`select count(*) - count(distinct hash(${key})) as extra
		from ${table} where import_id = ${importId} and ${where}`
	);
	const extra = found?.extra ?? 0;
	if (extra > 0) {
		await session.run(
			`delete from ${table} where import_id = ${importId} and rowid in (
				select rowid from ${table} where import_id = ${importId} and ${where}
				qualify row_number() over (partition by ${key} order by ${latest}rowid) > 1
			)`
		);
	}
	return extra;
}

async function alsoElsewhere(session: Session, rows: Keyed, importId: number): Promise<number> {
	const { table, key, where } = rows;
	const [others] = await session.rows<{ any: boolean }>(
		`select count(*) > 0 as "any" from imports
		where import_id <> ${importId} and undone_at is null`
	);
	if (!others?.any) return 0;
	const [found] = await session.rows<{ again: number }>(
		`select count(*) as again
		from (select ${key} from ${table} where import_id = ${importId} and ${where})
		semi join (select ${key} from ${table} where import_id <> ${importId} and ${where}) using (${key})`
	);
	return found?.again ?? 0;
}
