import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assumptions } from '#simulations/engine/assumptions.ts';
import { noFilters } from '#lib/filters.ts';
import { metrics } from '#lib/metrics/index.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { storedAssumptions } from '#lib/server/assumptions/stored.ts';
import { priceRows } from '#lib/server/price-book.ts';
import { modelPrices } from '#lib/server/queries/model-prices.ts';
import { taskInputs } from '#lib/server/verdicts/verdicts.ts';
import { closeWorkspaces, openWorkspace, workspaces } from '#lib/server/workspaces.ts';
import * as imports from '../src/routes/data/+page.server.ts';
import type { AssumptionRowGroup } from '../src/routes/data/assumptions/assumption-rows.server.ts';
import * as assumptionPage from '../src/routes/data/assumptions/+page.server.ts';
import { figureOf } from '#lib/server/assumptions/figure.ts';
import { winsInTask, winsInWorkspace } from '../src/routes/data/assumptions/who-wins.ts';
import { catalogueOf, providers } from '../src/routes/data/prices/catalogue.server.ts';
import * as workspacePage from '../src/routes/data/workspace/+page.server.ts';
import { entryGroups } from '../src/routes/glossary/entries.ts';
import { speaksOf } from '../src/routes/glossary/search.ts';
import { emptyFolder, emptyWorkspace, importText } from './workspace.ts';

const table = `run_id,task,agent,model,provider,success,cost_usd,started_at,input_tokens,output_tokens
r1,refund,a,gpt-4o,openai,1,0.005,2026-09-01T10:00:00Z,1000,100
r2,refund,a,gpt-4o,openai,0,,2026-09-02T10:00:00Z,2000,300
r3,refund,a,acme-7b,acme,1,0.002,2026-09-03T10:00:00Z,500,50
r4,refund,a,acme-7b,acme,1,,2026-09-03T11:00:00Z,400,
r5,refund,a,,,1,,2026-09-03T12:00:00Z,70,30
r6,refund,a,o1,openai,1,0.25,2026-09-04T10:00:00Z,,
`;

describe('prices of a workspace', () => {
	test('unpriced models come first and say why; the others stand beside what was reported', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'a.csv', table);
		const models = await modelPrices(warehouse, priceRows);

		expect(models.map(({ model }) => model)).toEqual(['acme-7b', null, 'o1', 'gpt-4o']);
		const [acme, nameless, costOnly, gpt] = models;
		expect(acme).toMatchObject({
			calls: 2,
			unpriced_calls: 2,
			unknown_calls: 1,
			unpriced_tokens: 500 + 50 + 400,
			priced_cost_usd: null,
			reported_cost_usd: 0.002,
			why: 'The price book has no model of this name for this provider.'
		});
		expect(nameless).toMatchObject({
			calls: 1,
			unpriced_tokens: 100,
			why: 'The export names no model for these tokens.'
		});
		// No tokens: nothing to price, the reported cost counts.
		expect(costOnly).toMatchObject({ calls_with_tokens: 0, unpriced_calls: 0, why: null });
		// 2.50 USD in, 10 USD out per million: r1 0.0025 + 0.001, r2 0.005 + 0.003; r1 alone has both.
		expect(gpt).toMatchObject({
			calls: 2,
			unpriced_calls: 0,
			priced_cost_usd: 0.0035 + 0.008,
			reported_cost_usd: 0.005,
			both_calls: 1,
			both_priced_usd: 0.0035,
			both_reported_usd: 0.005,
			why: null
		});
		expect(gpt?.rules).toEqual([{ rule: expect.stringContaining('openai gpt-4o'), calls: 2 }]);
	});

	test('a call whose tokens of one class have no price says which', async () => {
		const warehouse = await emptyWorkspace();
		await importText(
			warehouse,
			'a.csv',
			table.replace('r4,refund,a,acme-7b,acme', 'r4,refund,a,gpt-4o,openai')
		);
		const gpt = (await modelPrices(warehouse, priceRows)).find(({ model }) => model === 'gpt-4o');
		// r4 does not tell its output tokens: unknown, not 0.
		expect(gpt).toMatchObject({ calls: 3, unpriced_calls: 1 });
		expect(gpt?.why).toContain('Output tokens not known');
	});

	test('the catalogue shows one provider at a time, narrowed by all words of a search', async () => {
		expect((await providers()).map(({ id }) => id)).toContain('anthropic');
		const all = await catalogueOf('openai', '');
		const mini = await catalogueOf('openai', 'GPT mini');
		expect(mini?.rows.length).toBeGreaterThan(0);
		expect(mini?.found).toBeLessThan(all?.found ?? 0);
		expect(mini?.rows.every(({ model, name }) => /mini/i.test(model + name))).toBe(true);
		expect(await catalogueOf('nobody', '')).toBeNull();
	});
});

