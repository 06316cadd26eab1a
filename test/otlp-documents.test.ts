import { describe, expect, it } from 'vitest';
import { jsonItems, lines, parseJson } from '#lib/formats/json-stream.ts';
import { parsedRecords } from './otlp-paths.ts';
import { text } from './otlp-random.ts';

async function* inTurn<T>(items: Iterable<T>): AsyncIterable<T> {
	yield* items;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const item of items) list.push(item);
	return list;
}

const bytes = (content: string) => new TextEncoder().encode(content);

describe('lines of a stream of bytes', () => {
	it('are counted with the blank ones, wherever the chunks are cut', async () => {
		const whole = bytes('\ufeffa\r\n\nnaïve 🙂\nlast');
		const chunks = Array.from(whole, (_, at) => whole.subarray(at, at + 1));
		expect(await all(lines(inTurn(chunks)))).toEqual([
			{ line: 1, text: 'a' },
			{ line: 3, text: 'naïve 🙂' },
			{ line: 4, text: 'last' }
		]);
	});
});

describe('JSON that OTLP writers make', () => {
	it('keeps 64-bit integers, and reads NaN as null', () => {
		expect(parseJson('{"startTimeUnixNano":1767225600123456789,"x":NaN}')).toEqual({
			startTimeUnixNano: '1767225600123456789',
			x: null
		});
		expect(parseJson('{"intValue": -9007199254740993}')).toEqual({ intValue: '-9007199254740993' });
		expect(parseJson('{"cut')).toBeUndefined();
	});

	it('a document in pieces gives the values at the wanted paths, in the file’s order', async () => {
		const texts = ['{"a":[{"b":1', '},{"b":17672256001234', '56789}],"c":{"d":"x"}}'];
		expect(await all(jsonItems(inTurn(texts), ['$.a.*', '$.c.d']))).toEqual([
			{ at: '$.a[0]', keys: ['a', 0], value: { b: 1 } },
			{ at: '$.a[1]', keys: ['a', 1], value: { b: '1767225600123456789' } },
			{ at: '$.c.d', keys: ['c', 'd'], value: 'x' }
		]);
	});

	it('a document that ends too early is an error, not fewer values', async () => {
		await expect(all(jsonItems(inTurn(['{"a":[1,2']), ['$.a.*']))).rejects.toThrow(SyntaxError);
	});
});

describe('documents over 16 MiB are read span by span', () => {
	const padding = text('my.padding', 'x'.repeat(500_000));
	const span = (n: number) => ({
		traceId: n.toString(16).padStart(32, '0'),
		spanId: n.toString(16).padStart(16, '0'),
		name: `span ${n}`,
		startTimeUnixNano: '1767225600000000000',
		endTimeUnixNano: '1767225601000000000',
		attributes: [padding]
	});
	const group = (service: string, from: number) => ({
		resource: { attributes: [text('service.name', service)] },
		scopeSpans: [
			{ scope: { name: 'one' }, spans: Array.from({ length: 20 }, (_, n) => span(from + n)) },
			{ spans: Array.from({ length: 5 }, (_, n) => span(from + 20 + n)) }
		]
	});
	const whole = { resourceSpans: [group('first', 1), group('second', 100)] };

	it('25 MB on one line: 50 spans of two services, each with its own scope', async () => {
		const records = await parsedRecords(JSON.stringify(whole));
		const runs = records.flatMap((one) => (one.type === 'run' ? [one.record] : []));
		const count = (agent: string, scope?: string) =>
			runs.filter((run) => run.agent === agent && run.attributes['otel.scope.name'] === scope)
				.length;
		expect(records.some((one) => one.type === 'rejection')).toBe(false);
		expect([count('first', 'one'), count('first')]).toEqual([20, 5]);
		expect([count('second', 'one'), count('second')]).toEqual([20, 5]);
	});

	it('a resource that stands after its spans is said, and not given to the next ones', async () => {
		const late = { scopeSpans: [{ spans: [span(1)] }], resource: group('late', 0).resource };
		const document = JSON.stringify({ resourceSpans: [...whole.resourceSpans, late] });
		const records = await parsedRecords(document.replace('span 1"', 'span one"'));
		expect(records.filter((one) => one.type === 'rejection')).toEqual([
			{
				type: 'rejection',
				record: { at: '$.resourceSpans[2].resource', reason: 'resource stands after its spans' }
			}
		]);
	});

	it('what was read before the damage stays', async () => {
		const cut = JSON.stringify(whole).slice(0, 18 * 2 ** 20);
		const records = await parsedRecords(cut);
		const spans = records.filter((one) => one.type === 'span').length;
		expect(spans).toBe(Math.floor((18 * 2 ** 20) / 500_300));
		expect(records.filter((one) => one.type === 'rejection')).toHaveLength(1);
	});
});
