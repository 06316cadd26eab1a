import { noDefinitions, type Definitions } from '../../definitions/definitions.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Change, Reader, Warehouse } from '../warehouse/warehouse.ts';

/** A version of the definitions: the newest holds. */
export interface DefinitionsVersion {
	version: number;
	definitions: Definitions;
	note: string | null;
	stated_at: string;
}

interface Row {
	version: number;
	body: string;
	note: string | null;
	stated_at: string;
}

/** Every version, newest first; empty where nothing was ever defined. */
export async function definitionVersions(reader: Reader): Promise<DefinitionsVersion[]> {
	const rows = await reader.query<Row>(sql`
		select version, body::varchar as body, note, strftime(stated_at, '%Y-%m-%dT%H:%M:%SZ') as stated_at
		from definitions order by version desc`);
	return rows.map(({ body, ...row }) => ({
		...row,
		definitions: { ...noDefinitions, ...(JSON.parse(body) as Definitions) }
	}));
}

/** The definitions that hold now; version 0 = nothing defined. */
export async function currentDefinitions(reader: Reader): Promise<DefinitionsVersion> {
	const [newest] = await definitionVersions(reader);
	return newest ?? { version: 0, definitions: noDefinitions, note: null, stated_at: '' };
}

/** Stores a new version and makes every run again by it; all of it or nothing. */
export const saveDefinitions = (
	warehouse: Warehouse,
	definitions: Definitions,
	note: string | null,
	signal?: AbortSignal
): Promise<void> => warehouse.change((change) => putDefinitions(change, definitions, note), signal);

/** The part of saving that happens inside a change: also for a rehearsal. */
export async function putDefinitions(
	change: Change,
	definitions: Definitions,
	note: string | null
): Promise<void> {
	await change.run(sql`insert into definitions
		select coalesce(max(version), 0) + 1, ${JSON.stringify(definitions)}::json, ${note}::varchar,
			${raw('null')}, now()::timestamp
		from definitions`);
	await change.reduce({ definitions: true });
}

/** Goes back to the version before the newest, as a version of its own; false when there is none. */
export async function undoDefinitions(warehouse: Warehouse): Promise<boolean> {
	const [newest, before] = await definitionVersions(warehouse);
	if (!newest) return false;
	const note = `back to ${before ? `version ${before.version}` : 'nothing defined'}`;
	await saveDefinitions(warehouse, before?.definitions ?? noDefinitions, note);
	return true;
}
