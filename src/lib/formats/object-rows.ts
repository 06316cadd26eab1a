import { JSONParser } from '@streamparser/json';
import type { Row, TableEntry } from './table.ts';
import { decoded } from './text.ts';

const MAX_LINE = 16 * 1024 * 1024;

/** The rows of JSON Lines, or of one JSON array of objects. */
export async function* objectRows(chunks: AsyncIterable<Uint8Array>): AsyncIterable<TableEntry> {
	const warnings: string[] = [];
	const pieces = decoded(chunks, () =>
		warnings.push('the file is not UTF-8: read as Windows-1252, check names with accents')
	)[Symbol.asyncIterator]();
	const first = await pieces.next();
	const start = first.done ? '' : first.value.replace(/^\ufeff/, '');
	async function* all() {
		yield start;
		for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
	}
	yield* start.trimStart().startsWith('[') ? arrayRows(all()) : lineRows(all());
	yield* warnings.map((warning) => ({ warning }));
}

async function* lineRows(pieces: AsyncIterable<string>): AsyncIterable<TableEntry> {
	let rest = '';
	let line = 0;
	for await (const piece of pieces) {
		const lines = (rest + piece).split('\n');
		rest = lines.pop() ?? '';
		for (const text of lines) yield* rowOf(text, ++line);
		if (rest.length > MAX_LINE) {
			yield refused(`line ${line + 1}`, 'the line is longer than 16 MiB: the rest was not read');
			return;
		}
	}
	yield* rowOf(rest, line + 1);
}

function* rowOf(text: string, line: number): Iterable<TableEntry> {
	if (text.trim() === '') return;
	const at = `line ${line}`;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		yield refused(at, 'the line is no JSON (cut off?)');
		return;
	}
	if (isRow(value)) yield { at, row: value };
	else yield refused(at, 'the line is JSON but no object: expected {"column": value, ...}');
}

async function* arrayRows(pieces: AsyncIterable<string>): AsyncIterable<TableEntry> {
	const found: TableEntry[] = [];
	let element = 0;
	const parser = new JSONParser({ paths: ['$.*'], keepStack: false });
	parser.onValue = ({ value }) => {
		const at = `element ${element}`;
		element += 1;
		if (isRow(value)) found.push({ at, row: value });
		else found.push(refused(at, 'the element is no object: expected {"column": value, ...}'));
	};
	try {
		for await (const piece of pieces) {
			parser.write(piece);
			yield* found.splice(0);
		}
		if (!parser.isEnded) throw new Error('the array is not closed');
	} catch (error) {
		yield* found.splice(0);
		const reason = (error as Error).message.split('\n')[0] ?? '';
		yield refused(`after element ${element - 1}`, `no valid JSON from here on: ${reason}`);
	}
}

const refused = (at: string, reason: string): TableEntry => ({ at, rejection: { at, reason } });

const isRow = (value: unknown): value is Row =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
