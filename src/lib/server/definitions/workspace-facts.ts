import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** What the workspace's runs say of themselves that definitions may say otherwise. */
export interface WorkspaceFacts {
	runs: number;
	/** Environments as exports name them. */
	environments: { name: string; runs: number }[];
	/** Where runs come from, each with one of its runs. */
	sources: { source: string; runs: number; run_id: string; trace_id: string | null }[];
	/** How repeats of a task's cases are read now, and how many cases have any. */
	repeats: { task: string; retries: number; trials: number; repeated: number }[];
}

const MOST = 50;

/** Counts them in what was imported, not in what definitions made of it. */
export async function workspaceFacts(reader: Reader): Promise<WorkspaceFacts> {
	const most = raw(String(MOST));
	const [[size], environments, sources, repeats] = await Promise.all([
		reader.query<{ runs: number }>(sql`select count(*) as runs from run_facts`),
		reader.query<WorkspaceFacts['environments'][number]>(sql`
			select environment as name, count(*) as runs
			from run_facts where environment is not null
			group by environment order by runs desc, name limit ${most}`),
		reader.query<WorkspaceFacts['sources'][number]>(sql`
			select split_part(run_id, ':', 1) as source, count(*) as runs, max(run_id) as run_id,
				arg_max(trace_id, run_id) as trace_id
			from run_facts group by source order by runs desc, source limit ${most}`),
		reader.query<WorkspaceFacts['repeats'][number]>(sql`
			select task,
				count(*) filter (where repeats = 'retries') as retries,
				count(*) filter (where repeats = 'trials') as trials,
				(count(case_id) - count(distinct case_id)) as repeated
			from runs group by task order by task`)
	]);
	return { runs: size?.runs ?? 0, environments, sources, repeats };
}