describe('what is typed into an assumption', () => {
	const read = (name: string, value: string, low = '', high = '') =>
		figureOf(name, { value, low, high });

	test('numbers, thousands and shares in percent', () => {
		expect(read('human_minutes', '4.5', '4', '6')).toEqual({ value: 4.5, low: 4, high: 6 });
		expect(read('build_cost', '45,000')).toEqual({ value: 45_000, low: null, high: null });
		expect(read('human_success', '94 %', '85%', '99%')).toEqual({
			value: 0.94,
			low: 0.85,
			high: 0.99
		});
		expect(read('human_minutes', ' ')).toBeNull();
	});

	test.each([
		['human_success', ['94'], '94 is outside 0 to 1: write 0.94 or 94 %.'],
		['human_minutes', ['-3'], '−3 is outside 0 to 10,000,000.'],
		['human_minutes', ['1,5'], '“1,5” has a comma: write 1.5 with a point.'],
		['human_minutes', ['about 4'], '“about 4” is no number.'],
		['human_minutes', ['5 %'], '“5 %” is no share: leave the % out.'],
		['human_minutes', ['', '4', '6'], 'A range alone says too little: give the value as well.'],
		['human_minutes', ['5', '4'], 'A range needs both ends, or none.'],
		['human_minutes', ['5', '6', '9'], '5 is outside its own range, 6 to 9.'],
		// The engine reads these as a lognormal and as whole months, and would stop on them.
		['human_minutes', ['5', '0', '9'], expect.stringContaining('must be above 0')],
		['horizon_months', ['12.5'], '12.5 is no whole number of months.']
	])('%s %j is refused in one sentence', (name, typed, problem) => {
		expect(read(name, ...(typed as [string, string?, string?]))).toEqual({ problem });
	});
});

describe('which figure holds', () => {
	const row = {
		name: 'human_minutes',
		needed: true,
		own: null,
		workspace: null,
		measured: null,
		default: null,
		follows: null,
		ownTasks: 0,
		measuredTasks: 0
	};
	const entered = {
		value: 5,
		low: null,
		high: null,
		source: 'entered',
		note: null,
		stated_at: '2026-11-20T10:00:00Z'
	};
	const measured = { value: 4.2, low: 3.9, high: 4.6, n: 120 };

	test('the task’s own goes before the workspace’s, that before what runs say', () => {
		expect(
			winsInTask({ ...row, own: { ...entered, value: 9 }, workspace: entered, measured })
		).toBe(
			'This task’s own, before the workspace’s 5 minutes and measured 4.20 minutes (3.90 to 4.60)'
		);
		expect(winsInTask({ ...row, workspace: entered, measured })).toContain(
			'The workspace’s, before measured'
		);
		expect(winsInTask({ ...row, measured })).toBe('What its runs say');
		expect(winsInTask(row)).toBe('Not known: no verdict without it');
		expect(winsInWorkspace({ ...row, own: entered, measuredTasks: 2, ownTasks: 1 })).toBe(
			'For all tasks, before what 2 tasks measure; 1 task has its own'
		);
	});
});

