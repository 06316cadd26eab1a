import type { Session } from './duckdb.ts';

interface Keyed {
	table: string;
	key: string;
	/** Of equal rows in one file, which one stays: before the first. */
	latest: string;
	/** Which rows the key identifies. */
	where: string;
}

/** A row of a table, or a trace of which its file has no span. */
const ALONE = `(trace_id is null or (root_span_id is null and status = 'unknown'))`;

const ROWS: readonly Keyed[] = [
	{
		table: 'spans',
		key: 'run_id, span_id',
		latest: `ended_at desc nulls last, map_extract_value(attributes, 'updated_at') desc nulls last, `,
		where: 'true'
	},
	{
		table: 'run_rows',
		key: 'run_id',
		latest: 'coalesce(ended_at, started_at) desc nulls last, ',
		where: ALONE
	},
	{ table: 'statements', key: 'fingerprint', latest: '', where: 'true' }
];

/** Where scores are rows of their own. */
const SCORES: Keyed = {
	table: 'scores',
	key: 'score_id',
	latest: 'stated_at desc nulls last, ',
	where: 'true'
};

/**
 * How many rows of an import had come before. The same row twice in one file is kept once (the one
 * that ends last, else the first). A row that another import brought too stays as a version, so that
 * taking either import out again is exact; reduce picks one.
 */
export async function countDuplicates(
	session: Session,
	importId: number,
	hasScoreRows = false
): Promise<number> {
	const keyed = hasScoreRows ? [...ROWS, SCORES] : ROWS;
	let duplicates = 0;
	for (const rows of keyed) {
		const extra = await keepOnePerFile(session, rows, importId);
		if (extra > 0 && rows.table === 'run_rows') await keepSaid(session, importId);
		duplicates += extra;
	}
	return duplicates + (await duplicatesElsewhere(session, importId, keyed));
}

/** How many rows of an import another import brought too. */
export async function duplicatesElsewhere(
	session: Session,
	importId: number,
	keyed = ROWS
): Promise<number> {
	const [others] = await session.rows<{ any: boolean }>(
		`select count(*) > 0 as "any" from imports
		where import_id <> ${importId} and undone_at is null`
	);
	let duplicates = 0;
	if (others?.any) {
		for (const rows of keyed) duplicates += await alsoElsewhere(session, rows, importId);
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

/** What the rows of a table say beside their run: theirs goes with a row that is not kept. */
const SAID = [
	{ table: 'outcomes', key: 'run_id, source', latest: 'stated_at desc nulls last, ' },
	{ table: 'reviews', key: 'review_id', latest: 'decided_at desc nulls last, ' },
	{ table: 'scores', key: 'run_id, name', latest: 'stated_at desc nulls last, ' }
];

async function keepSaid(session: Session, importId: number): Promise<void> {
	const ofTables = `run_id in (
		select run_id from run_rows where import_id = ${importId} and trace_id is null
	)`;
	for (const rows of SAID) await keepOnePerFile(session, { ...rows, where: ofTables }, importId);
}

async function alsoElsewhere(session: Session, rows: Keyed, importId: number): Promise<number> {
	const { table, key, where } = rows;
	const [found] = await session.rows<{ again: number }>(
		`select count(*) as again
		from (select ${key} from ${table} where import_id = ${importId} and ${where})
		semi join (
			select ${key} from ${table} where import_id <> ${importId} and ${where} ${await window(session, rows, importId)}
		) using (${key})`
	);
	return found?.again ?? 0;
}

/** Spans that started outside the time of this import cannot be the same: the engine need not look. */
async function window(session: Session, { table }: Keyed, importId: number): Promise<string> {
	if (table !== 'spans') return '';
	const [ends] = await session.rows<{ first: string | null; last: string | null }>(
		`select min(started_at)::varchar as first, max(started_at)::varchar as last
		from spans where import_id = ${importId}`
	);
	return ends?.first && ends.last
		? `and (started_at is null or started_at between timestamp '${ends.first}' and timestamp '${ends.last}')`
		: '';
}
