import { expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { readOwnPrices } from '#lib/server/own-prices/body.ts';
import { previewOwnPrices } from '#lib/server/own-prices/preview.ts';
import {
	enterPrice,
	ownPrices,
	saveOwnPrices,
	takeBackPrice
} from '#lib/server/own-prices/store.ts';
import type { PriceOverride } from '#lib/server/price-book.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, importText } from './workspace.ts';

/** Three calls of 1 M input and 100 k output tokens: two of a model of our own, one of a known one. */
async function calls() {
	const warehouse = await emptyWorkspace();
	await importText(
		warehouse,
		'runs.csv',
		[
			'run_id,task,agent,model,provider,success,input_tokens,output_tokens,started_at',
			'a,mail,bot,house-7b,ours,1,1000000,100000,2026-02-10T10:00:00Z',
			'b,mail,bot,house-7b,ours,1,1000000,100000,2026-04-10T10:00:00Z',
			'c,mail,bot,gpt-4o,openai,0,1000000,100000,2026-04-10T11:00:00Z',
			''
		].join('\n')
	);
	return warehouse;
}

async function costs(warehouse: Warehouse) {
	const names = ['total_cost_usd', 'cost_known_runs'];
	const [row] = await metricRows(warehouse, { names, by: [], filters: noFilters(), zone: 'UTC' });
	return [Number(row?.total_cost_usd), row?.cost_known_runs];
}

const house: PriceOverride = {
	provider: 'ours',
	model: 'house-*',
	valid_from: null,
	valid_to: null,
	prices: { input_mtok: 0.5, output_mtok: 2 },
	checked: '2026-11-21',
	source: 'rack 4, power and write-off'
};
/** 1 x 0.50 + 0.1 x 2. */
const HOUSE_CALL = 0.7;
/** gpt-4o by the book: 1 x 2.50 + 0.1 x 10. */
const BOOK_CALL = 3.5;

test('an own price makes calls known that had no price, and taken back they are unknown again', async () => {
	const warehouse = await calls();
	expect(await costs(warehouse)).toEqual([BOOK_CALL, 1]);
	expect(await enterPrice(warehouse, house)).toBe(1);
	expect(await costs(warehouse)).toEqual([2 * HOUSE_CALL + BOOK_CALL, 3]);
	expect(await takeBackPrice(warehouse, house)).toBe(1);
	const logged = await warehouse.query<{ became: string }>(
		sql`select became from changes where kind = 'price' order by change_id`
	);
	expect(logged.map(({ became }) => became)).toEqual([
		'own price of house-* entered: input 0.5, output 2 USD per million tokens',
		'own price of house-* taken back'
	]);
	expect(await costs(warehouse)).toEqual([BOOK_CALL, 1]);
});

test('a contract from a day on prices the calls of that time and leaves the others to the book', async () => {
	const warehouse = await calls();
	const half = { input_mtok: 1.25, output_mtok: 5 };
	const contract = { ...house, provider: 'openai', model: 'gpt-4o', prices: half };
	await saveOwnPrices(warehouse, [{ ...contract, valid_from: '2026-04-11' }], null);
	expect(await costs(warehouse)).toEqual([BOOK_CALL, 1]);
	await enterPrice(warehouse, { ...contract, valid_from: '2026-04-01' });
	expect(await costs(warehouse)).toEqual([BOOK_CALL / 2, 1]);
	expect(await ownPrices(warehouse)).toHaveLength(2);
});

test('a price that starts on the same day takes the place of the one before', async () => {
	const warehouse = await calls();
	await enterPrice(warehouse, house);
	await enterPrice(warehouse, { ...house, prices: { input_mtok: 1, output_mtok: 0 } });
	expect(await ownPrices(warehouse)).toHaveLength(1);
	expect(await costs(warehouse)).toEqual([2 * 1 + BOOK_CALL, 3]);
});

test('a preview says what would change and changes nothing', async () => {
	const warehouse = await calls();
	expect(await previewOwnPrices(warehouse, [house])).toEqual([
		{
			provider: 'ours',
			model: 'house-7b',
			calls: 2,
			before_usd: null,
			after_usd: 2 * HOUSE_CALL,
			unpriced_before: 2,
			unpriced_after: 0
		}
	]);
	expect(await ownPrices(warehouse)).toEqual([]);
	expect(await costs(warehouse)).toEqual([BOOK_CALL, 1]);
});

test('later imports are priced by it', async () => {
	const warehouse = await calls();
	await enterPrice(warehouse, house);
	await importText(
		warehouse,
		'more.csv',
		'run_id,task,agent,model,provider,success,input_tokens,output_tokens\nd,mail,bot,house-70b,ours,1,1000000,100000\n'
	);
	expect(await costs(warehouse)).toEqual([3 * HOUSE_CALL + BOOK_CALL, 4]);
});

test.each([
	['no JSON', 'x', 'These prices are no JSON'],
	['no list', '{}', 'no list "prices"'],
	['no model', '{"prices":[{"source":"s"}]}', 'Price 1: the model has no name'],
	['no source', '{"prices":[{"model":"m"}]}', 'does not say where its price is from'],
	['no price', '{"prices":[{"model":"m","source":"s"}]}', 'needs a price of input or output'],
	[
		'a negative price',
		'{"prices":[{"model":"m","source":"s","prices":{"input_mtok":-1}}]}',
		'no number from 0 to 1,000,000'
	],
	[
		'a day that is none',
		'{"prices":[{"model":"m","source":"s","valid_from":"2026-02-30","prices":{"input_mtok":1}}]}',
		'valid_from is "2026-02-30"'
	],
	[
		'an end before its start',
		'{"prices":[{"model":"m","source":"s","valid_from":"2026-02-03","valid_to":"2026-02-03","prices":{"input_mtok":1}}]}',
		'ends on 2026-02-03, before it starts'
	],
	[
		'a price of something else',
		'{"prices":[{"model":"m","source":"s","prices":{"image":1}}]}',
		'"image" is no price'
	],
	[
		'two that start on the same day',
		'{"prices":[{"model":"M","source":"s","prices":{"input_mtok":1}},{"model":"m","source":"s","prices":{"input_mtok":2}}]}',
		'two prices that start on the same day'
	]
])('a list with %s is refused in one sentence', (_, text, sentence) => {
	const read = readOwnPrices(text, '2026-11-21');
	expect('problem' in read ? read.problem : '').toContain(sentence);
});
