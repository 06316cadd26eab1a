import type { Verdict } from '#simulations/engine/decision-rule.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { recordChange } from '../change-log/record-change.ts';
import { addEntries, latestEntries } from './entry.ts';

/** Makes the verdict that waits stand; false when that verdict does not wait (any more). */
export const acceptVerdict = (
	warehouse: Warehouse,
	task: string,
	verdict: string
): Promise<boolean> =>
	warehouse.change(async (change) => {
		const last = (await latestEntries(change)).findLast((one) => one.task === task);
		if (last?.status !== 'pending' || last.verdict !== (verdict as Verdict)) return false;
		const text = `a person accepted it; it had waited since ${last.cause.text}`;
		const cause = { kind: 'accept', reference: String(last.id), text } as const;
		await recordChange(change, {
			kind: 'verdict',
			what: 'accepted',
			object: task,
			became: last.verdict
		});
		await addEntries(change, [{ ...last, status: 'stands', cause }]);
		return true;
	});
