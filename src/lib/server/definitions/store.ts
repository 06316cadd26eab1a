import { noDefinitions, type Definitions } from '../../definitions/definitions.ts';
import { changesInWords } from '../../definitions/definition-changes.ts';
import { accountName } from '../account-name.ts';
import { recordChange } from '../change-log/record-change.ts';
import { definitionCause } from '../verdict-history/causes.ts';
import { recordVerdicts } from '../verdict-history/record.ts';
import { sql } from '../warehouse/sql.ts';
import type { Change, Reader, Warehouse } from '../warehouse/warehouse.ts';

/** A version of the definitions: the newest holds. */
export interface DefinitionsVersion {
	version: number;
	definitions: Definitions;
	note: string | null;
	/** Null where the machine's user has no name. */
	stated_by: string | null;
	stated_at: string;
}

type Row = Omit<DefinitionsVersion, 'definitions'> & { body: string };

/** Version 0: before anything was defined. */
const nothingDefined: DefinitionsVersion = {
	version: 0,
	definitions: noDefinitions,
	note: null,
	stated_by: null,
	stated_at: ''
};

/** Every version, newest first; empty where nothing was ever defined. */
export async function definitionVersions(reader: Reader): Promise<DefinitionsVersion[]> {
	const rows = await reader.query<Row>(sql`
		select version, body::varchar as body, note, stated_by,
			strftime(stated_at, '%Y-%m-%dT%H:%M:%SZ') as stated_at
		from definitions order by version desc`);
	return rows.map(({ body, ...row }) => ({
		...row,
		definitions: { ...noDefinitions, ...(JSON.parse(body) as Definitions) }
	}));
}

/** The definitions that hold now; version 0 = nothing defined. */
export async function currentDefinitions(reader: Reader): Promise<DefinitionsVersion> {
	const [newest] = await definitionVersions(reader);
	return newest ?? nothingDefined;
}

/** Stores a new version and makes every run again by it, all of it or nothing; the version's number. */
export const saveDefinitions = (
	warehouse: Warehouse,
	definitions: Definitions,
	note: string | null,
	signal?: AbortSignal
): Promise<number> =>
	warehouse.change(async (change) => {
		const { definitions: before, version: was } = await currentDefinitions(change);
		const version = await putDefinitions(change, definitions, note);
		await recordChange(change, {
			kind: 'definition',
			what: 'saved',
			object: `definitions version ${version}`,
			was: was === 0 ? 'nothing defined' : `version ${was}`,
			became: changesInWords(before, definitions).join('; ') || 'nothing new'
		});
		await recordVerdicts(change, definitionCause(version, before, definitions));
		return version;
	}, signal);

/** The part of saving that happens inside a change: also for a rehearsal. */
export async function putDefinitions(
	change: Change,
	definitions: Definitions,
	note: string | null
): Promise<number> {
	const [newest] = await change.query<{ version: number }>(
		sql`select coalesce(max(version), 0) + 1 as version from definitions`
	);
	const version = newest?.version ?? 1;
	await change.run(sql`insert into definitions values (
		${version}::integer, ${JSON.stringify(definitions)}::json, ${note}::varchar,
		${accountName()}::varchar, now()::timestamp)`);
	await change.reduce({ definitions: true });
	return version;
}

/** Goes back to an earlier version, 0 for nothing defined, as a version of its own; null when there is none. */
export async function goBackTo(
	warehouse: Warehouse,
	version: number,
	signal?: AbortSignal
): Promise<number | null> {
	const all = [...(await definitionVersions(warehouse)), nothingDefined];
	const wanted = all.find((one) => one.version === version);
	if (!wanted || all.length === 1) return null;
	const note = version === 0 ? 'back to nothing defined' : `back to version ${version}`;
	return saveDefinitions(warehouse, wanted.definitions, note, signal);
}

/** Goes back to the version before the newest; false when there is none. */
export async function undoDefinitions(warehouse: Warehouse): Promise<boolean> {
	const [newest] = await definitionVersions(warehouse);
	return newest !== undefined && (await goBackTo(warehouse, newest.version - 1)) !== null;
}
