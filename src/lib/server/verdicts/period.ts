import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** The days that a workspace's runs cover, `YYYY-MM-DD`; null without a dated run. */
export interface Period {
	from: string;
	to: string;
}

/** From the first to the last day of the data, in UTC. */
export async function dataPeriod(reader: Reader): Promise<Period | null> {
	const [row] = await reader.query<{ from: string | null; to: string | null }>(sql`
		select strftime(min(hour), '%Y-%m-%d') as "from", strftime(max(hour), '%Y-%m-%d') as "to"
		from rollup_hour`);
	return row?.from && row.to ? { from: row.from, to: row.to } : null;
}
