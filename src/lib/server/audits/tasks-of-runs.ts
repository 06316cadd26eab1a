import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** The tasks that runs belong to, as they are defined now. */
export async function tasksOfRuns(reader: Reader, runIds: readonly string[]): Promise<string[]> {
	const rows = await reader.query<{ task: string }>(sql`
		select distinct task
		from runs
		where run_id in (select unnest(from_json(${JSON.stringify(runIds)}, '["VARCHAR"]')))
		order by task`);
	return rows.map((row) => row.task);
}
