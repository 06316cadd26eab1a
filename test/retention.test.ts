import { describe, expect, test } from 'vitest';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { noFilters } from '#lib/filters.ts';
import { saveDefinitions } from '#lib/server/definitions/store.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { applyRetention } from '#lib/server/retention/apply.ts';
import { forEver, readLifetimes, type Lifetimes } from '#lib/server/retention/lifetimes.ts';
import { planOf } from '#lib/server/retention/plan.ts';
import { keptHours, removedParts } from '#lib/server/retention/removed.ts';
import { undo } from '#lib/server/undo.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, importText } from './workspace.ts';

/** Eleven months later: runs of June are 153 to 183 days old, those of November 0 to 20. */
const NOW = new Date('2026-11-21T12:00:00Z');

/** `n` runs of a month, one a day and hour, each second one right, at 0.50 USD. */
const month = (name: string, n: number) =>
	[
		'run_id,task,agent,success,cost_usd,started_at,duration_s',
		...Array.from(
			{ length: n },
			(_, at) =>
				`${name}-${at},refund,desk,${at % 2},0.50,2026-${name}-${String(1 + (at % 20)).padStart(2, '0')}T10:00:00Z,9`
		)
	].join('\n');

const keep = (more: Partial<Lifetimes>): Lifetimes => ({ ...forEver, ...more });

async function filled(): Promise<Warehouse> {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'june.csv', month('06', 40));
	await importText(warehouse, 'november.csv', month('11', 20));
	return warehouse;
}

const ask = (warehouse: Warehouse, names: string[], by: string[] = []) =>
	metricRows(warehouse, { names, by, filters: noFilters(), zone: 'UTC' });

const count = async (warehouse: Warehouse, table: 'spans' | 'runs' | 'run_rows' | 'outcomes') => {
	const tables = {
		spans: sql`spans`,
		runs: sql`runs`,
		run_rows: sql`run_rows`,
		outcomes: sql`outcomes`
	};
	const [row] = await warehouse.query<{ n: number }>(
		sql`select count(*) as n from ${tables[table]}`
	);
	return row?.n;
};

describe('runs older than their time', () => {
	test('are counted with their dates before anything goes', async () => {
		const warehouse = await filled();
		expect(await planOf(warehouse, keep({ runs: 90 }), NOW)).toEqual([
			{
				part: 'runs',
				before: '2026-08-23',
				rows: 40,
				runs: 40,
				from: '2026-06-01',
				to: '2026-06-20'
			}
		]);
		expect(await applyRetention(warehouse, NOW)).toEqual([]);
		expect(await count(warehouse, 'runs')).toBe(60);
	});

	test('go with all that was said of them; months keep their sums, totals are of what is here', async () => {
		const warehouse = await filled();
		const names = ['runs', 'successes', 'success_rate', 'total_cost_usd', 'mean_cost_per_run_usd'];
		const before = await ask(warehouse, names, ['month']);
		expect(before[0]).toMatchObject({
			month: '2026-06-01',
			runs: 40,
			successes: 20,
			total_cost_usd: 20
		});
		await applyRetention(warehouse, NOW, keep({ runs: 90 }));
		expect(await ask(warehouse, names, ['month'])).toEqual(before);
		expect(await ask(warehouse, ['runs'])).toEqual([{ runs: 20 }]);
		for (const table of ['runs', 'run_rows', 'outcomes'] as const)
			expect(await count(warehouse, table)).toBe(20);
		expect(await keptHours(warehouse)).toEqual({ from: '2026-06-01', to: '2026-06-20' });
		expect(await removedParts(warehouse)).toMatchObject([{ part: 'runs', rows: 40, runs: 40 }]);
		const [logged] = await warehouse.query<{ object: string; was: string }>(
			sql`select object, was from changes where what = 'removed by retention'`
		);
		expect(logged).toEqual({ object: 'runs before 2026-08-23', was: '40 rows of 40 runs' });
	});

	test('that come in again are removed again and counted once', async () => {
		const warehouse = await filled();
		const before = await ask(warehouse, ['runs', 'total_cost_usd'], ['month']);
		await applyRetention(warehouse, NOW, keep({ runs: 90 }));
		await undo(warehouse, 1);
		await importText(warehouse, 'june.csv', month('06', 40));
		await applyRetention(warehouse, NOW);
		expect(await ask(warehouse, ['runs', 'total_cost_usd'], ['month'])).toEqual(before);
		expect(await count(warehouse, 'runs')).toBe(20);
	});

	test('of a case that goes on stay: a case goes as a whole', async () => {
		const warehouse = await emptyWorkspace();
		const lines = [
			'run_id,task,agent,success,started_at,case_id,attempt',
			'a1,refund,desk,0,2026-06-01T10:00:00Z,a,1',
			'a2,refund,desk,1,2026-11-01T10:00:00Z,a,2',
			'b1,refund,desk,0,2026-06-01T10:00:00Z,b,1',
			'b2,refund,desk,1,2026-06-02T10:00:00Z,b,2'
		];
		await importText(warehouse, 'retries.csv', lines.join('\n'));
		await saveDefinitions(warehouse, { ...noDefinitions, repeats: { refund: 'retries' } }, null);
		expect(await ask(warehouse, ['runs', 'cases'])).toEqual([{ runs: 4, cases: 2 }]);
		await applyRetention(warehouse, NOW, keep({ runs: 90 }));
		expect(await ask(warehouse, ['runs', 'cases'])).toEqual([{ runs: 2, cases: 1 }]);
	});

	test('leave their hours for their own time', async () => {
		const warehouse = await filled();
		await applyRetention(warehouse, NOW, keep({ runs: 90, sums: 160 }));
		// 160 days before 21 November is 14 June: 13 of 20 days have gone, with two runs each.
		const [june] = await ask(warehouse, ['runs'], ['month']);
		expect(june).toEqual({ month: '2026-06-01', runs: 40 });
		await applyRetention(warehouse, NOW);
		expect((await ask(warehouse, ['runs'], ['month']))[0]).toEqual({
			month: '2026-06-01',
			runs: 14
		});
	});
});

