import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Receipt } from '#lib/receipt.ts';
import type { OutcomeMatches } from '#lib/outcome-matches.ts';
import { receipts } from '#lib/server/receipts.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { closeWorkspaces, openWorkspace } from '#lib/server/workspaces.ts';
import * as importsApi from '../src/routes/api/v1/imports/+server.ts';
import * as unmatchedApi from '../src/routes/api/v1/imports/[id]/unmatched/+server.ts';
import { emptyFolder, importText } from './workspace.ts';

const RUNS = [
	'run_id,task,agent,case_id,conversation_id,order,cost_usd,started_at',
	'r1,refund,bot,c1,talk-1,A-1,0.10,2026-03-01T10:00:00Z',
	'r2,refund,bot,c2,talk-2,A-2,0.10,2026-03-02T10:00:00Z',
	'r3,refund,bot,c3,talk-2,A-3,0.10,2026-03-03T10:00:00Z'
].join('\n');

/** Of nine rows four match, one is an incident of a task, one came before, and three wait. */
const OUTCOMES = [
	'run_id,case_id,conversation_id,external_id,task,outcome,incident_id,incident_started_at,reviewer,note',
	'r1,,,,,success,,,Ada Lovelace,looks fine',
	'r1,,,,,success,,,Ada Lovelace,looks fine',
	',c2,,,,failure,,,,',
	',,talk-1,,,success,,,,',
	',,,A-3,,failure,,,,',
	',,talk-2,,,success,,,,',
	'r9,,,,,success,,,Ada Lovelace,"never ran, it seems"',
	',c9,talk-9,,,failure,,,,',
	',,,,refund,,inc-1,2026-03-04T10:00:00Z,,'
].join('\n');

const MAP = JSON.stringify({ external: 'order' });

beforeEach(() => {
	process.env.BREAKEVEN_DATA_DIR = emptyFolder();
});
afterEach(async () => {
	await closeWorkspaces();
	delete process.env.BREAKEVEN_DATA_DIR;
});

/** A request to the API of the workspace `main`, as the hook hands it over. */
const event = (path: string, body?: string, params: Record<string, string> = {}) => {
	const url = new URL(`http://127.0.0.1/api/v1/${path}`);
	return {
		url,
		params,
		request: new Request(url, body === undefined ? {} : { method: 'POST', body }),
		locals: { workspace: (options = {}) => openWorkspace('main', options) }
	} as never;
};

type Answer = { receipts: [Receipt]; preview?: OutcomeMatches | null };

/** Sends a file as the page does, which looks at outcomes files before it applies them. */
async function send(name: string, text: string, more: Record<string, string> = {}) {
	const params = new URLSearchParams({ name, ...more });
	const answer = await importsApi.POST(event(`imports?${params}`, text));
	return (await answer.json()) as Answer;
}

const unmatchedFile = (importId: number | null) =>
	unmatchedApi.GET(event(`imports/${importId}/unmatched`, undefined, { id: String(importId) }));

async function warehouseWithRuns(): Promise<Warehouse> {
	const { warehouse } = await openWorkspace('main', { create: true });
	await importText(warehouse, 'runs.csv', RUNS);
	return warehouse;
}

const stored = async (warehouse: Warehouse) =>
	(
		await warehouse.query<{ statements: number; known: number; imports: number }>(sql`select
			(select count(*) from statements) as statements,
			(select count(*) from runs where agent_outcome <> 'unknown') as known,
			(select count(*) from imports) as imports`)
	)[0];

describe('an outcomes file is looked at before it is applied', () => {
	test('it says what matches by which id and what does not, and stores nothing', async () => {
		const warehouse = await warehouseWithRuns();
		const { receipts: told, preview } = await send('outcomes.csv', OUTCOMES, {
			preview: 'outcomes',
			map: MAP
		});
		expect(told[0]).toMatchObject({ import_id: null, duplicates: 1, unmatched: 3 });
		// 8 rows without the one that came twice: 1 + 1 + 1 + 1 matched, 1 incident, 3 unmatched.
		expect(preview).toMatchObject({
			rows: 8,
			matched: [
				{ by: 'run_id', rows: 1 },
				{ by: 'case_id', rows: 1 },
				{ by: 'conversation_id', rows: 1 },
				{ by: 'external_id', rows: 1 }
			],
			incidents: 1,
			unmatched: 3
		});
		expect(preview?.examples.map(({ at, why }) => [at, why])).toEqual([
			['line 7', 'conversation_id “talk-2” fits 2 runs'],
			['line 8', 'no run here has run_id “r9”'],
			['line 9', 'no run here has case_id “c9”, nor conversation_id “talk-9”']
		]);
		expect(await stored(warehouse)).toEqual({ statements: 0, known: 0, imports: 1 });
	});

	test('applied, it does what the preview said', async () => {
		const warehouse = await warehouseWithRuns();
		const before = await send('outcomes.csv', OUTCOMES, { preview: 'outcomes', map: MAP });
		const after = await send('outcomes.csv', OUTCOMES, { map: MAP });
		const counts = ({ rows, outcomes, incidents, unmatched }: Receipt) => ({
			rows,
			outcomes,
			incidents,
			unmatched
		});
		expect(counts(after.receipts[0])).toEqual(counts(before.receipts[0]));
		expect(after.preview).toBeUndefined();
		// r1 and r2 and r3 have an outcome now.
		expect(await stored(warehouse)).toEqual({ statements: 8, known: 3, imports: 2 });
	});

	test('other files are imported at once, and preview=1 looks at any', async () => {
		const { warehouse } = await openWorkspace('main', { create: true });
		const looked = await send('runs.csv', RUNS, { preview: '1' });
		expect(looked).toMatchObject({
			receipts: [{ import_id: null, runs: 3 }],
			preview: { rows: 0 }
		});
		expect((await stored(warehouse))?.imports).toBe(0);
		const applied = await send('runs.csv', RUNS, { preview: 'outcomes' });
		expect(applied.preview).toBeUndefined();
		expect(applied.receipts[0]).toMatchObject({ runs: 3, unmatched: 0 });
	});
});

