import type { Definitions } from '../../definitions/definitions.ts';
import { noFilters } from '../../filters.ts';
import { metricRows, type MetricRow } from '../queries/metric-query.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader, Warehouse } from '../warehouse/warehouse.ts';
import { putDefinitions } from './store.ts';

/** A task before and after definitions change; null fields = the task is not there then. */
export interface TaskChange {
	task: string;
	before: TaskFigures | null;
	after: TaskFigures | null;
}

export interface TaskFigures {
	runs: number;
	cost_usd: number | null;
	known: number;
	success_rate: number | null;
}

/** What definitions would change, measured by really applying them and taking them back. */
export interface DefinitionsPreview {
	tasks: TaskChange[];
	/** Runs that get another task, and runs that a rule leaves out. */
	moved: number;
	ignored: number;
	/** Runs whose outcome changes. */
	judged: number;
}

const NAMES = ['runs', 'unknown_outcomes', 'total_cost_usd', 'success_rate'];

/** Rehearses definitions: every number as it would be, and then all as it was. */
export const previewDefinitions = (
	warehouse: Warehouse,
	definitions: Definitions,
	signal?: AbortSignal
): Promise<DefinitionsPreview> =>
	warehouse.rehearse(async (change) => {
		const before = await figures(change);
		await change.run(
			sql`create temp table runs_before as select run_id, task, agent_outcome from runs`
		);
		await putDefinitions(change, definitions, null);
		const after = await figures(change);
		const [counts] = await change.query<{ moved: number; ignored: number; judged: number }>(sql`
			select
				count(*) filter (where r.task is not null and b.task is not null and r.task <> b.task) as moved,
				(select count(*) from run_facts where run_id not in (select run_id from runs)) as ignored,
				count(*) filter (where r.agent_outcome <> b.agent_outcome) as judged
			from runs as r
			full join runs_before as b on b.run_id = r.run_id`);
		const tasks = [...new Set([...after.keys(), ...before.keys()])];
		return {
			tasks: tasks.map((task) => ({
				task,
				before: before.get(task) ?? null,
				after: after.get(task) ?? null
			})),
			moved: counts?.moved ?? 0,
			ignored: counts?.ignored ?? 0,
			judged: counts?.judged ?? 0
		};
	}, signal);

async function figures(reader: Reader): Promise<Map<string, TaskFigures>> {
	const question = { names: NAMES, by: ['task'], filters: noFilters(), zone: 'UTC' };
	const rows = await metricRows(reader, question);
	const sorted = [...rows].sort((a, b) => number(b, 'runs') - number(a, 'runs'));
	return new Map(
		sorted.map((row) => [
			String(row.task),
			{
				runs: number(row, 'runs'),
				cost_usd: row.total_cost_usd as number | null,
				known: number(row, 'runs') - number(row, 'unknown_outcomes'),
				success_rate: row.success_rate as number | null
			}
		])
	);
}

const number = (row: MetricRow, name: string): number => Number(row[name] ?? 0);
