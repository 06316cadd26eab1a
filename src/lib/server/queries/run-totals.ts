import { listFields, type Filters } from '../../filters.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { metricRows, type MetricRow } from './metric-query.ts';

/** What all runs of a list come to, by the metrics of the same names; null = not known of any run. */
export interface RunTotals {
	runs: number;
	successes: number;
	failures: number;
	partials: number;
	unknown_outcomes: number;
	success_rate: number | null;
	success_rate_low: number | null;
	success_rate_high: number | null;
	cost_known_runs: number;
	total_cost_usd: number | null;
	mean_cost_per_run_usd: number | null;
	input_tokens: number | null;
	cache_read_tokens: number | null;
	cache_write_tokens: number | null;
	output_tokens: number | null;
	reviewed_runs: number;
	errors: number;
}

const COUNTS = [
	...['runs', 'successes', 'failures', 'partials', 'unknown_outcomes', 'cost_known_runs'],
	...['reviewed_runs', 'errors']
];
const NAMES = [
	...COUNTS,
	...['success_rate', 'success_rate_low', 'success_rate_high'],
	...['total_cost_usd', 'mean_cost_per_run_usd'],
	...['input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'output_tokens']
];

interface Question {
	filters: Filters;
	zone: string;
}

/** The totals of a list, from the metrics that every tile shows: the list's total is the tile's number. */
export async function runTotals(reader: Reader, { filters, zone }: Question): Promise<RunTotals> {
	const [row] = await metricRows(reader, { names: NAMES, by: [], filters, zone });
	return Object.fromEntries(
		NAMES.map((name) => [name, row?.[name] ?? (COUNTS.includes(name) ? 0 : null)])
	) as unknown as RunTotals;
}

/** How many runs a list has. */
export async function countRuns(reader: Reader, { filters, zone }: Question): Promise<number> {
	const [row] = await metricRows(reader, { names: ['runs'], by: [], filters, zone });
	return Number(row?.runs ?? 0);
}

/** A kind of error and the runs that ended in it. */
export interface FailureMode {
	error_type: string;
	runs: number;
	total_cost_usd: number | null;
}

/** The errors that runs of the filters ended in, most runs first. */
export async function failureModes(
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<FailureMode[]> {
	const names = ['runs', 'total_cost_usd'];
	const rows = await metricRows(reader, { names, by: ['error_type'], filters, zone });
	return rows
		.filter((row): row is MetricRow & FailureMode => row.error_type !== null)
		.sort((a, b) => b.runs - a.runs || (a.error_type < b.error_type ? -1 : 1));
}

/** A filter that, when it alone is let go, leaves runs; `period` stands for its two days. */
export interface WayOut {
	field: (typeof listFields)[number] | 'period' | 'attributes';
	runs: number;
}

/** Out of a list that the filters leave empty: each single filter whose absence gives runs, fewest runs first. */
export async function waysOut(reader: Reader, filters: Filters, zone: string): Promise<WayOut[]> {
	const tries: { field: WayOut['field']; filters: Filters }[] = listFields
		.filter((field) => filters[field].length > 0)
		.map((field) => ({ field, filters: { ...filters, [field]: [] } }));
	if (filters.from || filters.to)
		tries.push({ field: 'period', filters: { ...filters, from: null, to: null } });
	if (Object.keys(filters.attributes).length > 0)
		tries.push({ field: 'attributes', filters: { ...filters, attributes: {} } });
	const found = await Promise.all(
		tries.map(async (one) => ({
			field: one.field,
			runs: await countRuns(reader, { filters: one.filters, zone })
		}))
	);
	return found.filter(({ runs }) => runs > 0).sort((a, b) => a.runs - b.runs);
}
