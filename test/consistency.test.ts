import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { noFilters } from '#lib/filters.ts';
import { saveDefinitions } from '#lib/server/definitions/store.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { emptyWorkspace, importText, shared } from './workspace.ts';

const names = [
	...['repeated_items', 'outcome_consistency', 'pass_hat_2', 'pass_at_2', 'cost_of_pass_usd'],
	'cost_per_success_usd'
];

/** Ten tries of one task on items, each right so often, at 1 USD a try. */
async function tried(rightOf: Record<string, number>) {
	const rows = Object.entries(rightOf).flatMap(([item, right]) =>
		Array.from({ length: 10 }, (_, i) => `${item}-${i},quiz,bot,${item},${i < right ? 1 : 0},1`)
	);
	const warehouse = await quizzes(
		`run_id,task,agent,case_id,success,cost_usd\n${rows.join('\n')}\n`
	);
	const [row] = await metricRows(warehouse, { names, by: [], filters: noFilters(), zone: 'UTC' });
	return row;
}

test('10 of 10 and 1 of 10 right: a pass costs 5.50 USD by item, a success 20 / 11', async () => {
	const row = await tried({ easy: 10, hard: 1 });
	// (1 / 1 + 1 / 0.1) / 2, against 20 USD / 11 successes.
	expect(row?.cost_of_pass_usd).toBeCloseTo(5.5, 12);
	expect(row?.cost_per_success_usd).toBeCloseTo(20 / 11, 12);
	// ((2 x 1 - 1)^2 + (2 x 0.1 - 1)^2) / 2
	expect(row?.outcome_consistency).toBeCloseTo((1 + 0.64) / 2, 12);
	// Two tries both right: C(10, 2) / C(10, 2) and C(1, 2) = 0; one right: 1 and 1 - C(9, 2) / C(10, 2) = 0.2.
	expect(row).toMatchObject({ repeated_items: 2, pass_hat_2: 0.5 });
	expect(row?.pass_at_2).toBeCloseTo((1 + 0.2) / 2, 12);
});

test('an item that never comes out right costs without end: no figure', async () => {
	expect((await tried({ easy: 10, impossible: 0 }))?.cost_of_pass_usd).toBeNull();
});

test('two agents, each cheap at another item: the frontier takes the cheaper for each', async () => {
	const rows = [
		// [agent, item, right, cost]: small 1/0.5 = 2 and none; large 4/1 = 4 and 4/0.5 = 8 USD a pass.
		['small', 'easy', 1, 1],
		['small', 'easy', 0, 1],
		['small', 'hard', 0, 1],
		['large', 'easy', 1, 4],
		['large', 'hard', 1, 4],
		['large', 'hard', 0, 4]
	].map(([agent, item, right, cost], i) => `${i},quiz,${agent},${item},${right},${cost}`);
	const warehouse = await quizzes(
		`run_id,task,agent,case_id,success,cost_usd\n${rows.join('\n')}\n`
	);
	const asked = { names: ['frontier_cost_of_pass_usd'], filters: noFilters(), zone: 'UTC' };
	const [all] = await metricRows(warehouse, { ...asked, by: [] });
	expect(all?.frontier_cost_of_pass_usd).toBeCloseTo((2 + 8) / 2, 12);
	const [large, small] = await metricRows(warehouse, { ...asked, by: ['agent'] });
	expect(large?.frontier_cost_of_pass_usd).toBeCloseTo((4 + 8) / 2, 12);
	expect(small?.frontier_cost_of_pass_usd).toBeNull();
});

test('items tried once tell nothing of consistency', async () => {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'a.csv', 'run_id,task,agent,success\na,quiz,bot,1\nb,quiz,bot,0\n');
	const [row] = await metricRows(warehouse, { names, by: [], filters: noFilters(), zone: 'UTC' });
	expect(row).toMatchObject({ repeated_items: 0, outcome_consistency: null, pass_hat_2: null });
});

test.skipIf(!existsSync(join(shared, 'data/tau-bench')))(
	'tau-bench, gpt-4o on the airline: pass^1 to ^4 as its README prints them',
	async () => {
		const file = join(shared, 'data/tau-bench/gpt-4o-airline.json.gz');
		const tries = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
			task_id: number;
			trial: number;
			reward: number;
		}[];
		const lines = tries.map(
			({ task_id: item, trial, reward }) => `${item}-${trial},airline,gpt-4o,item-${item},${reward}`
		);
		const warehouse = await quizzes(['run_id,task,agent,case_id,success', ...lines].join('\n'));
		const [row] = await metricRows(warehouse, {
			names: ['success_rate', 'pass_hat_2', 'pass_hat_3', 'pass_hat_4'],
			by: [],
			filters: noFilters(),
			zone: 'UTC'
		});
		expect(row?.success_rate).toBe(0.42);
		expect(row?.pass_hat_2).toBeCloseTo(0.2733, 4);
		expect(row?.pass_hat_3).toBeCloseTo(0.22, 4);
		expect(row?.pass_hat_4).toBeCloseTo(0.2, 4);
	}
);

/** A table whose repeats are trials. */
async function quizzes(table: string) {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'quiz.csv', table);
	await saveDefinitions(
		warehouse,
		{ ...noDefinitions, repeats: { quiz: 'trials', airline: 'trials' } },
		null
	);
	return warehouse;
}

test('asked for a person in 3 runs with a known outcome, 2 of them wrong: rightly asked in 2/3', async () => {
	const asked = [
		['a', 0, 'true'],
		['b', 0, 'true'],
		['c', 1, 'true'],
		['d', '', 'true'],
		['e', 0, '']
	];
	const warehouse = await emptyWorkspace();
	await importText(
		warehouse,
		'runs.csv',
		`run_id,task,agent,success\n${asked.map(([id, right]) => `${id},quiz,bot,${right}`).join('\n')}\n`
	);
	await importText(
		warehouse,
		'reviews.csv',
		`run_id,review_requested\n${asked.map(([id, , help]) => `${id},${help}`).join('\n')}\n`
	);
	const [row] = await metricRows(warehouse, {
		names: ['abstention_precision'],
		by: [],
		filters: noFilters(),
		zone: 'UTC'
	});
	expect(row?.abstention_precision).toBeCloseTo(2 / 3, 12);
});
