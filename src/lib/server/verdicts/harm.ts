import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** What happened after wrong results went out, per task. */
export interface Harm {
	task: string;
	escapes: number;
	incidents: number;
	cost_n: number;
	cost_mean: number | null;
	cost_sd: number | null;
}

/** Escapes and incidents of the agent's cases, all configurations together: harm is rare. */
export const harms = (reader: Reader, filters: Filters, zone: string): Promise<Harm[]> =>
	reader.query<Harm>(sql`
		with escaped as (
			select task, sum(escapes)::bigint as escapes
			from rollup_cases
			where ${conditions(filters, 'rollup', zone)}
			group by task
		),
		named as (
			select i.incident_id, i.cost_usd, coalesce(r.task, i.task) as task
			from told_incidents as i
			left join (
				select run_id, task from runs
				where incidents > 0 and ${conditions(filters, 'runs', zone)}
			) as r using (run_id)
			where r.run_id is not null or i.run_id is null
			qualify row_number() over (partition by i.incident_id order by i.import_id desc) = 1
		),
		costs as (
			select
				task, count(*) as incidents, count(cost_usd) as cost_n,
				avg(cost_usd::double) as cost_mean, stddev_samp(cost_usd::double) as cost_sd
			from named
			where task is not null
			group by task
		)
		select
			coalesce(e.task, c.task) as task, coalesce(escapes, 0) as escapes,
			coalesce(incidents, 0) as incidents, coalesce(cost_n, 0) as cost_n, cost_mean, cost_sd
		from escaped as e
		full join costs as c on c.task = e.task`);
