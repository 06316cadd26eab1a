import type { Cause } from '../../verdicts/cause.ts';
import { sql } from '../warehouse/sql.ts';
import type { Change, Reader, Warehouse } from '../warehouse/warehouse.ts';
import { archiveCause } from './causes.ts';
import { recordVerdicts } from './record.ts';

/** Files of one archive that came in, and whose verdicts are still to be recorded. */
interface Due {
	archive: string;
	imports: { id: number; file: string }[];
}

const NAME = 'verdicts_due';

/**
 * Leaves the verdicts of a file of an archive for its end, inside the file's own change: whatever
 * happens, the next change of another kind begins by recording them, so that causes do not mix.
 */
export async function leaveVerdicts(
	change: Change,
	archive: string,
	id: number,
	file: string
): Promise<void> {
	const before = await due(change);
	// Of another archive that comes in at the same time: its own cause, recorded first.
	if (before && before.archive !== archive) await recordDue(change, before);
	const imports = before?.archive === archive ? before.imports : [];
	const value: Due = { archive, imports: [...imports, { id, file }] };
	await change.run(sql`insert or replace into settings values (${NAME}, ${JSON.stringify(value)})`);
}

/** Whether verdicts of an archive wait. */
export const areVerdictsDue = async (reader: Reader): Promise<boolean> =>
	(await due(reader)) !== null;

/** Records what waits, as one entry for all files of the archive. */
export async function recordDueVerdicts(change: Change): Promise<void> {
	const waiting = await due(change);
	if (waiting) await recordDue(change, waiting);
}

/** At the end of an archive: records what waits, if anything does. */
export async function finishArchive(warehouse: Warehouse): Promise<void> {
	if (await areVerdictsDue(warehouse))
		await warehouse.change(recordDueVerdicts, undefined, { isPart: true });
}

async function recordDue(change: Change, { archive, imports }: Due): Promise<void> {
	const cause: Cause = archiveCause(archive, imports);
	await recordVerdicts(change, cause);
	await change.run(sql`delete from settings where name = ${NAME}`);
}

async function due(reader: Reader): Promise<Due | null> {
	const [row] = await reader.query<{ value: string }>(
		sql`select value::varchar as value from settings where name = ${NAME}`
	);
	return row ? (JSON.parse(row.value) as Due) : null;
}