describe('rows that match nothing', () => {
	test('are downloaded as they came, with line and reason, without names of people', async () => {
		await warehouseWithRuns();
		const { receipts: told } = await send('outcomes.csv', OUTCOMES, { map: MAP });
		const answer = await unmatchedFile(told[0].import_id);
		expect(answer.headers.get('content-disposition')).toContain('unmatched-of-import-');
		expect((await answer.text()).split('\r\n')).toEqual([
			'run_id,case_id,conversation_id,external_id,task,outcome,incident_id,incident_started_at,breakeven_line,breakeven_reason',
			',,talk-2,,,success,,,line 7,conversation_id “talk-2” fits 2 runs',
			'r9,,,,,success,,,line 8,no run here has run_id “r9”',
			',c9,talk-9,,,failure,,,line 9,"no run here has case_id “c9”, nor conversation_id “talk-9”"',
			''
		]);
	});

	test('are matched as soon as their run comes in, and the receipt follows', async () => {
		const warehouse = await warehouseWithRuns();
		const { receipts: told } = await send('outcomes.csv', OUTCOMES, { map: MAP });
		const of = async () =>
			(await receipts(warehouse)).find((one) => one.import_id === told[0].import_id);
		expect(await of()).toMatchObject({ unmatched: 3 });
		await importText(
			warehouse,
			'late.csv',
			'run_id,task,agent,cost_usd,started_at\nr9,refund,bot,0.10,2026-03-09T10:00:00Z\n'
		);
		expect(await of()).toMatchObject({ unmatched: 2 });
		expect((await of())?.warnings.at(-1)).toContain('2 rows speak of no run');
	});

	test('a file of semicolons and decimal commas comes back as one', async () => {
		await warehouseWithRuns();
		const { receipts: told } = await send(
			'excel.csv',
			'run_id;outcome;value_usd\nr7;1;12,50\nr8;0;3,00\nr1;1;1,00\n'
		);
		const text = await (await unmatchedFile(told[0].import_id)).text();
		expect(text).toBe(
			'run_id;outcome;value_usd;breakeven_line;breakeven_reason\r\n' +
				'r7;1;12,50;line 2;no run here has run_id “r7”\r\n' +
				'r8;0;3,00;line 3;no run here has run_id “r8”\r\n'
		);
	});

	test('an import that has none says so', async () => {
		await warehouseWithRuns();
		const answer = await unmatchedFile(1);
		expect(answer.status).toBe(404);
		expect(await answer.json()).toEqual({ message: 'Import 1 has no unmatched rows.' });
	});
});

describe('five thousand rows', () => {
	test('300 do not match, 200 are duplicates, 4,500 match', async () => {
		const { warehouse } = await openWorkspace('main', { create: true });
		const runs = Array.from(
			{ length: 4_500 },
			(_, at) => `r${at},refund,bot,0.1,2026-03-01T10:00:00Z`
		);
		await importText(
			warehouse,
			'runs.csv',
			['run_id,task,agent,cost_usd,started_at', ...runs].join('\n')
		);
		const rows = Array.from({ length: 4_800 }, (_, at) => `r${at},${at % 3 ? 1 : 0}`);
		const file = ['run_id,outcome', ...rows, ...rows.slice(0, 200)].join('\n');
		const { receipts: told, preview } = await send('outcomes.csv', file, { preview: 'outcomes' });
		expect(told[0].rows).toEqual({ read: 5_000, kept: 4_800, duplicates: 200, rejected: 0 });
		expect(preview).toMatchObject({ matched: [{ by: 'run_id', rows: 4_500 }], unmatched: 300 });
		expect(preview?.examples).toHaveLength(5);
	});
});
