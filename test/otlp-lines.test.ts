import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BulkRefused } from '#lib/server/warehouse/warehouse.ts';
import { byParser, byStatement, differences, type Tables } from './otlp-paths.ts';
import { randomLines, request, text } from './otlp-random.ts';

const names = ['spans', 'run_rows', 'outcomes', 'scores', 'reviews', 'decisions'];

const expectEqual = (a: Tables, b: Tables) => {
	for (const name of names) expect(differences(a[name], b[name]), name).toEqual([]);
};

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');

/** The n-th span of a file: a run of its own. */
const span = (n: number, attributes: unknown[] = [], more: Record<string, unknown> = {}) => ({
	traceId: hex(n + 1, 32),
	spanId: hex(n + 1, 16),
	name: 'chat',
	startTimeUnixNano: String(1_767_225_600_000_000_000n + BigInt(n) * 1_000_000n),
	endTimeUnixNano: String(1_767_225_600_000_500_000n + BigInt(n) * 1_000_000n),
	attributes,
	...more
});

const line = (spans: Record<string, unknown>[], resource: Record<string, unknown>[] = []): string =>
	JSON.stringify(request(spans, resource));

/** A file so long that a look at its lines misses the one in the middle. */
function longFile(middle: string, content: boolean): { text: string; content: boolean } {
	const filler = text('my.filler', 'x'.repeat(400));
	const lines = Array.from({ length: 1500 }, (_, n) =>
		n === 575 ? middle : line([span(n, [filler, text('gen_ai.operation.name', 'chat')])])
	);
	return { text: lines.join('\n'), content };
}

describe('keys that the first look at a file misses', () => {
	const attributes = [
		text('openinference.span.kind', 'LLM'),
		text('llm.model_name', 'gpt-5'),
		{ key: 'llm.token_count.prompt', value: { intValue: '120' } },
		text('breakeven.outcome', 'success'),
		text('my.rare', 'kept'),
		text('my.api_key', 'sk-1'),
		text('input.value', 'a prompt '.repeat(60)),
		text('llm.input_messages.0.message.content', 'another prompt'),
		text('llm.tools.0.tool.json_schema', '{"name":"search"}'),
		text('llm.output_messages.0.message.tool_calls.0.tool_call.function.name', 'search')
	];
	const resource = [text('service.name', 'rare'), text('my.region', 'eu'), text('host.name', 'h')];
	const middle = line([span(9999, attributes)], resource);

	for (const withContent of [false, true]) {
		it(`are found, and the file read again; text stored: ${withContent}`, async () => {
			const { text: file, content } = longFile(middle, withContent);
			const statement = await byStatement(file, content);
			const rare = statement.tables.spans?.find((row) => row.span_id === hex(10_000, 16));
			expect(rare).toMatchObject({
				kind: 'llm',
				model: 'gpt-5',
				input_tokens: 120,
				agent: 'rare',
				attributes: { 'my.rare': 'kept' }
			});
			const stored = JSON.stringify(statement.tables);
			expect(stored.includes('a prompt')).toBe(withContent);
			expect(stored).not.toContain('sk-1');
			expect(statement.tables.decisions).toMatchObject([{ offered: ['search'], chosen: 'search' }]);
			expectEqual(statement.tables, (await byParser(file, content)).tables);
		});
	}

	it('a family of prompts that shows up late is not stored', async () => {
		const late = line([span(9999, [text('gen_ai.prompt.0.content', 'secret text')])]);
		const statement = await byStatement(longFile(late, false).text);
		expect(JSON.stringify(statement.tables)).not.toContain('secret text');
	});
});

