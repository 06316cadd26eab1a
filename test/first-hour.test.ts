import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { noFilters } from '#lib/filters.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { storedAssumptions } from '#lib/server/assumptions/stored.ts';
import { checklist } from '#lib/server/checklist.ts';
import { currentDefinitions, saveDefinitions } from '#lib/server/definitions/store.ts';
import { attribution } from '#lib/server/queries/attribution.ts';
import { receipts } from '#lib/server/receipts.ts';
import { taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import {
	closeWorkspaces,
	openWorkspace,
	renameWorkspace,
	workspaces
} from '#lib/server/workspaces.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyFolder, emptyWorkspace, importText } from './workspace.ts';

const question = { filters: noFilters(), zone: 'UTC' };

const items = async (warehouse: Warehouse) => {
	const [verdicts, tied, { definitions }, imported] = await Promise.all([
		taskVerdicts(warehouse, question),
		attribution(warehouse, noFilters(), 'UTC'),
		currentDefinitions(warehouse),
		receipts(warehouse)
	]);
	return checklist(verdicts, tied, definitions, imported.length);
};

const done = async (warehouse: Warehouse) =>
	(await items(warehouse)).filter((item) => item.done).map((item) => item.step);

/** Forty runs called LangGraph, of which `queue` says what they were; nothing tells how they ended. */
const RUNS = [
	'run_id,task,agent,queue,cost_usd,started_at',
	...Array.from(
		{ length: 40 },
		(_, at) => `r${at},LangGraph,desk,${at < 30 ? 'refund' : 'billing'},0.5,2026-03-01T10:00:00Z`
	)
].join('\n');

const OUTCOMES = [
	'run_id,outcome,outcome_at',
	...Array.from({ length: 40 }, (_, at) => `r${at},${at % 20 ? 'success' : 'failure'},2026-03-02`)
].join('\n');

describe('the checklist ticks itself', () => {
	test('from an empty workspace to a first verdict', async () => {
		const warehouse = await emptyWorkspace();
		expect(await done(warehouse)).toEqual([]);

		await importText(warehouse, 'runs.csv', RUNS);
		expect(await done(warehouse)).toEqual(['import']);

		const byQueue = { when: [], then: { kind: 'field', field: 'attribute:queue' } } as const;
		await saveDefinitions(warehouse, { ...noDefinitions, tasks: [byQueue] }, null);
		expect(await done(warehouse)).toEqual(['import', 'name']);
		// 30 of the 40 runs are refunds: that is where a baseline tells most.
		expect(await items(warehouse)).toContainEqual({
			step: 'baseline',
			done: false,
			task: 'refund'
		});

		await importText(warehouse, 'outcomes.csv', OUTCOMES);
		expect(await done(warehouse)).toEqual(['import', 'name', 'right', 'check']);

		const entered = { task: '', low: null, high: null, source: 'entered', note: null };
		await storeAssumptions(warehouse, [
			{ ...entered, name: 'human_minutes', value: 20 },
			{ ...entered, name: 'human_wage_per_hour', value: 45 },
			{ ...entered, name: 'volume_per_month', value: 1000 }
		]);
		expect(await done(warehouse)).toEqual([
			...['import', 'name', 'right', 'check', 'baseline', 'verdict']
		]);
	});
});

describe('attribution: how much of the spend is tied to a named kind of work', () => {
	test('runs called LangGraph are not', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', RUNS);
		await importText(
			warehouse,
			'more.csv',
			'run_id,task,agent,cost_usd,started_at\nm1,refund,desk,60,2026-03-01T10:00:00Z'
		);
		// 40 runs x 0.50 USD are nameless, one run of 60 USD is not.
		expect(await attribution(warehouse, noFilters(), 'UTC')).toEqual({
			share: 0.75,
			tied_usd: 60,
			total_usd: 80,
			nameless: [{ task: 'LangGraph', runs: 40, cost_usd: 20 }]
		});
	});
});

describe('workspaces', () => {
	beforeEach(() => {
		process.env.BREAKEVEN_DATA_DIR = emptyFolder();
	});
	afterEach(async () => {
		await closeWorkspaces();
		delete process.env.BREAKEVEN_DATA_DIR;
	});

	test('a renamed workspace keeps all that was in it', async () => {
		const { warehouse } = await openWorkspace('main', { create: true });
		await storeAssumptions(warehouse, [
			{ task: '', name: 'human_minutes', value: 7, low: null, high: null, source: 'x', note: null }
		]);
		expect(await renameWorkspace('main', 'support-2026')).toBe(true);
		expect(workspaces().map(({ id }) => id)).toEqual(['support-2026']);
		const again = await openWorkspace('support-2026');
		expect((await storedAssumptions(again.warehouse)).map(({ value }) => value)).toEqual([7]);
	});

	test('a name that is taken or is no name is refused, and nothing moves', async () => {
		await openWorkspace('main', { create: true });
		await openWorkspace('other', { create: true });
		expect(await renameWorkspace('main', 'other')).toBe(false);
		await expect(renameWorkspace('main', '../etc')).rejects.toThrow('cannot name a workspace');
		expect(workspaces().map(({ id }) => id)).toEqual(['main', 'other']);
	});
});
