import { describe, expect, test } from 'vitest';
import type { Definitions } from '#lib/definitions/definitions.ts';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { isMeaningless } from '#lib/definitions/meaningless-name.ts';
import { ofTask } from '#lib/definitions/of-task.ts';
import { readDefinitions } from '#lib/definitions/read-definitions.ts';
import { noFilters } from '#lib/filters.ts';
import { metrics } from '#lib/metrics/index.ts';
import { fields, proposals } from '#lib/server/definitions/fields.ts';
import { previewDefinitions } from '#lib/server/definitions/preview.ts';
import {
	definitionVersions,
	saveDefinitions,
	undoDefinitions
} from '#lib/server/definitions/store.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import type { Reader, Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import { emptyWorkspace, importText } from './workspace.ts';

const everything = (reader: Reader) =>
	metricRows(reader, {
		names: metrics.map((metric) => metric.name),
		by: ['task', 'agent', 'environment', 'day'],
		filters: noFilters(),
		zone: 'UTC'
	});

const tasks = async (reader: Reader) =>
	Object.fromEntries(
		(
			await reader.query<{ task: string; runs: number; right: number; wrong: number }>(sql`
				select task, count(*) as runs,
					count(*) filter (where agent_outcome = 'success') as "right",
					count(*) filter (where agent_outcome = 'failure') as wrong
				from runs group by task order by task`)
		).map(({ task, ...counts }) => [task, counts])
	);

/** Twelve runs of an agent that calls all of its work "LangGraph"; `queue` says what it was. */
const LINES = [
	'run_id,task,agent,queue,quality,success,cost_usd,started_at,environment',
	...Array.from({ length: 12 }, (_, at) => {
		const queue = ['billing', 'refund', 'smoke'][at % 3];
		const success = at % 4 === 3 ? '' : at % 2 ? '1' : '0';
		return `r${at},LangGraph,desk,${queue},${at / 12},${success},0.${at + 10},2026-03-0${1 + (at % 4)}T10:00:00Z,${at % 2 ? 'live' : 'staging'}`;
	})
].join('\n');

const rule = {
	byQueue: { when: [], then: { kind: 'field', field: 'attribute:queue' } },
	ignoreSmoke: {
		when: [{ field: 'attribute:queue', op: 'is', value: 'smoke' }],
		then: { kind: 'ignore' }
	},
	money: {
		when: [{ field: 'attribute:queue', op: 'matches', value: '^(billing|refund)$' }],
		then: { kind: 'name', task: 'money questions' }
	}
} satisfies Record<string, Definitions['tasks'][number]>;

async function loaded(): Promise<Warehouse> {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'desk.csv', LINES);
	return warehouse;
}

