import { diffScenarios } from '../../scenarios/diff-scenarios.ts';
import type { ScenarioDocument } from '../../scenarios/document.ts';
import { readScenario } from '../../scenarios/read-scenario.ts';
import { scenarioJson } from '../../scenarios/write-scenario.ts';
import { accountName } from '../account-name.ts';
import { recordChange } from '../change-log/record-change.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader, Warehouse } from '../warehouse/warehouse.ts';

/** Why a version must stay as it is. */
export interface ScenarioLock {
	reason: string;
	stated_by: string | null;
	stated_at: string;
}

/** One version of a saved scenario, with what changed since the one before it, in words. */
export interface ScenarioVersion {
	id: number;
	version: number;
	scenario: ScenarioDocument;
	note: string | null;
	/** Null where the machine's user has no name. */
	stated_by: string | null;
	stated_at: string;
	lock: ScenarioLock | null;
	/** Empty for the first version. */
	changes: string[];
}

/** A saved scenario as a list shows it. */
export interface ScenarioRow {
	id: number;
	name: string;
	tasks: readonly string[];
	/** The newest version. */
	version: number;
	note: string | null;
	stated_by: string | null;
	stated_at: string;
	/** Versions that are locked. */
	locked: number[];
}

interface Row {
	id: number;
	version: number;
	body: string;
	note: string | null;
	stated_by: string | null;
	stated_at: string;
	reason: string | null;
	locked_by: string | null;
	locked_at: string | null;
}

/** Every saved scenario by its newest version, the one saved last first. */
export async function savedScenarios(reader: Reader): Promise<ScenarioRow[]> {
	const rows = await versionRows(reader);
	const newest = new Map<number, Row>();
	for (const row of rows) if (!newest.has(row.id)) newest.set(row.id, row);
	return [...newest.values()]
		.map((row): ScenarioRow => {
			const { name, tasks } = documentOf(row);
			const { id, version, note, stated_by, stated_at } = row;
			const locked = rows.filter((one) => one.id === id && one.reason !== null);
			const versions = locked.map((one) => one.version);
			return { id, name, tasks, version, note, stated_by, stated_at, locked: versions };
		})
		.sort((a, b) => (a.stated_at < b.stated_at ? 1 : a.stated_at > b.stated_at ? -1 : b.id - a.id));
}

/** The versions of a saved scenario, newest first; empty where there is none of that id. */
export async function scenarioVersions(reader: Reader, id: number): Promise<ScenarioVersion[]> {
	const rows = await versionRows(reader, id);
	return rows.map((row, k): ScenarioVersion => {
		const scenario = documentOf(row);
		const before = rows[k + 1];
		const { version, note, stated_by, stated_at, reason, locked_by, locked_at } = row;
		return {
			id,
			version,
			scenario,
			note,
			stated_by,
			stated_at,
			lock: reason === null ? null : { reason, stated_by: locked_by, stated_at: locked_at ?? '' },
			changes: before
				? diffScenarios(documentOf(before), scenario).map(({ sentence }) => sentence)
				: []
		};
	});
}

/** Saves a scenario: the next version of `id`, or version 1 of a new one; null where `id` is unknown. */
export const saveScenario = (
	warehouse: Warehouse,
	scenario: ScenarioDocument,
	{ id = null, note = null }: { id?: number | null; note?: string | null } = {}
): Promise<{ id: number; version: number } | null> =>
	warehouse.change(async (change) => {
		const [found] = await change.query<{ id: number; version: number }>(
			id === null
				? sql`select nextval('scenario_ids')::integer as id, 0 as version`
				: sql`select ${id}::integer as id, coalesce(max(version), 0) as version
					from scenario_versions where scenario_id = ${id}::integer`
		);
		if (!found || (id !== null && found.version === 0)) return null;
		const saved = { id: found.id, version: found.version + 1 };
		await change.run(sql`insert into scenario_versions values (
			${saved.id}::integer, ${saved.version}::integer,
			${JSON.stringify(scenarioJson(scenario))}::json, ${note}::varchar,
			${accountName()}::varchar, now()::timestamp)`);
		await recordChange(change, {
			kind: 'scenario',
			what: 'saved',
			object: `${scenario.name} (scenario ${saved.id})`,
			was: found.version === 0 ? null : `version ${found.version}`,
			became: `version ${saved.version}`
		});
		return saved;
	});

/** Locks a version with a reason, or unlocks it (null); false where there is no such version. */
export const lockScenario = (
	warehouse: Warehouse,
	id: number,
	version: number,
	reason: string | null
): Promise<boolean> =>
	warehouse.change(async (change) => {
		const found = (await versionRows(change, id)).find((row) => row.version === version);
		if (!found) return false;
		await change.run(sql`insert into scenario_locks values (
			nextval('scenario_lock_ids'), ${id}::integer, ${version}::integer, ${reason}::varchar,
			${accountName()}::varchar, now()::timestamp)`);
		await recordChange(change, {
			kind: 'scenario',
			what: reason === null ? 'unlocked' : 'locked',
			object: `${documentOf(found).name} (scenario ${id}, version ${version})`,
			was: found.reason,
			became: reason
		});
		return true;
	});

/** Removes a scenario with all its versions; `locked` when one of them is, `unknown` without one. */
export const deleteScenario = (
	warehouse: Warehouse,
	id: number
): Promise<'deleted' | 'locked' | 'unknown'> =>
	warehouse.change(async (change) => {
		const rows = await versionRows(change, id);
		if (rows.length === 0) return 'unknown';
		if (rows.some((row) => row.reason !== null)) return 'locked';
		await change.run(sql`delete from scenario_versions where scenario_id = ${id}::integer`);
		await change.run(sql`delete from scenario_locks where scenario_id = ${id}::integer`);
		const [newest] = rows;
		if (newest)
			await recordChange(change, {
				kind: 'scenario',
				what: 'deleted',
				object: `${documentOf(newest).name} (scenario ${id})`,
				was: `version ${newest.version}`
			});
		return 'deleted';
	});

/** Versions of all scenarios or of one, newest first, with the lock that holds. */
const versionRows = (reader: Reader, id: number | null = null): Promise<Row[]> =>
	reader.query<Row>(sql`
		with locks as (
			select * from scenario_locks
			qualify row_number() over (partition by scenario_id, version order by lock_id desc) = 1
		)
		select
			v.scenario_id as id, v.version, v.body::varchar as body, v.note, v.stated_by,
			strftime(v.stated_at, '%Y-%m-%dT%H:%M:%SZ') as stated_at,
			l.reason, l.stated_by as locked_by,
			strftime(l.stated_at, '%Y-%m-%dT%H:%M:%SZ') as locked_at
		from scenario_versions as v
		left join locks as l on l.scenario_id = v.scenario_id and l.version = v.version
		where ${id}::integer is null or v.scenario_id = ${id}::integer
		order by v.scenario_id, v.version desc`);

/** A stored body was read once before it was stored. */
function documentOf({ id, version, body }: Row): ScenarioDocument {
	const read = readScenario(JSON.parse(body));
	if ('problem' in read) throw new Error(`scenario ${id}, version ${version}: ${read.problem}`);
	return read.scenario;
}
