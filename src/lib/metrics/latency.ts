import type { Metric } from './metric.ts';

const SECONDS = 'duration_us / 1000000.0';

/** How long runs take, where start and end are both known. */
export const latency = [
	{
		name: 'mean_duration_s',
		label: 'Duration, mean',
		unit: 'seconds',
		from: 'runs',
		sql: `avg(${SECONDS})`,
		description: 'Mean time from the start of a run to its end.',
		formula: 'mean of ended - started',
		better: 'lower'
	},
	{
		name: 'p50_duration_s',
		label: 'Duration p50',
		unit: 'seconds',
		from: 'runs',
		quantile: { of: SECONDS, p: 0.5 },
		description: 'Half of the runs are faster.',
		formula: '50 % quantile of ended - started, linear between closest ranks',
		better: 'lower'
	},
	{
		name: 'p95_duration_s',
		label: 'Duration p95',
		unit: 'seconds',
		from: 'runs',
		quantile: { of: SECONDS, p: 0.95 },
		description: 'One run in twenty is slower.',
		formula: '95 % quantile of ended - started, linear between closest ranks',
		better: 'lower'
	},
	{
		name: 'p99_duration_s',
		label: 'Duration p99',
		unit: 'seconds',
		from: 'runs',
		quantile: { of: SECONDS, p: 0.99 },
		description: 'One run in a hundred is slower.',
		formula: '99 % quantile of ended - started, linear between closest ranks',
		better: 'lower'
	}
] as const satisfies readonly Metric[];