describe('definitions: what a task is, as data', () => {
	test('rules name, merge and leave out; the first that fits holds', async () => {
		const warehouse = await loaded();
		expect(Object.keys(await tasks(warehouse))).toEqual(['LangGraph']);

		await saveDefinitions(warehouse, { ...noDefinitions, tasks: [rule.byQueue] }, null);
		expect(Object.keys(await tasks(warehouse))).toEqual(['billing', 'refund', 'smoke']);

		await saveDefinitions(
			warehouse,
			{ ...noDefinitions, tasks: [rule.ignoreSmoke, rule.money, rule.byQueue] },
			null
		);
		expect(await tasks(warehouse)).toEqual({ 'money questions': { runs: 8, right: 2, wrong: 4 } });
	});

	test('renames merge after the rules', async () => {
		const warehouse = await loaded();
		const renames = { billing: 'money', refund: 'money' };
		await saveDefinitions(warehouse, { ...noDefinitions, tasks: [rule.byQueue], renames }, null);
		expect(Object.keys(await tasks(warehouse))).toEqual(['money', 'smoke']);
	});

	test('any road of edits and undos equals the final rules on a fresh import', async () => {
		const final: Definitions = {
			...noDefinitions,
			tasks: [rule.ignoreSmoke, rule.byQueue],
			production: ['live'],
			success: [
				{
					task: 'billing',
					by: { kind: 'attribute', key: 'queue', right: ['billing'] },
					as: 'human'
				}
			]
		};
		const edited = await loaded();
		await saveDefinitions(edited, { ...noDefinitions, tasks: [rule.money] }, 'first try');
		await saveDefinitions(edited, { ...noDefinitions, tasks: [rule.ignoreSmoke] }, null);
		await undoDefinitions(edited);
		await saveDefinitions(edited, final, null);
		await saveDefinitions(edited, { ...final, tasks: [] }, null);
		await undoDefinitions(edited);

		const early = await emptyWorkspace();
		await saveDefinitions(early, final, null);
		await importText(early, 'desk.csv', LINES);

		const late = await loaded();
		await saveDefinitions(late, final, null);

		expect(await everything(edited)).toEqual(await everything(late));
		expect(await everything(early)).toEqual(await everything(late));
		expect(await definitionVersions(edited)).toHaveLength(6);
		const back = await loaded();
		await saveDefinitions(back, final, null);
		await undoDefinitions(back);
		expect(await everything(back)).toEqual(await everything(await loaded()));
	});

	test('a preview tells every change and leaves nothing behind', async () => {
		const warehouse = await loaded();
		const before = await everything(warehouse);
		const preview = await previewDefinitions(warehouse, {
			...noDefinitions,
			tasks: [rule.ignoreSmoke, rule.byQueue]
		});
		expect(preview).toMatchObject({ moved: 8, ignored: 4, judged: 0 });
		expect(
			preview.tasks.map(({ task, before, after }) => [task, before?.runs, after?.runs])
		).toEqual([
			['billing', undefined, 4],
			['refund', undefined, 4],
			['LangGraph', 12, undefined]
		]);
		expect(await everything(warehouse)).toEqual(before);
		expect(await definitionVersions(warehouse)).toEqual([]);
	});

	test('what counts as right: an attribute is taken at its word, per task', async () => {
		const warehouse = await loaded();
		await saveDefinitions(
			warehouse,
			{
				...noDefinitions,
				success: [
					{
						task: '*',
						by: { kind: 'attribute', key: 'queue', right: ['billing', 'refund'] },
						as: 'human'
					}
				]
			},
			null
		);
		const [all] = Object.values(await tasks(warehouse));
		expect(all).toEqual({ runs: 12, right: 8, wrong: 4 });
	});

	test('environments that are production, and rows that are people', async () => {
		const warehouse = await loaded();
		await saveDefinitions(
			warehouse,
			{
				...noDefinitions,
				production: ['live'],
				people: [[{ field: 'attribute:queue', op: 'is', value: 'smoke' }]]
			},
			null
		);
		const rows = await warehouse.query<{ environment: string; actor: string; runs: number }>(sql`
			select environment, actor, count(*) as runs from runs group by all order by all`);
		expect(rows).toEqual([
			{ environment: 'production', actor: 'agent', runs: 4 },
			{ environment: 'production', actor: 'human', runs: 2 },
			{ environment: 'staging', actor: 'agent', runs: 4 },
			{ environment: 'staging', actor: 'human', runs: 2 }
		]);
	});
});

describe('the data proposes', () => {
	test('fields are told with their coverage and top values', async () => {
		const found = await fields(await loaded());
		expect(found.find(({ field }) => field === 'attribute:queue')).toEqual({
			field: 'attribute:queue',
			coverage: 1,
			values: 3,
			top: ['billing', 'refund', 'smoke'].map((value) => ({ value, share: 4 / 12 }))
		});
	});

	test('a task called LangGraph is to be parted by a field with few values', async () => {
		const warehouse = await loaded();
		const found = await proposals(warehouse, ['LangGraph']);
		expect(found.map(({ task, field }) => [task, field.field])).toEqual([
			['LangGraph', 'attribute:queue']
		]);
		expect(isMeaningless('RunnableSequence')).toBe(true);
		expect(isMeaningless('refund triage')).toBe(false);
	});
});

test('what instrumentation says of itself, ids and lists are no kinds of work', async () => {
	const warehouse = await emptyWorkspace();
	const rows = Array.from(
		{ length: 4 },
		(_, at) =>
			`r${at},LangGraph,desk,python-sdk,arm64,ai,"[""a""]",${'ab'.repeat(8)},${at % 2 ? 'refund' : 'billing'}`
	);
	const columns =
		'run_id,task,agent,otel.scope.name,host.arch,gen_ai.system,tags,tenant,ai.telemetry.metadata.flow';
	await importText(warehouse, 'a.csv', [columns, ...rows].join('\n'));
	const found = await proposals(warehouse, ['LangGraph']);
	expect(found.map(({ field }) => field.field)).toEqual(['attribute:ai.telemetry.metadata.flow']);
});

describe('a definitions file is checked', () => {
	test.each([
		[
			{ tasks: [{ when: [{ field: 'colour', op: 'is', value: 'x' }], then: { kind: 'ignore' } }] },
			'tasks.0.when.0.field: is no field'
		],
		[{ people: [[{ field: 'name', op: 'matches', value: '(' }]] }, '"(" is no regular expression'],
		[{ links: { otlp: 'javascript:alert(1)' } }, 'links.otlp: is no address'],
		[{ colour: 1 }, 'colour: is not known here']
	])('%j', (file, problem) => {
		expect(readDefinitions(file)).toEqual({ problem: expect.stringContaining(problem) });
	});
});

test('a task that is called as something every object has stands alone', () => {
	expect(ofTask({}, 'constructor')).toBeUndefined();
	expect(ofTask({}, '__proto__')).toBeUndefined();
	expect(ofTask(JSON.parse('{"__proto__": 7}') as Record<string, number>, '__proto__')).toBe(7);
});