/** A trace with one call of a model: 1,000 input tokens, and the text of the prompt. */
const trace = JSON.stringify({
	resourceSpans: [
		{
			scopeSpans: [
				{
					spans: [
						{
							...{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'chat' },
							startTimeUnixNano: `${Date.parse('2026-06-01T10:00:00Z')}000000`,
							endTimeUnixNano: `${Date.parse('2026-06-01T10:00:09Z')}000000`,
							attributes: Object.entries({
								'gen_ai.operation.name': 'chat',
								'gen_ai.request.model': 'gpt-4o',
								'gen_ai.provider.name': 'openai',
								'gen_ai.usage.input_tokens': '1000',
								'gen_ai.usage.output_tokens': '100',
								'gen_ai.prompt': 'the secret of the prompt',
								team: 'north'
							}).map(([key, value]) => ({
								key,
								value: /^\d+$/.test(value) ? { intValue: value } : { stringValue: value }
							}))
						}
					]
				}
			]
		}
	]
});

describe('spans and text', () => {
	const everything = async (warehouse: Warehouse) =>
		JSON.stringify([
			await warehouse.query(sql`select attributes::varchar from spans`),
			await warehouse.query(sql`select attributes::varchar from run_rows`),
			await warehouse.query(sql`select attributes::varchar from run_facts`)
		]);

	test('text of prompts goes alone: attributes and figures stay', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'a.json', trace, { content: true });
		expect(await everything(warehouse)).toContain('the secret of the prompt');
		const before = await ask(warehouse, ['runs', 'input_tokens', 'total_cost_usd']);
		const [gone] = await applyRetention(warehouse, NOW, keep({ content: 30 }));
		expect(gone).toMatchObject({ part: 'content', runs: 1, from: '2026-06-01' });
		expect(await everything(warehouse)).not.toContain('the secret of the prompt');
		expect(await everything(warehouse)).toContain('north');
		expect(await ask(warehouse, ['runs', 'input_tokens', 'total_cost_usd'])).toEqual(before);
		expect(await planOf(warehouse, keep({ content: 30 }), NOW)).toMatchObject([{ rows: 0 }]);
	});

	test('spans go, and what was read from them stays, whatever comes in later', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'a.json', trace);
		const names = ['runs', 'input_tokens', 'total_cost_usd'];
		const before = await ask(warehouse, names);
		expect(before[0]?.input_tokens).toBe(1000);
		await applyRetention(warehouse, NOW, keep({ spans: 30 }));
		expect(await count(warehouse, 'spans')).toBe(0);
		await warehouse.change((change) => change.reduce({ all: true }));
		expect(await ask(warehouse, names)).toEqual(before);
		await importText(warehouse, 'b.csv', `trace_id,outcome\n${'a'.repeat(32)},success\n`);
		expect(await ask(warehouse, [...names, 'successes'])).toEqual([{ ...before[0], successes: 1 }]);
		await undo(warehouse, 1);
		expect(await ask(warehouse, ['runs'])).toEqual([{ runs: 0 }]);
	});
});

test('days are whole numbers from one, and nothing is for ever', () => {
	const read = (runs: string) => readLifetimes((part) => (part === 'runs' ? runs : null));
	expect(read('90')).toEqual({ lifetimes: keep({ runs: 90 }) });
	expect(read(' ')).toEqual({ lifetimes: forEver });
	for (const wrong of ['0', '-1', '1.5', 'x', '99999'])
		expect(read(wrong)).toEqual({
			problem: `“${wrong}” is no number of days for runs: expected 1 to 36500, or nothing.`
		});
});
