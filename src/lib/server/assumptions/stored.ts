import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { EnteredAssumption } from './assumption.ts';

/** An assumption with who stated it and when. */
export interface StoredAssumption extends EnteredAssumption {
	stated_at: string;
}

interface Row {
	task: string;
	name: string;
	value: string | null;
	low: number | null;
	high: number | null;
	source: string;
	note: string | null;
	stated_at: string;
}

/** What holds now: the last statement of every task and name, without those taken back. */
export async function storedAssumptions(reader: Reader): Promise<StoredAssumption[]> {
	const rows = await reader.query<Row>(sql`
		select task, name, value, low, high, source, note,
			strftime(stated_at, '%Y-%m-%dT%H:%M:%SZ') as stated_at
		from assumptions
		qualify row_number() over (partition by task, name order by assumption_id desc) = 1
		order by task, name`);
	return rows
		.filter((row) => row.value !== null)
		.map((row) => ({
			...row,
			value: row.name === 'decision' ? (row.value as string) : Number(row.value)
		}));
}