describe('every dress of a file of lines', () => {
	const fixture = readFileSync(
		join(import.meta.dirname, 'fixtures/otlp/genai-agent.jsonl'),
		'utf8'
	);

	it('the fixture: 6 spans, 1 run, 3 decisions, 1 review, 2 scores, 1 outcome, by both paths', async () => {
		const statement = await byStatement(fixture);
		expect(statement.counts).toMatchObject({
			...{ lines: 2, read: 6, kept: 6, duplicates: 0, rejectedLines: 0 },
			...{ runs: 1, decisions: 3, reviews: 1, scores: 2, outcomes: 1 },
			refused: []
		});
		expectEqual(statement.tables, (await byParser(fixture)).tables);
	});

	it('gzip is read directly', async () => {
		const packed = await byStatement(gzipSync(fixture), false, 'packed');
		expectEqual(packed.tables, (await byStatement(fixture)).tables);
	});

	it('a byte order mark, Windows line ends, blank lines and half an emoji change nothing', async () => {
		const broken = line([span(5, [text('my.text', 'half \ud83d emoji')])]);
		const file = `\ufeff${fixture.trim().replace('\n', '\r\n\r\n')}\r\n${broken}`;
		const statement = await byStatement(file);
		expect(statement.tables.spans).toHaveLength(7);
		const last = statement.tables.spans?.find((row) => row.span_id === hex(6, 16));
		expect(last?.attributes).toEqual({ 'my.text': 'half \ufffd emoji' });
		const parser = await byParser(file);
		// The run of the first line, which the statement cannot read, is told of in two rows.
		for (const name of names.filter((one) => one !== 'run_rows')) {
			expect(differences(statement.tables[name], parser.tables[name]), name).toEqual([]);
		}
	});

	it('a span that comes twice is kept once: the one that ends last', async () => {
		const first = span(1);
		const last = span(1, [], { name: 'longer', endTimeUnixNano: '1767225700000000000' });
		const statement = await byStatement([line([last]), line([first]), line([first])].join('\n'));
		expect(statement.counts).toMatchObject({ read: 3, kept: 1, duplicates: 2, runs: 1 });
		expect(statement.tables.spans?.map((row) => row.name)).toEqual(['longer']);
	});

	it('rows in = kept + duplicates + rejected, with every kind of bad line', async () => {
		const good = line([span(1), span(2)]);
		const bad = ['nonsense', '7', '{"resourceSpans": []}', '{"resourceSpans": [{}]}'];
		const { counts } = await byStatement([good, ...bad, good, good].join('\n'));
		expect(counts).toMatchObject({ lines: 7, read: 6 + 4, kept: 2, duplicates: 4 });
		expect(counts.rejected).toEqual([
			{ at: 'line 2', reason: 'malformed JSON', count: 1 },
			{ at: 'line 3', reason: 'not a JSON object', count: 1 },
			{ at: 'line 4', reason: 'no spans', count: 2 }
		]);
	});

	for (const seed of [501, 502, 503]) {
		it(`with text stored, random file ${seed}: equal spans by both paths`, async () => {
			const file = randomLines(seed, 30);
			const [statement, parser] = [await byStatement(file, true), await byParser(file, true)];
			expect(differences(statement.tables.spans, parser.tables.spans)).toEqual([]);
		});
	}
});

describe('files that the statement refuses as a whole', () => {
	const refuses = async (file: string | Uint8Array) => {
		const error: unknown = await byStatement(file).catch((reason: unknown) => reason);
		expect(error).toBeInstanceOf(BulkRefused);
		return (error as Error).message;
	};

	it('a line over 32 MiB after the first ones, and an archive that is cut off', async () => {
		const lines = [line([span(1)]), line([span(2, [text('a', 'x'.repeat(40 * 2 ** 20))])])];
		expect(await refuses(lines.join('\n'))).toContain('maximum_object_size');
		const packed = gzipSync(Array.from({ length: 50 }, (_, n) => line([span(n)])).join('\n'));
		expect(await refuses(packed.subarray(0, packed.length - 20))).toContain(
			'unexpected end of file'
		);
	});

	it('a key that comes twice where the first look missed it', async () => {
		const twice = line([span(9999, [text('my.key', 'a'), text('my.key', 'b')])]);
		expect(await refuses(longFile(twice, false).text)).toContain('Map keys must be unique');
		const soon = await byStatement(twice);
		expect(soon.tables.spans?.[0]?.attributes).toEqual({ 'my.key': 'a' });
	});

	it('a pretty-printed document, one long line, attributes that are no list, ids in another dress', async () => {
		const pretty = JSON.stringify(request([span(1)]), null, 2);
		expect(await refuses(pretty)).toBe('its first lines are no OTLP requests');
		const long = line([span(1, [text('a', 'x'.repeat(17 * 2 ** 20))])]);
		expect(await refuses(long)).toBe('its first line is longer than 16 MiB');
		const object = line([{ ...span(1), attributes: { a: 1 } }]);
		expect(await refuses(object)).toBe('its attributes are no lists');
		const base64 = line([{ ...span(1), traceId: 'CvdlGRbNQ92ESOshHIAxnA==' }]);
		expect(await refuses(base64)).toBe('most of its requests are in an unusual shape');
	});
});
