import { recordChange } from '../change-log/record-change.ts';
import { sql } from '../warehouse/sql.ts';
import type { Change } from '../warehouse/warehouse.ts';

/**
 * Takes back, inside a change, every one-time link that a member made and nobody has used, themselves or
 * by a token: for one who may let nobody in any more.
 */
export async function takeBackLinksOf(change: Change, maker: string, nowMs: number): Promise<void> {
	const open = sql`used_ms is null and expires_ms > ${nowMs}::bigint
		and (made_by = ${maker} or starts_with(made_by, ${`${maker} (token `}))`;
	const found = await change.query(sql`select invite_id from invites where ${open}`);
	if (found.length === 0) return;
	await change.run(sql`update invites set used_ms = ${nowMs}::bigint where ${open}`);
	await recordChange(change, {
		...{ kind: 'member', what: 'links taken back' },
		...{ object: `made by ${maker}`, was: `${found.length} waiting` }
	});
}
