import { isMeaningless } from '../../definitions/meaningless-name.ts';
import type { Filters } from '../../filters.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { metricRows } from './metric-query.ts';

/** How much of the spend can be tied to a kind of work. */
export interface Attribution {
	/** Spend of runs whose task says what the work is / all spend; null where nothing was spent. */
	share: number | null;
	tied_usd: number;
	total_usd: number;
	/** Tasks whose names say nothing, the most expensive first. */
	nameless: { task: string; runs: number; cost_usd: number | null }[];
}

/** Spend tied to a named task / all spend, evaluation left out as in `total_cost_usd`. */
export async function attribution(
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<Attribution> {
	const rows = await metricRows(reader, {
		names: ['runs', 'total_cost_usd'],
		by: ['task'],
		filters,
		zone
	});
	const cost = (row: (typeof rows)[number]) => Number(row.total_cost_usd ?? 0);
	const total = rows.reduce((sum, row) => sum + cost(row), 0);
	const nameless = rows
		.filter((row) => isMeaningless(String(row.task)))
		.sort((a, b) => cost(b) - cost(a));
	const tied = total - nameless.reduce((sum, row) => sum + cost(row), 0);
	return {
		share: total > 0 ? tied / total : null,
		tied_usd: tied,
		total_usd: total,
		nameless: nameless.map((row) => ({
			task: String(row.task),
			runs: Number(row.runs ?? 0),
			cost_usd: row.total_cost_usd as number | null
		}))
	};
}
