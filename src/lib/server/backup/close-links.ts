import { recordChange } from '../change-log/record-change.ts';
import { join, sql } from '../warehouse/sql.ts';
import { exists, openWorkspace, warehouseOf } from '../workspaces.ts';

/**
 * Closes, in the file of a backup, the links that must not open again once it is restored; how many.
 * Under another name all of them; in the place of a workspace those that were revoked there, and all
 * where that one cannot be read.
 */
export async function closeLinks(
	path: string,
	{ from, to }: { from: string; to: string }
): Promise<number> {
	const revoked = from === to ? await revokedIn(to) : null;
	if (revoked?.length === 0) return 0;
	const hashes = revoked?.map((hash) => sql`${hash}`);
	const which = hashes ? sql`token_sha256 in (${join(hashes, ', ')})` : sql`true`;
	const warehouse = warehouseOf(path);
	try {
		return await warehouse.change(async (change) => {
			const closed = await change.query(sql`
				update report_links set revoked_at = now()::timestamp
				where revoked_at is null and expires_at > now()::timestamp and ${which}
				returning link_id`);
			if (closed.length > 0)
				await recordChange(change, {
					kind: 'link',
					what: 'revoked by a restore',
					object: closed.length === 1 ? '1 link' : `${closed.length} links`
				});
			return closed.length;
		});
	} finally {
		await warehouse.close();
	}
}

/** Hashes of the revoked links of a workspace, none where it is not there; null where it cannot be read. */
async function revokedIn(id: string): Promise<string[] | null> {
	if (!exists(id)) return [];
	try {
		const { warehouse } = await openWorkspace(id);
		const rows = await warehouse.query<{ hash: string }>(
			sql`select token_sha256 as hash from report_links where revoked_at is not null`
		);
		return rows.map(({ hash }) => hash);
	} catch {
		return null;
	}
}
