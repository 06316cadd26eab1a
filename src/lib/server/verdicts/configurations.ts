import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { join, sql, type Sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** Agent, agent version, model: what a verdict is about. */
export interface Configuration {
	agent: string;
	agent_version: string | null;
	model: string | null;
}

/** A configuration of a task, with how much it ran. */
export interface TaskConfiguration extends Configuration {
	task: string;
	runs: number;
	/** In the last 28 days of the data. */
	recent_runs: number;
	last_day: string | null;
}

/** Every configuration of every task, the one that ran most in the last 28 days of the data first. */
export const taskConfigurations = (
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<TaskConfiguration[]> =>
	reader.query<TaskConfiguration>(sql`
		with counted as (
			select task, agent, agent_version, model, hour, runs
			from rollup_hour
			where ${conditions(filters, 'rollup', zone)}
		)
		select
			task, agent, agent_version, model,
			sum(runs)::bigint as runs,
			coalesce(
				sum(runs) filter (where hour > (select max(hour) from counted) - interval 28 day), 0
			)::bigint as recent_runs,
			strftime(max(hour), '%Y-%m-%d') as last_day
		from counted
		group by task, agent, agent_version, model
		order by task, recent_runs desc, runs desc, agent, agent_version, model`);

/** Rows of these tasks' configurations. */
export const inConfigurations = (configurations: readonly TaskConfiguration[]): Sql => {
	const each = configurations.map(
		(one) => sql`(task = ${one.task} and agent = ${one.agent}
			and agent_version is not distinct from ${one.agent_version}::varchar
			and model is not distinct from ${one.model}::varchar)`
	);
	return sql`(${join(each, ' or ')})`;
};

/** Filters narrowed to one configuration. */
export const ofConfiguration = (filters: Filters, one: Configuration): Filters => ({
	...filters,
	agent: [one.agent],
	agent_version: [one.agent_version ?? '(none)'],
	model: [one.model ?? '(none)']
});

/** How a configuration is written: `refund-agent 2.1, gpt-5-mini`. */
export function configurationName({ agent, agent_version, model }: Configuration): string {
	const who = agent_version ? `${agent} ${agent_version}` : agent;
	return model && model !== agent ? `${who}, ${model}` : who;
}
