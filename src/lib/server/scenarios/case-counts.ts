import type { ConfidenceCount } from '../../scenarios/task-facts.ts';
import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { zoned } from '../queries/dimensions.ts';
import { inConfigurations, type TaskConfiguration } from '../verdicts/configurations.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

const HOURS = 168;

/**
 * Cases that started in each hour of a week of the zone, Monday 0:00 first. Null where none has a
 * time of day: half of them or more at midnight are dates without one.
 */
export async function casesByHour(
	reader: Reader,
	configuration: TaskConfiguration,
	filters: Filters,
	zone: string
): Promise<number[] | null> {
	const rows = await reader.query<{ hour_of_week: number; cases: number; midnights: number }>(sql`
		select
			(isodow(clock) - 1) * 24 + hour(clock) as hour_of_week,
			count(*) as cases,
			count(*) filter (started_at = date_trunc('day', started_at)) as midnights
		from (
			select started_at, ${raw(zoned('started_at', zone))} as clock
			from cases
			where started_at is not null
				and ${conditions(filters, 'cases', zone)} and ${inConfigurations([configuration])}
		)
		group by 1`);
	const total = (of: 'cases' | 'midnights') => rows.reduce((sum, row) => sum + row[of], 0);
	if (rows.length === 0 || 2 * total('midnights') >= total('cases')) return null;
	const hours = new Array<number>(HOURS).fill(0);
	for (const { hour_of_week: hour, cases } of rows) hours[hour] = cases;
	return hours;
}

/** Outcomes of all mature cases by hundredth of confidence; null where none has one. */
export async function casesByConfidence(
	reader: Reader,
	configuration: TaskConfiguration,
	filters: Filters,
	zone: string
): Promise<ConfidenceCount[] | null> {
	// 1e-9: a confidence of 0.29 is 28.999999999999996 hundredths in binary.
	const rows = await reader.query<ConfidenceCount>(sql`
		select
			floor(100 * confidence + 1e-9) / 100 as "from",
			count(*) filter (agent_outcome = 'success') as "right",
			count(*) filter (agent_outcome in ('failure', 'partial')) as wrong,
			count(*) filter (agent_outcome = 'unknown') as unknown
		from cases
		where mature and confidence between 0 and 1
			and ${conditions(filters, 'cases', zone)} and ${inConfigurations([configuration])}
		group by 1
		order by 1`);
	return rows.length === 0 ? null : rows;
}
