import { raw, sql } from '../warehouse/sql.ts';
import type { Change, Warehouse } from '../warehouse/warehouse.ts';
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
export async function storedAssumptions(
	warehouse: Pick<Warehouse, 'query'>
): Promise<StoredAssumption[]> {
	const rows = await warehouse.query<Row>(sql`
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

/** Stores assumptions, all or none; earlier statements stay as history. */
export const storeAssumptions = (
	warehouse: Warehouse,
	entered: readonly EnteredAssumption[]
): Promise<void> =>
	warehouse.change(async (change) => {
		for (const one of entered) await state(change, one, String(one.value));
	});

/** Takes an assumption back: the default, or the workspace's value, holds again. */
export const clearAssumption = (warehouse: Warehouse, task: string, name: string): Promise<void> =>
	warehouse.change((change) =>
		state(
			change,
			{ task, name, value: 0, low: null, high: null, source: 'entered', note: null },
			null
		)
	);

const state = (change: Change, one: EnteredAssumption, value: string | null): Promise<void> =>
	change.run(sql`insert into assumptions values (
		nextval('assumption_ids'), ${one.task}, ${one.name}, ${value}, ${one.low}::double,
		${one.high}::double, ${one.source}, ${one.note}, ${raw('null')}, now()::timestamp
	)`);
