import { recordChange } from '../change-log/record-change.ts';
import { retentionCause } from '../verdict-history/causes.ts';
import { recordVerdicts } from '../verdict-history/record.ts';
import { keepHours } from '../warehouse/rollup.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Change, Warehouse } from '../warehouse/warehouse.ts';
import { lifetimesOf, storeLifetimes, type Lifetimes, type Part } from './lifetimes.ts';
import { contentKeys, isContent, oldContent, oldRuns, runsOfOldCases } from './old-rows.ts';
import { planOf, type Removal } from './plan.ts';

/**
 * Removes what is older than its lifetime, in one change: what goes is counted, written down and told
 * in the change log. With `lifetimes` these hold from now on. Returns what went.
 */
export async function applyRetention(
	warehouse: Warehouse,
	now: Date,
	lifetimes: Lifetimes | null = null
): Promise<Removal[]> {
	const holds = lifetimes ?? (await lifetimesOf(warehouse));
	const due = (await planOf(warehouse, holds, now)).some(({ rows }) => rows > 0);
	if (!due && lifetimes === null) return [];
	return warehouse.change(async (change) => {
		if (lifetimes) await storeLifetimes(change, lifetimes);
		const plan = (await planOf(change, holds, now)).filter(({ rows }) => rows > 0);
		for (const removal of plan) {
			await REMOVES[removal.part](change, removal.before);
			await note(change, removal);
		}
		const runs = plan.find(({ part }) => part === 'runs');
		if (runs) await recordVerdicts(change, retentionCause(runs.before, runs.runs));
		return plan;
	});
}

const REMOVES: Record<Part, (change: Change, before: string) => Promise<unknown>> = {
	content: async (change, before) => {
		const keys = await contentKeys(change);
		for (const table of ['spans', 'run_rows', 'run_facts'] as const)
			await change.run(sql`
				update ${raw(table)} set attributes = map_from_entries(
					list_filter(map_entries(attributes), lambda e: not ${isContent(keys)})
				)
				where ${oldContent(table, before)} and cardinality(attributes) > 0`);
		await change.run(sql`
			update case_features set attributes = map_from_entries(
				list_filter(map_entries(attributes), lambda e: not ${isContent(keys)})
			)
			where started_at < ${before}::timestamp`);
		await change.run(sql`
			update statements set written = '{}'
			from statement_runs as m
			where m.import_id = statements.import_id and m.line = statements.line
				and m.run_id in (${oldRuns(before)})`);
	},
	spans: async (change, before) => {
		await change.run(sql`
			insert into spanless_runs
			select distinct run_id from spans
			where run_id in (${oldRuns(before)}) and run_id not in (select run_id from spanless_runs)`);
		for (const table of ['decisions', 'spans'])
			await change.run(sql`delete from ${raw(table)} where run_id in (${oldRuns(before)})`);
	},
	runs: async (change, before) => {
		const going = await change.query<{ run_id: string }>(runsOfOldCases(before));
		await change.run(sql`create temp table going as ${runsOfOldCases(before)}`);
		await change.run(keepHours);
		await change.run(sql`
			insert into gone_runs
			select hash(run_id) from going where hash(run_id) not in (select run_hash from gone_runs)`);
		for (const table of OF_RUNS)
			await change.run(sql`delete from ${raw(table)} where run_id in (select run_id from going)`);
		await change.run(sql`
			delete from statements using statement_runs as m
			where m.import_id = statements.import_id and m.line = statements.line
				and m.run_id in (select run_id from going)`);
		await change.run(sql`delete from statement_runs where run_id in (select run_id from going)`);
		await change.run(sql`drop table going`);
		await change.reduce({ runIds: going.map(({ run_id }) => run_id) });
	},
	sums: (change, before) =>
		change.run(sql`delete from kept_hours where hour < ${before}::timestamp`)
};

/** Tables with what was said of a run. */
const OF_RUNS = [
	'spans',
	'decisions',
	'run_rows',
	'outcomes',
	'scores',
	'reviews',
	'incidents',
	'audits',
	'spanless_runs'
];

async function note(change: Change, { part, before, rows, runs, from, to }: Removal) {
	await change.run(sql`
		insert into removals values (
			nextval('removal_ids'), now()::timestamp, ${part}, ${before}::date,
			${raw(String(rows))}, ${raw(String(runs))}, ${from}::date, ${to}::date
		)`);
	await recordChange(change, {
		kind: 'workspace',
		what: 'removed by retention',
		object: `${part} before ${before}`,
		was: `${rows} rows of ${runs} runs`
	});
}
