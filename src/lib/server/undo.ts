import type { Receipt } from '../receipt.ts';
import { recordChange } from './change-log/record-change.ts';
import { receipts } from './receipts.ts';
import { undoCause } from './verdict-history/causes.ts';
import { recordVerdicts } from './verdict-history/record.ts';
import { raw, sql } from './warehouse/sql.ts';
import type { Warehouse } from './warehouse/warehouse.ts';

/** Takes an import out again, as if the file had never come; null when there is no such import. */
export async function undo(warehouse: Warehouse, importId: number): Promise<Receipt | null> {
	await warehouse.change(async (change) => {
		const [found] = await change.query<{ open: boolean; file_name: string }>(
			sql`select undone_at is null as open, file_name from imports where import_id = ${raw(String(importId))}`
		);
		if (!found?.open) return;
		const runIds = await change.remove(importId);
		await change.run(
			sql`update imports set undone_at = now()::timestamp where import_id = ${raw(String(importId))}`
		);
		await recordChange(change, {
			kind: 'import',
			what: 'undone',
			object: `${found.file_name} (import ${importId})`
		});
		await change.reduce({ runIds });
		await recordVerdicts(change, undoCause(importId, found.file_name));
	});
	return (await receipts(warehouse)).find((one) => one.import_id === importId) ?? null;
}
