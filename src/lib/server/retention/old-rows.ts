import { CONTENT } from '../../formats/attempts-columns.ts';
import { classify, KEPT_LENGTH } from '../../formats/otel/privacy.ts';
import { caseKeySql } from '../warehouse/definitions.ts';
import { raw, sql, type Sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** Runs that started before a day; those without a date never do. */
export const oldRuns = (day: string): Sql =>
	sql`select run_id from run_facts where started_at < ${day}::timestamp`;

/** Runs of cases of which every run started before a day: a case goes as a whole. */
export const runsOfOldCases = (day: string): Sql => sql`
	select run_id from (
		select
			f.run_id,
			max(coalesce(f.started_at, 'infinity'::timestamp)) over (
				partition by coalesce(${raw(caseKeySql('r.'))}, f.run_id)
			) as last_at
		from run_facts as f
		left join runs as r on r.run_id = f.run_id
	)
	where last_at < ${day}::timestamp`;

/** Imports that stored text of prompts and answers. */
const withContent = sql`select import_id from imports where (options ->> 'content') = 'true'`;

/** Rows that may hold such text, of runs before a day; `table` has `run_id` and `import_id`. */
export const oldContent = (table: 'spans' | 'run_rows' | 'run_facts', day: string): Sql =>
	sql`${raw(table)}.import_id in (${withContent}) and ${raw(table)}.run_id in (${oldRuns(day)})`;

/** The names of attributes that hold text of prompts and answers. */
export async function contentKeys(reader: Reader): Promise<string[]> {
	const rows = await reader.query<{ key: string }>(sql`
		select distinct unnest(map_keys(attributes)) as key
		from (
			select attributes from spans where import_id in (${withContent})
			union all
			select attributes from run_rows where import_id in (${withContent})
		)`);
	return rows
		.map(({ key }) => key)
		.filter((key) => classify(key) === 'content' || CONTENT.test(key));
}

/** Whether an entry of attributes holds such text: by its name, or longer than any other may be. */
export const isContent = (keys: readonly string[]): Sql =>
	sql`(list_contains(from_json(${JSON.stringify(keys)}, '["VARCHAR"]'), e.key) or length(e.value) > ${raw(String(KEPT_LENGTH))})`;
