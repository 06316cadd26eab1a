import type { Definitions } from '../../definitions/definitions.ts';
import { ruleNumberSql } from '../warehouse/definitions.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** How runs came by the name of their task: a rule by its number, counted from 1; 0 = by none. */
export interface Naming {
	rule: number;
	runs: number;
}

/** What named the runs of a task, or one run, most runs first. */
export async function namingOf(
	reader: Reader,
	definitions: Definitions,
	of: { task: string } | { runId: string }
): Promise<Naming[]> {
	const which =
		'task' in of
			? sql`f.run_id in (select run_id from runs where task = ${of.task})`
			: sql`f.run_id = ${of.runId}`;
	return reader.query<Naming>(sql`
		select ${ruleNumberSql(definitions)} as rule, count(*) as runs
		from run_facts as f
		where ${which}
		group by rule
		order by runs desc, rule`);
}
