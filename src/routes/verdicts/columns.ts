import type { Snippet } from 'svelte';
import type { Column } from '#lib/components/table-column.ts';
import type { VerdictName } from '#lib/components/verdict-look.ts';
import { formatDate, formatProbability } from '#lib/format.ts';

/** A past verdict beside what happened. */
export interface Score {
	id: number;
	task: string;
	verdict: VerdictName;
	data_to: string;
	later_outcomes: number;
	p_better_said: number;
	p_better_later: number | null;
	was_cheaper: boolean;
	cost_said_usd: number | null;
	cost_said_low_usd: number | null;
	cost_said_high_usd: number | null;
	cost_later_usd: number | null;
	cost_error: number | null;
	cost_held: boolean | null;
}

interface Bin {
	from: number;
	to: number;
	n: number;
	said: number | null;
	came_true: number | null;
}

const sure = (p: number | null): string => formatProbability(p, { surface: 'table' });

export const scoreColumns = (
	href: (row: Score) => string,
	badge: Snippet<[Score]>
): Column<Score>[] => [
	{ key: 'task', label: 'Task', value: (row) => row.task, href, phone: true },
	{ key: 'verdict', label: 'Verdict', value: (row) => row.verdict, cell: badge, phone: true },
	{ key: 'to', label: 'From data up to', value: (row) => formatDate(row.data_to) },
	{ key: 'said', label: 'P(cheaper) said', value: (row) => sure(row.p_better_said) },
	{ key: 'later', label: 'By later runs', value: (row) => sure(row.p_better_later) },
	{
		key: 'cheaper',
		label: 'Was cheaper',
		value: (row) => (row.was_cheaper ? 'yes' : 'no'),
		phone: true
	},
	{
		key: 'cost-said',
		label: 'Full cost per right result said',
		value: (row) => row.cost_said_usd,
		unit: 'usd',
		interval: (row) => [row.cost_said_low_usd, row.cost_said_high_usd],
		level: '90 %'
	},
	{
		key: 'cost-later',
		label: 'By later runs',
		value: (row) => row.cost_later_usd,
		unit: 'usd'
	},
	{ key: 'error', label: 'Off by', value: (row) => row.cost_error, unit: 'ratio' },
	{
		key: 'held',
		label: 'In the range said',
		value: (row) => (row.cost_held === null ? null : row.cost_held ? 'yes' : 'no')
	},
	{ key: 'n', label: 'Later results known', value: (row) => row.later_outcomes, unit: 'count' }
];

export const binColumns: Column<Bin>[] = [
	{
		key: 'range',
		label: 'P(cheaper) said',
		value: (bin) => `${bin.from} to ${bin.to}`,
		phone: true
	},
	{ key: 'n', label: 'Verdicts', value: (bin) => bin.n, unit: 'count', phone: true },
	{
		key: 'said',
		label: 'Said on average',
		value: (bin) => (bin.said === null ? null : sure(bin.said))
	},
	{
		key: 'true',
		label: 'Was cheaper',
		value: (bin) => bin.came_true,
		unit: 'ratio',
		phone: true
	}
];
