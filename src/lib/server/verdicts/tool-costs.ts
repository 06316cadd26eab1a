import type { Filters } from '../../filters.ts';
import type { StoredAssumption } from '../assumptions/stored.ts';
import { conditions } from '../queries/conditions.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { Configuration } from './configurations.ts';

interface Calls extends Configuration {
	task: string;
	tool_name: string;
	calls_per_run: number;
}

const RATE = 'tool_rate.';

/** What a run pays to tools that charge by the call: calls x the entered `tool_rate.<tool>`, USD. */
export async function toolCosts(
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<(of: Configuration & { task: string }, entered: readonly StoredAssumption[]) => number> {
	const [rates] = await reader.query<{ any: boolean }>(
		sql`select count(*) > 0 as "any" from assumptions where starts_with(name, 'tool_rate.')`
	);
	if (!rates?.any) return () => 0;
	const calls = await reader.query<Calls>(sql`
		with chosen as (
			select run_id, task, agent, agent_version, model
			from runs where ${conditions(filters, 'runs', zone)}
		),
		sizes as (
			select task, agent, agent_version, model, count(distinct run_id) as runs
			from chosen group by task, agent, agent_version, model
		)
		select c.task, c.agent, c.agent_version, c.model, t.tool_name, sum(t.calls) / any_value(s.runs) as calls_per_run
		from run_tools as t
		join chosen as c using (run_id)
		join sizes as s on s.task = c.task and s.agent = c.agent
			and s.agent_version is not distinct from c.agent_version and s.model is not distinct from c.model
		where t.tool_name in (
			select substr(name, 11) from assumptions where starts_with(name, 'tool_rate.')
		)
		group by c.task, c.agent, c.agent_version, c.model, t.tool_name`);
	return (of, entered) =>
		calls
			.filter(
				(one) =>
					one.task === of.task &&
					one.agent === of.agent &&
					one.agent_version === of.agent_version &&
					one.model === of.model
			)
			.reduce(
				(sum, { tool_name, calls_per_run }) =>
					sum + calls_per_run * rateOf(tool_name, of.task, entered),
				0
			);
}

function rateOf(tool: string, task: string, entered: readonly StoredAssumption[]): number {
	const named = entered.filter((one) => one.name === RATE + tool);
	const found = named.find((one) => one.task === task) ?? named.find((one) => one.task === '');
	return Number(found?.value ?? 0);
}
