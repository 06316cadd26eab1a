import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { sql, type Sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { stratumSql, type Stratification } from './strata.ts';

/** Whose queue, over which runs. */
export interface QueueQuestion {
	/** One task and, unless it is parted by configuration, one configuration. */
	filters: Filters;
	zone: string;
	/** The hash of who checks; null for the one without a name. */
	auditor: string | null;
	/** A second opinion on what others have checked. */
	isSecond: boolean;
	stratify: Stratification;
	/** Leaves out runs of which something may still be heard. */
	matureOnly: boolean;
}

/** A run to check. */
export interface QueuedRun {
	run_id: string;
	/** Its part of the work; empty when the queue is not parted. */
	stratum: string;
	/** How many times its share of the work is its share of the queue: 1 without parts. */
	weight: number;
}

/**
 * The next runs to check, in the order of md5(run_id): the same for everybody, at any time, and
 * whatever came in between, so that what was checked is always a random sample of what is there. Of
 * a case with retries the run that decides it; runs that a record has confirmed, that somebody has
 * judged or that this person has seen are left out. Parts take turns.
 */
export const auditQueue = (
	reader: Reader,
	question: QueueQuestion,
	limit: number
): Promise<QueuedRun[]> =>
	reader.query<QueuedRun>(sql`
		with ${waiting(question)}
		select run_id, stratum, weight
		from waiting
		order by place, stratum, turn
		limit ${limit}::integer`);

/** How many runs wait to be checked. */
export async function queueLength(reader: Reader, question: QueueQuestion): Promise<number> {
	const [row] = await reader.query<{ runs: number }>(sql`
		with ${waiting(question)} select count(*) as runs from waiting`);
	return row?.runs ?? 0;
}

/** Places are counted over what is checked too, so that parts keep taking turns. */
const waiting = (question: QueueQuestion): Sql => sql`
	population as (
		select
			last_run_id as run_id, md5(last_run_id) as turn,
			${stratumSql(question.stratify)} as stratum
		from cases
		where ${conditions(question.filters, 'cases', question.zone)}
			and (mature or not ${question.matureOnly}::boolean) and ${asked(question)}
	),
	sizes as (
		select
			stratum, count(*) as size, sum(count(*)) over () as total, count(*) over () as strata
		from population
		group by stratum
	),
	waiting as (
		select
			run_id, turn, stratum,
			row_number() over (partition by stratum order by turn) as place,
			size * strata / total::double as weight
		from population
		join sizes using (stratum)
		qualify run_id not in (${answered(question)})
	)`;

/** Nobody is asked for a second opinion on an own answer. */
const asked = ({ isSecond, auditor }: QueueQuestion): Sql =>
	isSecond
		? sql`last_run_id in (
			select run_id from held_audits
			where not is_second and auditor_ref is distinct from ${auditor}::varchar
		)`
		: sql`outcome_level is distinct from 'confirmed'`;

const answered = ({ isSecond, auditor }: QueueQuestion): Sql =>
	isSecond
		? sql`select run_id from held_audits
			where is_second and auditor_ref is not distinct from ${auditor}::varchar`
		: sql`select run_id from held_audits
			where not is_second
				and (answer <> 'cannot_tell' or auditor_ref is not distinct from ${auditor}::varchar)`;
