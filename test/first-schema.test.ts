import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { metrics } from '#lib/metrics/index.ts';
import { outsideFault } from '#lib/server/faults.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { connect, release } from '#lib/server/warehouse/duckdb.ts';
import { newestSchema } from '#lib/server/warehouse/migrate.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyFolder, importText, openWorkspace } from './workspace.ts';

const read = (path: string) => readFileSync(join(dirname(import.meta.dirname), path), 'utf8');
const FIRST = read('src/lib/server/warehouse/migrations/001_workspace.duckdb.sql');

/** A workspace file as the first migration and `rows` make it, with `versions` applied. */
async function file(rows: string, versions = [1]): Promise<string> {
	const folder = emptyFolder();
	const path = join(folder, 'test.duckdb');
	const session = await connect(path, {
		...{ readable: [], temporary: folder, memory: '200MB', threads: 1 }
	});
	await session.run(FIRST);
	await session.run(rows);
	await session.run(
		'create table schema_version (version integer primary key, applied_at timestamp)'
	);
	for (const version of versions)
		await session.run(`insert into schema_version values (${version}, '2026-11-21 20:00:00')`);
	session.close();
	await release(path);
	return folder;
}

const ask = async (warehouse: Warehouse) =>
	metricRows(warehouse, {
		names: metrics.map(({ name }) => name),
		...{ by: [], filters: noFilters(), zone: 'UTC' }
	});

test('a workspace of the first schema is upgraded and says the same', async () => {
	const folder = await file(read('test/fixtures/first-schema.sql'));
	const warehouse = await openWorkspace(folder);
	onTestFinished(() => warehouse.close());
	const [version] = await warehouse.query(sql`select max(version) as v from schema_version`);
	expect(version).toEqual({ v: newestSchema });
	const [row] = await ask(warehouse);
	// A table of 6 runs at 0.25 USD, 4 right (repeats of a case count as trials); 2 traces of gpt-4o: 1000 and 2000 tokens in, 100 out, 1 right.
	// 6 x 0.25 + (1000 + 2000) x 2.50 / 1e6 + 200 x 10 / 1e6 = 1.5095
	expect(row).toMatchObject({
		...{ runs: 8, successes: 5, failures: 3, cases: 8, reviewed_runs: 1, review_minutes: 2 },
		...{ input_tokens: 3000, output_tokens: 200, total_cost_usd: 1.5095 }
	});
	// Made again from what the exports say, by the code of today: the same figures.
	await warehouse.change((change) => change.reduce({ all: true }));
	expect((await ask(warehouse))[0]).toEqual(row);
	const receipt = await importText(warehouse, 'more.csv', 'run_id,task,success\nx1,refund,1\n');
	expect(receipt).toMatchObject({ import_id: 4, runs: 1 });
});

test('a workspace of a newer schema is refused in one sentence and left as it is', async () => {
	const folder = await file('select 1', [1, 999]);
	const opened = await openWorkspace(folder).catch((error: unknown) => outsideFault(error));
	expect(opened).toBe(
		`This workspace was written by a newer Breakeven (schema 999, this one knows ${newestSchema}): update Breakeven to open it.`
	);
});
