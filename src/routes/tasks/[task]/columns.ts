import type { Column } from '#lib/components/table-column.ts';

/** A configuration beside the others. */
export interface Compared {
	agent: string | null;
	agent_version: string | null;
	model: string | null;
	runs: number;
	unknown_outcomes: number;
	success_rate: number | null;
	success_rate_low: number | null;
	success_rate_high: number | null;
	mean_cost_per_run_usd: number | null;
	expected_cost_per_success_usd: number | null;
	expected_cost_per_success_low_usd: number | null;
	expected_cost_per_success_high_usd: number | null;
	p50_duration_s: number | null;
	p95_duration_s: number | null;
}

/** One way in which runs go wrong. */
export interface Mode {
	error_type: string | null;
	status: string;
	runs: number;
	failures: number;
	cost_usd: number | null;
}

export const comparedColumns = (href: (row: Compared) => string): Column<Compared>[] => [
	{
		key: 'agent',
		label: 'Agent',
		value: (row) => [row.agent, row.agent_version].filter(Boolean).join(' '),
		href,
		phone: true
	},
	{ key: 'model', label: 'Model', value: (row) => row.model },
	{ key: 'runs', label: 'Runs', value: (row) => row.runs, unit: 'count' },
	{
		key: 'success',
		label: 'Right',
		value: (row) => row.success_rate,
		unit: 'ratio',
		interval: (row) => [row.success_rate_low, row.success_rate_high],
		phone: true
	},
	{ key: 'cost', label: 'Cost of a run', value: (row) => row.mean_cost_per_run_usd, unit: 'usd' },
	{
		key: 'per-success',
		label: 'Run cost per right result',
		value: (row) => row.expected_cost_per_success_usd,
		unit: 'usd',
		interval: (row) => [
			row.expected_cost_per_success_low_usd,
			row.expected_cost_per_success_high_usd
		],
		phone: true
	},
	{ key: 'p50', label: 'Duration p50', value: (row) => row.p50_duration_s, unit: 'seconds' },
	{ key: 'p95', label: 'Duration p95', value: (row) => row.p95_duration_s, unit: 'seconds' }
];

export const modeColumns = (href: (row: Mode) => string): Column<Mode>[] => [
	{
		key: 'mode',
		label: 'What it told',
		value: (row) =>
			row.error_type ?? (row.status === 'ok' ? 'nothing: wrong, silently' : row.status),
		href,
		phone: true
	},
	{ key: 'runs', label: 'Runs', value: (row) => row.runs, unit: 'count', phone: true },
	{
		key: 'failures',
		label: 'Of them wrong',
		value: (row) => row.failures,
		unit: 'count',
		phone: true
	},
	{ key: 'cost', label: 'Cost', value: (row) => row.cost_usd, unit: 'usd' }
];
