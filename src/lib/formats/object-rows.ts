import { jsonTexts, jsonValue } from './json-text.ts';
import { MAX_LINE, type Row, type TableEntry } from './table.ts';
import { decoded } from './text.ts';

/** The rows of JSON Lines, of JSON objects written over several lines, or of one JSON array of objects. */
export async function* objectRows(chunks: AsyncIterable<Uint8Array>): AsyncIterable<TableEntry> {
	const warnings: TableEntry[] = [];
	const texts = decoded(chunks, (warning) => warnings.push({ warning }))[Symbol.asyncIterator]();
	let start = '';
	let next = await texts.next();
	for (; !next.done && start.trim() === ''; next = await texts.next()) start += next.value;
	async function* all() {
		yield start;
		for (; !next.done; next = await texts.next()) yield next.value;
	}
	yield* isLines(start) ? lineRows(all()) : elementRows(all());
	yield* warnings;
}

/** An array, or an object whose first line is not whole, is no file of lines. */
const isLines = (start: string): boolean => !/^\s*(\[|\{\s*\n)/.test(start);

async function* lineRows(texts: AsyncIterable<string>): AsyncIterable<TableEntry> {
	let rest = '';
	let line = 1;
	let isTooLong = false;
	for await (const text of texts) {
		const lines = text.split('\n');
		for (const [at, part] of lines.entries()) {
			if (at > 0) {
				yield* isTooLong ? [tooLong(`line ${line}`, 'the line')] : rowOf(rest, `line ${line}`);
				line += 1;
				rest = '';
				isTooLong = false;
			}
			isTooLong ||= rest.length + part.length > MAX_LINE;
			rest = isTooLong ? '' : rest + part;
		}
	}
	yield* isTooLong ? [tooLong(`line ${line}`, 'the line')] : rowOf(rest, `line ${line}`);
}

function* rowOf(text: string, at: string): Iterable<TableEntry> {
	if (text.trim() === '') return;
	const value = jsonValue(text);
	if (value === undefined) yield refused(at, 'the line is no JSON (cut off?)');
	else if (isRow(value)) yield { at, row: value };
	else yield refused(at, 'the line is JSON but no object: expected {"column": value, ...}');
}

async function* elementRows(texts: AsyncIterable<string>): AsyncIterable<TableEntry> {
	for await (const { at, text, end } of jsonTexts(texts, MAX_LINE)) {
		const value = text === null ? undefined : jsonValue(text);
		if (text === null) yield tooLong(at, 'the element');
		else if (isRow(value)) yield { at, row: value };
		else if (value !== undefined)
			yield refused(at, 'the element is no object: expected {"column": value, ...}');
		else if (end === 'file') yield refused(at, 'the file ends inside this element (cut off?)');
		else yield refused(at, 'the element is no JSON');
		if (end === 'file' && value !== undefined)
			yield { warning: `the array is not closed after ${at}: the file may be cut off` };
	}
}

const tooLong = (at: string, what: string): TableEntry =>
	refused(at, `${what} is longer than 16 MiB`);

const refused = (at: string, reason: string): TableEntry => ({ at, rejection: { at, reason } });

const isRow = (value: unknown): value is Row =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
