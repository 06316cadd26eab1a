import type { WrittenRow } from '../formats/written-row.ts';
import type { OutcomeMatches, UnmatchedRow } from '../outcome-matches.ts';
import { matchesSql } from './warehouse/match.ts';
import { raw, sql, type Sql } from './warehouse/sql.ts';
import type { Reader } from './warehouse/warehouse.ts';

const KEYS = ['run_id', 'trace_id', 'case_id', 'conversation_id', 'external_id'] as const;
const EXAMPLES = 5;

/** A statement without a run that is no incident of a task either. */
const IS_UNMATCHED = `not exists (
		select 1 from statement_runs as m where m.import_id = s.import_id and m.line = s.line
	)
	and not (
		incident_id is not null and task is not null and incident_started_at is not null
		and outcome is null and review_requested is null and review_decision is null
		and review_minutes is null and value_usd is null and human_minutes is null
		and confidence is null and high_stakes is null and cardinality(scores) = 0
	)`;

const unmatched = (importId: number): Sql =>
	sql`(select * from statements as s where import_id = ${raw(String(importId))} and ${raw(IS_UNMATCHED)})`;

/** How many rows of each import are unmatched now; imports without any are left out. */
export async function unmatchedRows(reader: Reader): Promise<Map<number, number>> {
	const rows = await reader.query<{ import_id: number; rows: number }>(sql`
		select import_id, count(*) as rows
		from statements as s
		where ${raw(IS_UNMATCHED)}
		group by import_id`);
	return new Map(rows.map(({ import_id, rows }) => [import_id, rows]));
}

/** How the rows of one import were matched. */
export async function outcomeMatches(reader: Reader, importId: number): Promise<OutcomeMatches> {
	const id = raw(String(importId));
	const [[size], matched, waiting] = await Promise.all([
		reader.query<{ rows: number }>(
			sql`select count(*) as rows from statements where import_id = ${id}`
		),
		reader.query<{ by: string; rows: number }>(sql`
			select matched_by as "by", count(*) as rows
			from statement_runs where import_id = ${id}
			group by matched_by
			order by list_position(${raw(`['${KEYS.join("','")}']`)}, matched_by)`),
		unmatchedRows(reader)
	]);
	const rows = size?.rows ?? 0;
	const open = waiting.get(importId) ?? 0;
	const found = matched.reduce((sum, one) => sum + one.rows, 0);
	return {
		rows,
		matched,
		incidents: rows - found - open,
		unmatched: open,
		examples: open > 0 ? await unmatchedPage(reader, importId, { after: 0, size: EXAMPLES }) : []
	};
}

/** Unmatched rows of an import in the order of the file, those after a line; each says why. */
export async function unmatchedPage(
	reader: Reader,
	importId: number,
	{ after, size }: { after: number; size: number }
): Promise<UnmatchedRow[]> {
	const page = sql`(
		select * from ${unmatched(importId)}
		where line > ${raw(String(after))}
		order by line limit ${raw(String(size))}
	)`;
	const rows = await reader.query<Found>(sql`
		select s.line, s.written, s.run_id, s.trace_id, s.case_id, s.conversation_id, s.external_id,
			json_extract_string(i.options, '$.map.external') as external_key, m.matched_by, m.runs
		from ${page} as s
		join imports as i using (import_id)
		left join (${matchesSql(page)}) as m using (import_id, line)
		order by s.line`);
	return rows.map((row) => ({
		...(JSON.parse(row.written) as WrittenRow),
		line: row.line,
		why: reasonOf(row)
	}));
}

type Found = Record<(typeof KEYS)[number] | 'external_key' | 'matched_by', string | null> & {
	line: number;
	written: string;
	runs: number | null;
};

function reasonOf(row: Found): string {
	const given = KEYS.filter((key) => row[key] !== null);
	if (row.matched_by !== null) {
		const id = row[row.matched_by as (typeof KEYS)[number]];
		return `${row.matched_by} “${id}” fits ${row.runs} runs`;
	}
	const [first, ...more] = given;
	if (first === undefined) return 'names no run, and no task with incident_started_at';
	if (first === 'external_id' && row.external_key === null)
		return 'external_id means no run attribute: the column map may name it as "external"';
	const others =
		more.length > 0 ? `, nor ${more.map((key) => `${key} “${row[key]}”`).join(', ')}` : '';
	return `no run here has ${first} “${row[first]}”${others}`;
}
