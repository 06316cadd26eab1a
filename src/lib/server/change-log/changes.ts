import { join, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { ChangeKind } from './change-kinds.ts';

/** A line of the change log. */
export interface ChangeRow {
	id: number;
	/** When, ISO in UTC. */
	at: string;
	who: string;
	kind: string;
	what: string;
	object: string;
	/** Null where there is nothing to compare. */
	was: string | null;
	became: string | null;
}

/** Which changes are asked for; null = all. */
export interface ChangeFilter {
	kind: ChangeKind | null;
	who: string | null;
}

/** More lines than a file or an answer holds. */
export const MOST_CHANGES = 100_000;

/** The changes of a workspace, the last ones first; `most` and `skip` count rows. */
export const changes = (
	reader: Reader,
	filter: ChangeFilter,
	{ most, skip = 0 }: { most: number; skip?: number }
): Promise<ChangeRow[]> =>
	reader.query<ChangeRow>(sql`
		select change_id as id, strftime(changed_at, '%Y-%m-%dT%H:%M:%SZ') as at, who, kind, what, object, was, became
		from changes
		where ${meant(filter)}
		order by change_id desc
		limit ${most}::bigint offset ${skip}::bigint`);

/** How many changes a filter leaves. */
export async function countChanges(reader: Reader, filter: ChangeFilter): Promise<number> {
	const [row] = await reader.query<{ count: number }>(
		sql`select count(*) as count from changes where ${meant(filter)}`
	);
	return row?.count ?? 0;
}

/** Everybody who has changed something, by name. */
export async function whoChanged(reader: Reader): Promise<string[]> {
	const rows = await reader.query<{ who: string }>(
		sql`select distinct who from changes order by who`
	);
	return rows.map(({ who }) => who);
}

const meant = ({ kind, who }: ChangeFilter) =>
	join(
		[
			sql`true`,
			...(kind === null ? [] : [sql`kind = ${kind}`]),
			...(who === null ? [] : [sql`who = ${who}`])
		],
		' and '
	);