describe('the pages', () => {
	beforeEach(() => {
		process.env.BREAKEVEN_DATA_DIR = emptyFolder();
	});
	afterEach(async () => {
		await closeWorkspaces();
		delete process.env.BREAKEVEN_DATA_DIR;
	});

	/** A form sent to an action of a workspace, as the hook hands it over. */
	const sent = (workspace: string, body: FormData, headers: Record<string, string> = {}) => {
		const url = new URL(`http://127.0.0.1/data?workspace=${workspace}`);
		return {
			url,
			request: new Request(url, { method: 'POST', body, headers }),
			locals: { workspace: (options = {}) => openWorkspace(workspace, options) }
		} as never;
	};
	const form = (fields: Record<string, string | File>) => {
		const body = new FormData();
		for (const [name, value] of Object.entries(fields)) body.set(name, value);
		return body;
	};
	const csv = new File([table], 'a.csv');
	const made = () => workspaces().map(({ id }) => id);

	test('a file sent without scripts while the demo is open goes to the own workspace', async () => {
		await openWorkspace('demo', { create: true });
		await expect(
			imports.actions.import?.(sent('demo', form({ files: csv })))
		).rejects.toMatchObject({
			status: 303,
			location: '/data?workspace=main'
		});
		const count = async (id: string) =>
			(await imports.load({
				...(sent(id, form({})) as object),
				depends: () => undefined
			} as never)) as { total: number };
		expect((await count('main')).total).toBe(1);
		expect((await count('demo')).total).toBe(0);
	});

	test('a file that nothing came of comes back as its receipt, one that is too large with a sentence', async () => {
		const letter = new File(['dear all'], 'letter.txt');
		expect(await imports.actions.import?.(sent('main', form({ files: letter })))).toMatchObject({
			status: 422,
			data: { receipts: [{ file: 'letter.txt', format: null, rows: { kept: 0, rejected: 1 } }] }
		});
		const large = sent('main', form({ files: letter }), { 'content-length': '10000001' });
		expect(await imports.actions.import?.(large)).toMatchObject({ status: 413 });
		expect(await imports.actions.import?.(sent('main', form({})))).toMatchObject({
			status: 400,
			data: { problem: 'No file was chosen.' }
		});
	});

	test('undo takes the runs out, once, and returns to its receipt', async () => {
		const { warehouse } = await openWorkspace('main', { create: true });
		const receipt = await importText(warehouse, 'a.csv', table);
		const tasks = async () =>
			(await taskInputs(warehouse, { filters: noFilters(), zone: 'UTC' })).map(({ task }) => task);
		expect(await tasks()).toEqual(['refund']);
		const undo = () =>
			imports.actions.undo?.(sent('main', form({ import_id: String(receipt.import_id) })));
		await expect(undo()).rejects.toMatchObject({
			location: `/data?workspace=main#import-${receipt.import_id}`
		});
		expect(await tasks()).toEqual([]);
		await expect(undo()).rejects.toMatchObject({ status: 303 });
		expect(await imports.actions.undo?.(sent('main', form({ import_id: '99' })))).toMatchObject({
			status: 404
		});
	});

	test('assumptions: only what differs is stored, a refused figure stores nothing', async () => {
		const { warehouse } = await openWorkspace('main', { create: true });
		await storeAssumptions(warehouse, [
			{
				task: '',
				name: 'human_minutes',
				value: 5,
				low: null,
				high: null,
				source: 'HR',
				note: 'old'
			}
		]);
		const save = (fields: Record<string, string>) =>
			assumptionPage.actions.save?.(sent('main', form({ task: '', ...fields })));

		expect(await save({ 'value:human_minutes': '6', 'value:human_success': '94' })).toMatchObject({
			status: 400,
			data: {
				problems: { human_success: '94 is outside 0 to 1: write 0.94 or 94 %.' },
				typed: { human_minutes: { value: '6' } }
			}
		});
		expect(await storedAssumptions(warehouse)).toMatchObject([{ value: 5, source: 'HR' }]);

		const saved = await save({
			'value:human_minutes': '5',
			'value:human_wage_per_hour': '42',
			'value:decision': 'continue',
			'value:tool_rate.search': '0.01',
			'value:no_such_name': '1',
			note: 'payroll'
		});
		expect(saved).toMatchObject({
			saved: ['human_wage_per_hour', 'decision', 'tool_rate.search'],
			cleared: []
		});
		expect(await storedAssumptions(warehouse)).toMatchObject([
			{ name: 'decision', value: 'continue', note: 'payroll' },
			{ name: 'human_minutes', value: 5, source: 'HR', note: 'old' },
			{ name: 'human_wage_per_hour', value: 42 },
			{ name: 'tool_rate.search', value: 0.01 }
		]);

		// A field made blank takes the figure back, and so does the button beside it.
		expect(await save({ 'value:decision': '' })).toMatchObject({ cleared: ['decision'] });
		await assumptionPage.actions.clear?.(sent('main', form({ task: '', clear: 'human_minutes' })));
		expect((await storedAssumptions(warehouse)).map(({ name }) => name)).toEqual([
			'human_wage_per_hour',
			'tool_rate.search'
		]);
	});

	test('a file of assumptions is stored whole, or not at all and why', async () => {
		const send = (text: string) =>
			assumptionPage.actions.import?.(sent('main', form({ file: new File([text], 'a.csv') })));
		expect(await send('task,name,value\n,human_minutes,5\n,horizon_months,12.5\n')).toMatchObject({
			status: 400,
			data: { fileProblems: ['line 3: horizon_months: 12.5 is no whole number of months.'] }
		});
		expect(await send('task,name,value\n,human_minutes,5\nrefund,build_cost,100\n')).toMatchObject({
			imported: 2
		});
	});

	test('a task shows its own figure, else the workspace’s, else a default that follows both', async () => {
		const { warehouse } = await openWorkspace('main', { create: true });
		const put = (task: string, name: string, value: number) => ({
			task,
			name,
			value,
			low: null,
			high: null,
			source: 'entered',
			note: null
		});
		await storeAssumptions(warehouse, [
			put('', 'human_minutes', 10),
			put('', 'human_wage_per_hour', 60),
			put('refund', 'human_minutes', 20)
		]);
		const url = new URL('http://127.0.0.1/data/assumptions?workspace=main&of=refund');
		const page = (await assumptionPage.load({
			url,
			locals: { workspace: () => openWorkspace('main') },
			depends: () => undefined
		} as never)) as { scopes: unknown; groups: AssumptionRowGroup[] };
		const row = (name: string) =>
			page.groups.flatMap(({ rows }) => rows).find((one) => one.name === name);
		expect(page.scopes).toEqual([
			{ task: '', entered: 2, missing: [] },
			{ task: 'refund', entered: 1, missing: [] }
		]);
		expect(row('human_minutes')).toMatchObject({
			own: { value: 20 },
			otherwise: { figure: { value: 10 }, source: 'entered' }
		});
		// 30 % (10 to 60 %) of the task's 20 minutes.
		expect(row('review_minutes')?.otherwise).toEqual({
			figure: { value: 6, low: 2, high: 12 },
			source: 'default'
		});
		// 20 minutes at 60 USD an hour.
		expect(row('late_rework_cost')?.otherwise?.figure).toMatchObject({ value: 20 });
	});

	test('a workspace goes only when its name was typed; the demo is not made again', async () => {
		await openWorkspace('demo', { create: true });
		await openWorkspace('main', { create: true });
		const remove = (id: string, name: string) =>
			workspacePage.actions.delete?.(sent(id, form({ name })));
		expect(await remove('demo', 'Demo')).toMatchObject({
			status: 400,
			data: { problem: '“Demo” is not its name: type demo to delete it.' }
		});
		expect(made()).toEqual(['main', 'demo']);
		await expect(remove('demo', 'demo')).rejects.toMatchObject({ status: 303, location: '/' });
		expect(made()).toEqual(['main']);
		expect(existsSync(join(process.env.BREAKEVEN_DATA_DIR ?? '', 'no-demo'))).toBe(true);
	});
});

