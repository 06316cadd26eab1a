import type { Metric } from './metric.ts';

/** How much work there was. */
export const volume = [
	{
		name: 'runs',
		label: 'Runs',
		unit: 'count',
		from: 'runs',
		sql: 'count(*)',
		additive: true,
		description: 'Attempts by an agent, after removing duplicates.',
		formula: 'count of runs',
		better: 'neither'
	},
	{
		name: 'input_tokens',
		label: 'Input tokens',
		unit: 'tokens',
		from: 'runs',
		sql: 'sum(input_tokens)',
		additive: true,
		description: 'Input tokens billed at the full input price, counted once.',
		formula: 'sum of uncached input tokens of counted spans',
		better: 'neither'
	},
	{
		name: 'cache_read_tokens',
		label: 'Cache reads',
		unit: 'tokens',
		from: 'runs',
		sql: 'sum(cache_read_tokens)',
		additive: true,
		description: 'Input tokens read from a prompt cache.',
		formula: 'sum of cache read tokens of counted spans',
		better: 'neither'
	},
	{
		name: 'cache_write_tokens',
		label: 'Cache writes',
		unit: 'tokens',
		from: 'runs',
		sql: 'sum(cache_write_tokens)',
		additive: true,
		description: 'Input tokens written to a prompt cache.',
		formula: 'sum of cache write tokens of counted spans',
		better: 'neither'
	},
	{
		name: 'output_tokens',
		label: 'Output tokens',
		unit: 'tokens',
		from: 'runs',
		sql: 'sum(output_tokens)',
		additive: true,
		description: 'Tokens that models wrote, reasoning included.',
		formula: 'sum of output tokens of counted spans',
		better: 'neither'
	},
	{
		name: 'cases',
		label: 'Cases',
		unit: 'count',
		from: 'cases',
		sql: 'count(*)',
		description: 'Pieces of work: a case is one or more runs, by the rule for repeats of its task.',
		formula: 'count of cases',
		better: 'neither'
	},
	{
		name: 'attempts_per_case',
		label: 'Attempts per case',
		unit: 'score',
		from: 'cases',
		sql: 'avg(attempts)',
		description: 'How often the agent tried a piece of work.',
		formula: 'runs / cases',
		better: 'lower'
	}
] as const satisfies readonly Metric[];
