import { describe, expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import {
	emptyColumns,
	runList,
	runOrderOf,
	runPages,
	runPlace,
	runSorts,
	type RunListQuestion,
	type RunSort
} from '#lib/server/queries/run-list.ts';
import { failureModes, runTotals, waysOut } from '#lib/server/queries/run-totals.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { csvLine } from '#lib/server/csv-line.ts';
import { emptyWorkspace, importText } from './workspace.ts';

const table = `run_id,task,agent,model,success,cost_usd,started_at,duration_s,failure_mode,confidence
a,refund,bot,m,1,0.50,2026-03-01T10:00:00Z,10,,0.9
b,refund,bot,m,0,0.25,2026-03-02T10:00:00Z,20,timeout,0.4
c,refund,bot,m,,,2026-03-03T10:00:00Z,,,
d,invoice,bot,n,1,0.25,2026-03-04T10:00:00Z,5,,0.7
e,invoice,bot,n,0,1.00,2026-03-04T10:00:00Z,50,timeout,
`;

const list = (change: Partial<RunListQuestion> = {}): RunListQuestion => ({
	filters: noFilters(),
	zone: 'UTC',
	sort: 'started',
	direction: 'desc',
	...change
});

const ids = async (warehouse: Warehouse, question: RunListQuestion, page = 1) =>
	(await runList(warehouse, question, page)).map((run) => run.run_id.replace('table:', ''));

describe('the list of runs', () => {
	test('is sorted with unknown values last either way, and ties by id', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		expect(await ids(warehouse, list())).toEqual(['d', 'e', 'c', 'b', 'a']);
		expect(await ids(warehouse, list({ sort: 'cost', direction: 'asc' }))).toEqual([
			'b',
			'd',
			'a',
			'e',
			'c'
		]);
		expect(await ids(warehouse, list({ sort: 'cost', direction: 'desc' }))).toEqual([
			'e',
			'a',
			'b',
			'd',
			'c'
		]);
	});

	test('comes in pages of 50', async () => {
		const warehouse = await emptyWorkspace();
		const rows = Array.from({ length: 120 }, (_, i) => `r${String(i).padStart(3, '0')},t,m,1`);
		await importText(warehouse, 'runs.csv', ['run_id,task,model,success', ...rows].join('\n'));
		const question = list({ sort: 'task' });
		expect(await ids(warehouse, question, 1)).toHaveLength(50);
		expect((await ids(warehouse, question, 3)).at(-1)).toBe('r119');
		expect(await ids(warehouse, question, 3)).toHaveLength(20);
		expect(await ids(warehouse, question, 4)).toEqual([]);
	});

	test('adds up to the metrics, and says how many costs it does not know', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		const totals = await runTotals(warehouse, list());
		expect(totals).toMatchObject({
			runs: 5,
			successes: 2,
			failures: 2,
			unknown_outcomes: 1,
			cost_known_runs: 4,
			total_cost_usd: 0.5 + 0.25 + 0.25 + 1,
			mean_cost_per_run_usd: 2 / 4,
			errors: 2
		});
	});

	test('limited to one error, the totals are those of its runs', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		expect(await failureModes(warehouse, noFilters(), 'UTC')).toEqual([
			{ error_type: 'timeout', runs: 2, total_cost_usd: 1.25 }
		]);
		const question = list({ filters: { ...noFilters(), error_type: ['timeout'] } });
		expect(await ids(warehouse, question)).toEqual(['e', 'b']);
		expect(await runTotals(warehouse, question)).toMatchObject({
			runs: 2,
			failures: 2,
			total_cost_usd: 1.25
		});
		expect(
			(await runTotals(warehouse, list({ filters: { ...noFilters(), error_type: ['no such'] } })))
				.runs
		).toBe(0);
	});

	test('left empty by filters, each single filter to blame is named with what it hides', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		const filters = { ...noFilters(), task: ['invoice'], model: ['m'] };
		expect(await waysOut(warehouse, filters, 'UTC')).toEqual([
			{ field: 'model', runs: 2 },
			{ field: 'task', runs: 3 }
		]);
		const tooMany = { ...filters, from: '2027-01-01' };
		expect(await waysOut(warehouse, tooMany, 'UTC')).toEqual([]);
	});

	test('knows which columns no run fills', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		expect(await emptyColumns(warehouse, list())).toEqual(['review', 'tokens', 'steps']);
	});

	test('an unknown sort in the URL is the usual one', () => {
		const order = (query: string) => runOrderOf(new URLSearchParams(query));
		expect(order('sort=cost&direction=asc')).toEqual({
			sort: 'cost',
			direction: 'asc'
		});
		expect(order('sort=constructor&direction=asc')).toEqual({
			sort: 'started',
			direction: 'desc'
		});
	});
});

describe('the place of a run in its list', () => {
	test('next walks the whole list in its order, previous walks back, whatever the sort', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		for (const sort of Object.keys(runSorts) as RunSort[]) {
			for (const direction of ['asc', 'desc'] as const) {
				const question = list({ sort, direction });
				const order = (await runList(warehouse, question, 1)).map((run) => run.run_id);
				const places = await Promise.all(order.map((id) => runPlace(warehouse, id, question)));
				expect(places, `${sort} ${direction}`).toEqual(
					order.map((_, at) => ({
						previous: order[at - 1] ?? null,
						next: order[at + 1] ?? null,
						position: at + 1
					}))
				);
			}
		}
	});

	test('a run that the filters leave out has none', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		const filters = { ...noFilters(), task: ['invoice'] };
		expect(await runPlace(warehouse, 'table:a', list({ filters }))).toEqual({
			previous: null,
			next: null,
			position: null
		});
	});
});

describe('the download', () => {
	test('has every run once, in the order of the list, and stops at its limit', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		const read = async (size: number, most: number) => {
			const seen: unknown[] = [];
			for await (const rows of runPages(warehouse, list(), { size, most }))
				seen.push(...rows.map((row) => row.run_id));
			return seen;
		};
		const all = ['d', 'e', 'c', 'b', 'a'].map((id) => `table:${id}`);
		expect(await read(2, 100)).toEqual(all);
		expect(await read(2, 3)).toEqual(all.slice(0, 3));
	});

	test('text that a spreadsheet would run is made harmless, numbers stay numbers', () => {
		expect(csvLine(['=1+1', '+1', '-1', '@x', -1, 0.5, null, true])).toBe(
			"'=1+1,'+1,'-1,'@x,-1,0.5,,true\r\n"
		);
		expect(csvLine(['a "b", c', '=cmd,"x"', ['orphan', 'coverage']])).toBe(
			'"a ""b"", c","\'=cmd,""x""",orphan coverage\r\n'
		);
	});
});