describe('the glossary', () => {
	const entries = entryGroups().flatMap((group) => group.entries);

	test('has every metric under its name and every assumption, each anchor once', () => {
		const ids = entries.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		for (const { name } of metrics) expect(ids).toContain(name);
		const names = entries.map(({ name }) => name);
		for (const { name } of assumptions) expect(names).toContain(name);
		// Both a metric and an assumption are called that: the metric has the plain anchor.
		expect(entries.filter(({ name }) => name === 'review_minutes').map(({ id }) => id)).toEqual([
			'review_minutes',
			'review_minutes-assumption'
		]);
	});

	test('every metric that another is computed from has a place to go to', () => {
		const ids = new Set(entries.map(({ id }) => id));
		const linked = entries.flatMap(({ needs, interval }) => [...needs, ...interval]);
		expect(linked.length).toBeGreaterThan(0);
		expect(linked.filter((name) => !ids.has(name))).toEqual([]);
	});

	test('a search finds what speaks of all its words', () => {
		const found = (search: string) =>
			entries.filter((entry) => speaksOf(entry, search)).map(({ id }) => id);
		expect(found('wilson success_rate')).toEqual(['success_rate_low', 'success_rate_high']);
		expect(found('REVIEWER wage')).toEqual(['reviewer_wage_per_hour']);
		expect(found('zzz')).toEqual([]);
	});
});
