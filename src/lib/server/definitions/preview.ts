import { noDefinitions, type Definitions } from '../../definitions/definitions.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader, Warehouse } from '../warehouse/warehouse.ts';
import { ruleCounts, type RuleCounts } from './rule-counts.ts';
import { putDefinitions } from './store.ts';
import { taskFigures, type TaskFigures } from './task-figures.ts';

/** A task before and after definitions change; null = the task is not there then. */
export interface TaskChange {
	task: string;
	before: TaskFigures | null;
	after: TaskFigures | null;
}

/** What definitions would change, measured by really applying them and taking them back. */
export interface DefinitionsPreview {
	/** Tasks of afterwards, most runs first, then those that would be gone. */
	tasks: TaskChange[];
	/** Runs that get another task, and runs that a rule leaves out. */
	moved: number;
	ignored: number;
	/** Runs that are left out as it is. */
	ignored_before: number;
	/** Runs whose outcome changes. */
	judged: number;
	rules: RuleCounts;
	/** Whether verdicts were computed: with very many runs they are left out. */
	verdicts: boolean;
	/** Assumptions entered for tasks that would be gone. */
	orphaned: { task: string; assumptions: number }[];
}

/** Verdicts of more runs take too long for something that is done while a person types. */
export const MOST_RUNS_WITH_VERDICTS = 100_000;

/** Rehearses definitions: every number as it would be, and then all as it was. */
export const previewDefinitions = (
	warehouse: Warehouse,
	definitions: Definitions,
	signal?: AbortSignal
): Promise<DefinitionsPreview> =>
	warehouse.rehearse(async (change) => {
		const [size] = await change.query<{ runs: number; left: number }>(sql`
			select
				count(*) as runs,
				(select count(*) from run_facts) - count(*) as "left"
			from runs`);
		const verdicts = (size?.runs ?? 0) <= MOST_RUNS_WITH_VERDICTS;
		const before = await taskFigures(change, { verdicts });
		await change.run(
			sql`create temp table runs_before as select run_id, task, agent_outcome from runs`
		);
		await putDefinitions(change, definitions, null);
		const after = await taskFigures(change, { verdicts });
		const [counts] = await change.query<{ moved: number; judged: number }>(sql`
			select
				count(*) filter (where r.task <> b.task) as moved,
				count(*) filter (where r.agent_outcome <> b.agent_outcome) as judged
			from runs as r
			join runs_before as b on b.run_id = r.run_id`);
		const rules = await ruleCounts(change, { ...noDefinitions, ...definitions });
		const tasks = changes(before, after);
		return {
			tasks,
			moved: counts?.moved ?? 0,
			ignored: rules.ignored,
			ignored_before: size?.left ?? 0,
			judged: counts?.judged ?? 0,
			rules,
			verdicts,
			orphaned: await orphaned(
				change,
				tasks.flatMap(({ task, after: there }) => (there ? [] : [task]))
			)
		};
	}, signal);

function changes(before: readonly TaskFigures[], after: readonly TaskFigures[]): TaskChange[] {
	const names = [...new Set([...after, ...before].map(({ task }) => task))];
	const of = (figures: readonly TaskFigures[], task: string) =>
		figures.find((one) => one.task === task) ?? null;
	return names.map((task) => ({ task, before: of(before, task), after: of(after, task) }));
}

/** What people entered for tasks stays under their names, and so speaks of nothing when they are gone. */
async function orphaned(
	reader: Reader,
	gone: readonly string[]
): Promise<DefinitionsPreview['orphaned']> {
	if (gone.length === 0) return [];
	return reader.query(sql`
		select task, count(*) as assumptions
		from (
			select task, value from assumptions
			qualify row_number() over (partition by task, name order by assumption_id desc) = 1
		)
		where value is not null
			and task in (select unnest(from_json(${JSON.stringify(gone)}, '["VARCHAR"]')))
		group by task order by task`);
}
