import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { Part } from './lifetimes.ts';

/** What retention has removed so far. */
export interface Removed {
	part: Part;
	rows: number;
	runs: number;
	/** The first day that stayed the last time. */
	before: string;
	/** ISO in UTC. */
	last_at: string;
}

/** What was removed by part, nothing where nothing was. */
export const removedParts = (reader: Reader): Promise<Removed[]> =>
	reader.query<Removed>(sql`
		select
			part,
			sum(rows_removed) as rows,
			sum(runs_removed) as runs,
			strftime(max(before_day), '%Y-%m-%d') as "before",
			strftime(max(removed_at), '%Y-%m-%dT%H:%M:%SZ') as last_at
		from removals
		group by part
		order by part`);

/** The days that hourly sums of removed runs cover, `YYYY-MM-DD`; null where there are none. */
export async function keptHours(reader: Reader): Promise<{ from: string; to: string } | null> {
	const [row] = await reader.query<{ from: string | null; to: string | null }>(sql`
		select strftime(min(hour), '%Y-%m-%d') as "from", strftime(max(hour), '%Y-%m-%d') as "to"
		from kept_hours`);
	return row?.from && row.to ? { from: row.from, to: row.to } : null;
}
