import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { sql } from '../warehouse/sql.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** What happened after wrong results went out, per task. */
export interface Harm {
	task: string;
	escapes: number;
	incidents: number;
	cost_n: number;
	cost_mean: number | null;
	cost_sd: number | null;
}

/** Escapes and incidents of the agent's runs, all configurations together: harm is rare. */
export const harms = (warehouse: Warehouse, filters: Filters, zone: string): Promise<Harm[]> =>
	warehouse.query<Harm>(sql`
		with chosen as (
			select run_id, task, delivered_outcome
			from runs
			where mature and ${conditions(filters, 'runs', zone)}
		),
		costs as (
			select
				coalesce(c.task, i.task) as task,
				count(distinct i.incident_id) as incidents,
				count(i.cost_usd) as cost_n,
				avg(cast(i.cost_usd as double)) as cost_mean,
				stddev_samp(cast(i.cost_usd as double)) as cost_sd
			from told_incidents as i
			left join chosen as c using (run_id)
			where c.run_id is not null or (i.run_id is null and i.task is not null)
			group by coalesce(c.task, i.task)
		)
		select
			task,
			count(*) filter (where delivered_outcome = 'failure') as escapes,
			coalesce(any_value(costs.incidents), 0) as incidents,
			coalesce(any_value(costs.cost_n), 0) as cost_n,
			any_value(costs.cost_mean) as cost_mean,
			any_value(costs.cost_sd) as cost_sd
		from chosen left join costs using (task)
		group by task`);
