import { accounts, accountsAreOn } from '../access/accounts-file.ts';
import { currentActor } from '../access/actor.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { changes, countChanges, whoChanged, type ChangeFilter, type ChangeRow } from './changes.ts';

/** A line of the change log, and which log it is of. */
export type PlacedChange = ChangeRow & { of: 'workspace' | 'installation' };

/** The changes of a workspace and, for an owner, of members and tokens; the last ones first. */
export async function allChanges(
	warehouse: Reader,
	filter: ChangeFilter,
	{ most, skip = 0 }: { most: number; skip?: number }
): Promise<PlacedChange[]> {
	const files = await logs(warehouse);
	const rows = await Promise.all(
		files.map(async ({ of, reader }) =>
			(await changes(reader, filter, { most: most + skip })).map((row) => ({ ...row, of }))
		)
	);
	return rows
		.flat()
		.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
		.slice(skip, skip + most);
}

/** How many there are. */
export async function countAllChanges(warehouse: Reader, filter: ChangeFilter): Promise<number> {
	const files = await logs(warehouse);
	const counts = await Promise.all(files.map(({ reader }) => countChanges(reader, filter)));
	return counts.reduce((sum, count) => sum + count, 0);
}

/** Everybody who is in them, by name. */
export async function allWhoChanged(warehouse: Reader): Promise<string[]> {
	const files = await logs(warehouse);
	const names = await Promise.all(files.map(({ reader }) => whoChanged(reader)));
	return [...new Set(names.flat())].sort();
}

async function logs(warehouse: Reader): Promise<{ of: PlacedChange['of']; reader: Reader }[]> {
	const own = { of: 'workspace', reader: warehouse } as const;
	if (!accountsAreOn() || currentActor().role !== 'owner') return [own];
	return [own, { of: 'installation', reader: await accounts() }];
}
