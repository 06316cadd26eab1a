import type { Filters } from '../../filters.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';

/** How many runs cost from `low` up to `high` USD; the first bin of a logarithmic one holds zeros. */
export interface CostBin {
	low: number;
	high: number;
	count: number;
}

const BINS = 24;

/** The distribution of known costs in about 24 bins with round edges, logarithmic where they span two decades. */
export async function costHistogram(
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<{ bins: CostBin[]; log: boolean }> {
	const where = conditions(filters, 'runs', zone);
	const [ends] = await reader.query<{ least: number | null; most: number | null }>(sql`
		select
			min(cast(cost_usd as double)) filter (where cost_usd > 0) as least,
			max(cast(cost_usd as double)) as most
		from runs
		where ${where}`);
	const { least, most } = ends ?? { least: null, most: null };
	if (least === null || most === null || most <= 0) return { bins: [], log: false };
	const log = most / least > 100;
	const step = niceStep((log ? Math.log10(most / least) : most) / BINS);
	const from = log ? Math.floor(Math.log10(least) / step) * step : 0;
	const place = log ? 'log10(cast(cost_usd as double))' : 'cast(cost_usd as double)';
	const rows = await reader.query<{ bin: number; count: number }>(sql`
		select
			case when cost_usd = 0 and ${raw(String(log))} then -1
				else greatest(0, floor((${raw(place)} - ${from}::double) / ${step}::double + 1e-9)::integer)
			end as bin,
			count(*) as count
		from runs
		where cost_usd is not null and ${where}
		group by bin
		order by bin`);
	const edge = (at: number) =>
		Number((log ? 10 ** (from + at * step) : from + at * step).toPrecision(12));
	return {
		log,
		bins: rows.map(({ bin, count }) =>
			bin < 0 ? { low: 0, high: 0, count } : { low: edge(bin), high: edge(bin + 1), count }
		)
	};
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is not below a width. */
function niceStep(width: number): number {
	const power = 10 ** Math.floor(Math.log10(width));
	return power * ([1, 2, 2.5, 5].find((factor) => factor * power >= width) ?? 10);
}
