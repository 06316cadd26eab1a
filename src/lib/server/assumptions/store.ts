import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { recordChange } from '../change-log/record-change.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Change, Warehouse } from '../warehouse/warehouse.ts';
import { assumptionCause } from '../verdict-history/causes.ts';
import { recordVerdicts } from '../verdict-history/record.ts';
import type { EnteredAssumption } from './assumption.ts';
import { assumptionText } from './assumption-text.ts';
import { storedAssumptions } from './stored.ts';

/** Stores assumptions, all or none; earlier statements stay as history. */
export const storeAssumptions = (
	warehouse: Warehouse,
	entered: readonly EnteredAssumption[]
): Promise<void> =>
	warehouse.change(async (change) => {
		const before = await storedAssumptions(change);
		for (const one of entered) {
			await state(change, one, String(one.value));
			const { name, value, low, high } = one;
			const range =
				low === null || high === null
					? ''
					: ` (${assumptionText(name, low)} to ${assumptionText(name, high)})`;
			await recordChange(change, {
				...logged('entered', one, before),
				became: assumptionText(name, value) + range
			});
		}
		// Each task is told of the figures that are its own or everybody's, and of no other task's.
		const everywhere = entered.filter((one) => one.task === '');
		for (const task of new Set(entered.map((one) => one.task).filter(Boolean))) {
			const its = entered.filter((one) => one.task === task || one.task === '');
			await recordVerdicts(change, assumptionCause(its, before), [task]);
		}
		if (everywhere.length > 0)
			await recordVerdicts(change, assumptionCause(everywhere, before), []);
	});

/** Takes an assumption back: the default, or the workspace's value, holds again. */
export const clearAssumption = (warehouse: Warehouse, task: string, name: string): Promise<void> =>
	warehouse.change(async (change) => {
		const before = await storedAssumptions(change);
		const nothing = { task, name, value: 0, low: null, high: null, source: 'entered', note: null };
		await state(change, nothing, null);
		await recordChange(change, logged('taken back', nothing, before));
		const cause = assumptionCause([{ task, name, value: null }], before);
		await recordVerdicts(change, cause, task === '' ? [] : [task]);
	});

const state = (change: Change, one: EnteredAssumption, value: string | null): Promise<void> =>
	change.run(sql`insert into assumptions values (
		nextval('assumption_ids'), ${one.task}, ${one.name}, ${value}, ${one.low}::double,
		${one.high}::double, ${one.source}, ${one.note}, ${raw('null')}, now()::timestamp
	)`);

/** What the change log says of one: its label, whose it is, and what held before. */
function logged(
	what: string,
	{ task, name }: Pick<EnteredAssumption, 'task' | 'name'>,
	before: readonly Pick<EnteredAssumption, 'task' | 'name' | 'value'>[]
) {
	const was = before.find((one) => one.task === task && one.name === name)?.value ?? null;
	return {
		kind: 'assumption' as const,
		what,
		object: `${assumptionOf(name)?.label ?? name}, ${task === '' ? 'every task' : task}`,
		was: was === null ? null : assumptionText(name, was)
	};
}
