import type { Filters } from '../../filters.ts';
import { raw, sql, type Sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';
import { isoSql } from './iso-sql.ts';

/** What a list of runs has in its URL besides the filters. */
export interface RunOrder {
	sort: RunSort;
	direction: 'asc' | 'desc';
}

/** Which runs, in which order. */
export interface RunListQuestion extends RunOrder {
	filters: Filters;
	zone: string;
}

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
	review_requested: boolean | null;
	review_decision: string | null;
	confidence: number | null;
	cost_usd: number | null;
	/** `priced` or `reported`; null where the cost is unknown. */
	cost_basis: string | null;
	/** All token classes together; null where none is reported. */
	tokens: number | null;
	llm_calls: number;
	steps: number | null;
	flags: string[];
}

const TOKENS = `case
	when coalesce(input_tokens, cache_read_tokens, cache_write_tokens, output_tokens) is not null
	then coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0)
		+ coalesce(cache_write_tokens, 0) + coalesce(output_tokens, 0)
end`;

/** What a list can be sorted by: the name in the URL and the expression behind it. */
export const runSorts = {
	started: 'started_at',
	task: 'task',
	agent: 'agent',
	model: 'model',
	outcome: 'agent_outcome',
	status: 'status',
	duration: 'duration_us',
	cost: 'cost_usd',
	tokens: TOKENS,
	steps: 'steps',
	confidence: 'confidence',
	review: 'review_decision'
} as const;
export type RunSort = keyof typeof runSorts;

/** Reads `sort` and `direction` from a URL; what is not known there is the latest run first. */
export function runOrderOf(params: URLSearchParams): RunOrder {
	const sort = params.get('sort') ?? '';
	const known = Object.hasOwn(runSorts, sort);
	return {
		sort: known ? (sort as RunSort) : 'started',
		direction: known && params.get('direction') === 'asc' ? 'asc' : 'desc'
	};
}

export const RUNS_PER_PAGE = 50;

/** One page of the runs that the filters leave, in a total order; pages count from 1. */
export const runList = (
	reader: Reader,
	question: RunListQuestion,
	page: number,
	signal?: AbortSignal
): Promise<RunListRow[]> =>
	reader.query<RunListRow>(
		sql`select
				run_id, task, agent, agent_version, model,
				${isoSql('started_at')} as started_at, duration_us, status, error_type,
				agent_outcome, outcome_source, reviewed, review_requested, review_decision, confidence,
				cost_usd, cost_basis, ${raw(TOKENS)} as tokens, llm_calls, steps, flags
			from runs
			where rowid in (${rowsOf(question, page, RUNS_PER_PAGE)})
			order by ${orderOf(question)}`,
		signal
	);

/** What a list may have to show, and whether any of its runs says it. */
const optionalColumns = {
	model: 'bool_or(model is not null)',
	review: 'bool_or(reviewed or coalesce(review_requested, false))',
	status: "bool_or(status <> 'unknown' or error_type is not null or len(flags) > 0)",
	duration: 'bool_or(duration_us is not null)',
	tokens: `bool_or(${TOKENS} is not null)`,
	steps: 'bool_or(steps is not null)',
	confidence: 'bool_or(confidence is not null)'
} as const;
export type OptionalColumn = keyof typeof optionalColumns;

/** The columns that would be empty from the first page to the last. */
export async function emptyColumns(
	reader: Reader,
	question: RunListQuestion
): Promise<OptionalColumn[]> {
	const names = Object.keys(optionalColumns) as OptionalColumn[];
	const [row] = await reader.query<Record<OptionalColumn, boolean | null>>(
		sql`select ${raw(names.map((name) => `${optionalColumns[name]} as ${name}`).join(', '))}
			from runs
			where ${wanted(question)}`
	);
	return names.filter((name) => !row?.[name]);
}

