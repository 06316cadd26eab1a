import { ratio, type Metric } from './metric.ts';
import { wilson } from './reliability.ts';

/**
 * The ladder of outcomes: claimed by the agent, uncontradicted once a run is mature, confirmed by
 * somebody else, audited on random runs. Each rung has its own n, its rate and a 95 % interval.
 */
export const ladder = [
	{
		name: 'claimed_runs',
		label: 'With a claim',
		unit: 'count',
		from: 'runs',
		sql: 'count(*) filter (where claimed_outcome is not null)',
		additive: true,
		description:
			'Runs that say themselves how they ended: by a claim, or by ending in order or not.',
		formula: "count of runs with the agent's own word or a final status",
		better: 'neither'
	},
	{
		name: 'claimed_successes',
		label: 'Claimed right',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where claimed_outcome = 'success')",
		additive: true,
		description: 'Runs that claim success; nobody else has to agree.',
		formula: "count of runs with the agent's own word or final status a success",
		better: 'neither'
	},
	{
		name: 'mature_claimed_runs',
		label: 'Mature, with a claim',
		unit: 'count',
		from: 'runs',
		sql: 'count(*) filter (where mature and claimed_outcome is not null)',
		additive: true,
		description: 'Runs old enough that complaints would have come.',
		formula: 'count of runs with a claim that ended more than the maturity days ago',
		better: 'neither'
	},
	{
		name: 'mature_claimed_successes',
		label: 'Mature, claimed right',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where mature and claimed_outcome = 'success')",
		additive: true,
		description: 'Claims of success that are old enough to be believed or not.',
		formula: 'count of mature runs that claim success',
		better: 'neither'
	},
	{
		name: 'durable_successes',
		label: 'Uncontradicted',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where mature and claimed_outcome = 'success' and agent_outcome in ('success', 'unknown'))",
		additive: true,
		description: 'Mature claims of success that nothing and nobody has contradicted.',
		formula: 'count of mature runs that claim success and have no other outcome',
		better: 'higher'
	},
	{
		name: 'young_runs',
		label: 'Too young',
		unit: 'count',
		from: 'runs',
		sql: 'count(*) filter (where not mature)',
		additive: true,
		description: 'Runs that ended fewer than the maturity days ago: held out of the rates.',
		formula: 'count of runs that ended within the maturity days before the end of the data',
		better: 'neither'
	},
	{
		name: 'confirmed_runs',
		label: 'Confirmed',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where outcome_level in ('confirmed', 'audited'))",
		additive: true,
		description: 'Runs that somebody or something other than the agent has judged.',
		formula: 'count of runs with an outcome from a system, a person, a check, a file or an audit',
		better: 'higher'
	},
	{
		name: 'confirmed_successes',
		label: 'Confirmed right',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where outcome_level in ('confirmed', 'audited') and agent_outcome = 'success')",
		additive: true,
		description: 'Runs that somebody or something other than the agent found right.',
		formula: 'count of confirmed runs with agent outcome success',
		better: 'higher'
	},
	{
		name: 'audited_runs',
		label: 'Audited',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where outcome_level = 'audited')",
		additive: true,
		description: 'Random runs that a person checked by hand.',
		formula: 'count of runs with an answer of a check by hand',
		better: 'higher'
	},
	{
		name: 'audited_successes',
		label: 'Audited right',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where outcome_level = 'audited' and agent_outcome = 'success')",
		additive: true,
		description: 'Random runs that a person checked by hand and found right.',
		formula: 'count of audited runs with agent outcome success',
		better: 'higher'
	},
	...rung(
		'claimed_rate',
		'Claimed success rate',
		'claimed_successes',
		'claimed_runs',
		'What the agent believes of itself: no evidence, but the top of the ladder.'
	),
	...rung(
		'uncontradicted_rate',
		'Uncontradicted success rate',
		'durable_successes',
		'mature_claimed_runs',
		'Share of mature runs that claim success and that nothing has contradicted.'
	),
	...rung(
		'confirmed_rate',
		'Confirmed success rate',
		'confirmed_successes',
		'confirmed_runs',
		'Share of right ones among the runs that somebody else has judged.'
	),
	...rung(
		'audited_rate',
		'Audited success rate',
		'audited_successes',
		'audited_runs',
		'Share of right ones among random runs checked by hand: the rate to believe.'
	),
	{
		name: 'durable_rate',
		label: 'Durable rate',
		unit: 'ratio',
		from: 'runs',
		needs: ['durable_successes', 'mature_claimed_successes'],
		derive: (v) => ratio(v.durable_successes, v.mature_claimed_successes),
		description: 'Share of claims of success that still stand once they are mature.',
		formula: 'uncontradicted / mature runs that claim success',
		better: 'higher'
	},
	{
		name: 'empty_successes',
		label: 'Empty successes',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where claimed_outcome = 'success' and llm_calls > 0 and output_tokens = 0)",
		additive: true,
		description: 'Runs that claim success although the model wrote nothing.',
		formula: 'count of runs that claim success with model calls and 0 output tokens',
		better: 'lower'
	}
] as const satisfies readonly Metric[];

/** A rate with its Wilson interval, as three metrics. */
function rung(name: string, label: string, right: string, of: string, description: string) {
	const end = (which: 'low' | 'high') =>
		({
			name: `${name}_${which}`,
			label: `${label}, ${which}`,
			unit: 'ratio',
			from: 'runs',
			needs: [right, of],
			derive: (v) => wilson(v[right] ?? null, v[of] ?? null, which),
			description: `${which === 'low' ? 'Lower' : 'Upper'} end of the 95 % interval of the ${label.toLowerCase()}.`,
			formula: 'Wilson score interval, z = 1.959963984540054, no continuity correction',
			better: 'higher'
		}) satisfies Metric;
	return [
		{
			name,
			label,
			unit: 'ratio',
			from: 'runs',
			needs: [right, of],
			derive: (v) => ratio(v[right], v[of]),
			description,
			formula: `${right.replaceAll('_', ' ')} / ${of.replaceAll('_', ' ')}`,
			better: 'higher',
			interval: { low: `${name}_low`, high: `${name}_high` }
		} satisfies Metric,
		end('low'),
		end('high')
	];
}
