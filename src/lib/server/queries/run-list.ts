import type { Filters } from '../../filters.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';

/** A run as a list shows it. */
export interface RunListRow {
	run_id: string;
	task: string;
	agent: string;
	agent_version: string | null;
	model: string | null;
	started_at: string | null;
	duration_us: number | null;
	status: string;
	error_type: string | null;
	agent_outcome: string;
	outcome_source: string | null;
	reviewed: boolean;
	confidence: number | null;
	cost_usd: number | null;
	cost_basis: string | null;
	input_tokens: number | null;
	output_tokens: number | null;
	steps: number | null;
	flags: string[];
}

/** What a list can be sorted by: the name in the URL and the column behind it. */
export const runSorts = {
	started: 'started_at',
	task: 'task',
	agent: 'agent',
	model: 'model',
	duration: 'duration_us',
	outcome: 'agent_outcome',
	cost: 'cost_usd',
	confidence: 'confidence',
	steps: 'steps',
	tokens: 'coalesce(input_tokens, 0) + coalesce(output_tokens, 0)'
} as const;
export type RunSort = keyof typeof runSorts;

export const RUNS_PER_PAGE = 50;

interface Question {
	filters: Filters;
	zone: string;
	sort: RunSort;
	direction: 'asc' | 'desc';
	/** Counts from 1. */
	page: number;
}

/** One page of the runs that the filters leave, in a total order. */
export const runList = (
	warehouse: Warehouse,
	{ filters, zone, sort, direction, page }: Question,
	signal?: AbortSignal
): Promise<RunListRow[]> =>
	warehouse.query<RunListRow>(
		sql`select
				run_id, task, agent, agent_version, model,
				strftime(started_at, '%Y-%m-%dT%H:%M:%S.%gZ') as started_at, duration_us, status, error_type,
				agent_outcome, outcome_source, reviewed, confidence, cost_usd, cost_basis,
				input_tokens, output_tokens, steps, flags
			from runs
			where ${conditions(filters, 'runs', zone)}
			order by ${raw(`${runSorts[sort]} ${direction} nulls last, run_id`)}
			limit ${raw(String(RUNS_PER_PAGE))} offset ${raw(String((page - 1) * RUNS_PER_PAGE))}`,
		signal
	);

/** The runs before and after one in a sorted, filtered list, so that reading on stays inside the filter. */
export async function neighbours(
	warehouse: Warehouse,
	runId: string,
	{ filters, zone, sort, direction }: Omit<Question, 'page'>
): Promise<{ previous: string | null; next: string | null }> {
	const [row] = await warehouse.query<{ previous: string | null; next: string | null }>(sql`
		select previous, next
		from (
			select
				run_id,
				lag(run_id) over by_order as previous,
				lead(run_id) over by_order as next
			from runs
			where ${conditions(filters, 'runs', zone)}
			window by_order as (order by ${raw(`${runSorts[sort]} ${direction} nulls last, run_id`)})
		)
		where run_id = ${runId}`);
	return { previous: row?.previous ?? null, next: row?.next ?? null };
}