/** The columns of the download, in order; units are in the names. */
export const runFileColumns = [
	...['run_id', 'task', 'case_id', 'attempt', 'name', 'agent', 'agent_version', 'model'],
	...['provider', 'environment', 'purpose', 'actor', 'started_at', 'ended_at', 'duration_us'],
	...['status', 'error_type', 'agent_outcome', 'delivered_outcome', 'outcome_source'],
	...['confidence', 'reviewed', 'review_decision', 'review_minutes', 'incidents'],
	...['incident_cost_usd', 'cost_usd', 'cost_basis', 'priced_cost_usd', 'reported_cost_usd'],
	...['evaluation_cost_usd', 'input_tokens', 'cache_read_tokens', 'cache_write_tokens'],
	...['output_tokens', 'steps', 'flags']
] as const;

type RunFileRow = Record<string, string | number | boolean | string[] | null>;

/** The same runs in the same order with every column, a page at a time. */
export async function* runPages(
	reader: Reader,
	question: RunListQuestion,
	{ size, most }: { size: number; most: number }
): AsyncGenerator<RunFileRow[]> {
	const columns = runFileColumns
		.map((name) => (name.endsWith('_at') ? `${isoSql(name).raw} as ${name}` : name))
		.join(', ');
	for (let page = 1; (page - 1) * size < most; page++) {
		const rows = await reader.query<RunFileRow>(
			sql`select ${raw(columns)}
				from runs
				where rowid in (${rowsOf(question, page, size)})
				order by ${orderOf(question)}`
		);
		yield rows.slice(0, most - (page - 1) * size);
		if (rows.length < size) return;
	}
}

/** Where a run stands in a list; all null when the filters leave it out. */
export interface RunPlace {
	previous: string | null;
	next: string | null;
	/** Counts from 1. */
	position: number | null;
}

/**
 * The runs before and after one in a sorted, filtered list, so that reading on stays inside the
 * filter. Looks for the nearest on both sides rather than sorting the whole list.
 */
export async function runPlace(
	reader: Reader,
	runId: string,
	question: RunListQuestion
): Promise<RunPlace> {
	const rising = question.direction === 'asc';
	const value = raw(runSorts[question.sort]);
	const beyond = (column: string, sign: string) => `(${column} ${sign} here.v)`;
	const tied = (sign: string) =>
		`(l.v is not distinct from here.v and l.run_id ${sign} here.run_id)`;
	const after = raw(
		`(coalesce(${beyond('l.v', rising ? '>' : '<')}, here.v is not null) or ${tied('>')})`
	);
	const before = raw(
		`(coalesce(${beyond('l.v', rising ? '<' : '>')}, l.v is not null) or ${tied('<')})`
	);
	const [row] = await reader.query<RunPlace>(sql`
		with listed as (
			select run_id, ${value} as v
			from runs
			where ${wanted(question)}
		),
		here as (
			select run_id, v
			from listed
			where run_id = ${runId}
		)
		select
			(select l.run_id from listed as l, here where ${before}
				order by l.v ${raw(rising ? 'desc' : 'asc')} nulls first, l.run_id desc limit 1) as previous,
			(select l.run_id from listed as l, here where ${after}
				order by l.v ${raw(rising ? 'asc' : 'desc')} nulls last, l.run_id limit 1) as next,
			(select count(*) + 1 from listed as l, here where ${before}) as position
		from here`);
	return row ?? { previous: null, next: null, position: null };
}

const wanted = ({ filters, zone }: RunListQuestion): Sql => conditions(filters, 'runs', zone);

const orderOf = ({ sort, direction }: RunListQuestion) =>
	raw(`${runSorts[sort]} ${direction} nulls last, run_id`);

/** The rows of a page, found first, so that only sort keys are sorted and not whole rows. */
const rowsOf = (question: RunListQuestion, page: number, size: number): Sql => sql`
	select rowid
	from runs
	where ${wanted(question)}
	order by ${orderOf(question)}
	limit ${raw(String(Math.trunc(size)))} offset ${raw(String(Math.trunc((page - 1) * size)))}`;
