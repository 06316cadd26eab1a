import { raw, sql } from '../warehouse/sql.ts';
import type { Change, Warehouse } from '../warehouse/warehouse.ts';
import { assumptionCause } from '../verdict-history/causes.ts';
import { recordVerdicts } from '../verdict-history/record.ts';
import type { EnteredAssumption } from './assumption.ts';
import { storedAssumptions } from './stored.ts';

/** Stores assumptions, all or none; earlier statements stay as history. */
export const storeAssumptions = (
	warehouse: Warehouse,
	entered: readonly EnteredAssumption[]
): Promise<void> =>
	warehouse.change(async (change) => {
		const before = await storedAssumptions(change);
		for (const one of entered) await state(change, one, String(one.value));
		await recordVerdicts(change, assumptionCause(entered, before), tasksOf(entered));
	});

/** Takes an assumption back: the default, or the workspace's value, holds again. */
export const clearAssumption = (warehouse: Warehouse, task: string, name: string): Promise<void> =>
	warehouse.change(async (change) => {
		const before = await storedAssumptions(change);
		const nothing = { task, name, value: 0, low: null, high: null, source: 'entered', note: null };
		await state(change, nothing, null);
		const cause = assumptionCause([{ task, name, value: null }], before);
		await recordVerdicts(change, cause, tasksOf([{ task }]));
	});

/** The tasks that figures are of; empty = all, where one is for every task. */
const tasksOf = (entered: readonly Pick<EnteredAssumption, 'task'>[]): string[] =>
	entered.some((one) => one.task === '') ? [] : [...new Set(entered.map((one) => one.task))];

const state = (change: Change, one: EnteredAssumption, value: string | null): Promise<void> =>
	change.run(sql`insert into assumptions values (
		nextval('assumption_ids'), ${one.task}, ${one.name}, ${value}, ${one.low}::double,
		${one.high}::double, ${one.source}, ${one.note}, ${raw('null')}, now()::timestamp
	)`);
