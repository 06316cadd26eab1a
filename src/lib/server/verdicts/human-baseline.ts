import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** What the rows of people tell about doing a task by hand. */
export interface HumanBaseline {
	task: string;
	known: number;
	successes: number;
	minutes_n: number;
	minutes_mean: number | null;
	minutes_sd: number | null;
	/** People's runs with known minutes and outcome: their number, minutes, and the same of the right ones. */
	both_n: number;
	both_minutes: number | null;
	right_n: number;
	right_minutes: number | null;
	wage_n: number;
	wage_mean: number | null;
}

/** Per task, over all environments: people's work is rare enough to use all of it. */
export const humanBaselines = (reader: Reader): Promise<HumanBaseline[]> =>
	reader.query<HumanBaseline>(sql`
		with people as (
			select
				task, agent_outcome, cost_usd,
				coalesce(human_minutes, duration_us / 60000000.0) as minutes,
				cast(cost_usd as double) / nullif(minutes, 0) as per_minute,
				cast(cost_usd as double) / nullif(duration_us / 60000000.0, 0) as per_clock_minute
			from runs
			where actor = 'human'
		)
		select
			task,
			count(*) filter (where agent_outcome <> 'unknown') as known,
			count(*) filter (where agent_outcome = 'success') as successes,
			count(minutes) as minutes_n,
			avg(minutes) as minutes_mean,
			stddev_samp(minutes) as minutes_sd,
			count(minutes) filter (where agent_outcome <> 'unknown') as both_n,
			sum(minutes) filter (where agent_outcome <> 'unknown') as both_minutes,
			count(minutes) filter (where agent_outcome = 'success') as right_n,
			sum(minutes) filter (where agent_outcome = 'success') as right_minutes,
			count(*) filter (where cost_usd > 0 and minutes > 0) as wage_n,
			-- Pay by the hour is the same in every row: the minutes that it was paid for vary it least.
			60 * case
				when stddev_samp(per_clock_minute) / nullif(avg(per_clock_minute), 0)
					< 0.5 * stddev_samp(per_minute) / nullif(avg(per_minute), 0)
					and count(per_clock_minute) = count(per_minute)
				then avg(per_clock_minute)
				else sum(cast(cost_usd as double)) filter (where cost_usd > 0 and minutes > 0)
					/ nullif(sum(minutes) filter (where cost_usd > 0 and minutes > 0), 0)
			end as wage_mean
		from people
		group by task`);
