import type { Rejection } from '../format.ts';
import { peek } from '../head.ts';
import { jsonItems, linesOf, parseJson } from '../json-stream.ts';
import { objectRows } from '../object-rows.ts';
import { isObject } from '../otel/any-value.ts';
import { BROKEN } from '../otel/piece.ts';
import { delimitedRows } from '../delimited-rows.ts';
import { separatorOf, type TableEntry } from '../table.ts';
import { decoded } from '../text.ts';
import { LangfuseRow, unpacked } from './row.ts';
import { isDownload, isPage, tableOf, type Table } from './tables.ts';

/** A record of a Langfuse export and where it stands. */
export interface Entry {
	at: string;
	table: Table;
	row: LangfuseRow;
	/** A trace whose observations are listed by their ids alone. */
	isBare: boolean;
}

export type Found = Entry | { at: string; rejection: Rejection } | { warning: string };

type Json = Record<string, unknown>;

/** Above this a JSON document is read in pieces. */
const WHOLE_CHARACTERS = 16 * 1024 * 1024;

/** The records of a download, an API answer or a table, as JSON, JSON Lines or CSV, in the order of the file. */
export async function* entriesOf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Found> {
	const { head, all } = await peek(chunks);
	const start = head.text.replace(/^\ufeff/, '').trimStart();
	if (start.startsWith('{')) yield* jsonEntries(decoded(all));
	else if (start.startsWith('[')) yield* rowEntries(objectRows(all));
	else {
		const separator = separatorOf(head);
		if (separator === null || separator === 'json')
			yield refused('line 1', 'no columns were found');
		else yield* rowEntries(delimitedRows(all, separator));
	}
}

/** The records in the rows of a table. */
export async function* rowEntries(rows: AsyncIterable<TableEntry>): AsyncIterable<Found> {
	for await (const found of rows) {
		if ('row' in found) yield* recordsIn(found.row, found.at);
		else yield found;
	}
}

/** One document, or lines of them. */
async function* jsonEntries(texts: AsyncIterable<string>): AsyncIterable<Found> {
	const { start, isWhole, rest } = await beginning(texts);
	const whole = isWhole ? parseJson(start) : undefined;
	if (whole !== undefined) yield* recordsIn(whole, '$');
	else if (isObject(parseJson(start.slice(0, start.indexOf('\n'))))) {
		for await (const { line, text } of linesOf(rest)) {
			const value = parseJson(text);
			if (value === undefined) yield refused(`line ${line}`, 'malformed JSON');
			else yield* recordsIn(value, `line ${line}`);
		}
	} else if (isWhole) yield refused('the document', BROKEN);
	else yield* largeDocument(rest);
}

async function beginning(texts: AsyncIterable<string>) {
	const iterator = texts[Symbol.asyncIterator]();
	const seen: string[] = [];
	let length = 0;
	let isWhole = false;
	while (length < WHOLE_CHARACTERS && !isWhole) {
		const next = await iterator.next();
		isWhole = next.done === true;
		if (!next.done) {
			seen.push(next.value);
			length += next.value.length;
		}
	}
	const start = seen.join('').replace(/^\ufeff/, '');
	async function* rest() {
		yield start;
		for (let next = await iterator.next(); !next.done; next = await iterator.next())
			yield next.value;
	}
	return { start, isWhole, rest: rest() };
}

/** The records in one JSON value: those of a download or an answer, or the value itself. */
function* recordsIn(value: unknown, at: string): Iterable<Found> {
	if (Array.isArray(value)) yield* each(value, at);
	else if (!isObject(value)) yield refused(at, 'not a JSON object');
	else if (isPage(value)) yield* each(value.data as unknown[], `${at}.data`);
	else if (isDownload(value) || isObject(value.trace)) yield* download(value, at);
	else {
		const table = tableOf(Object.keys(value));
		if (table === 'trace') yield* trace(value, at);
		else if (table === null) yield refused(at, UNKNOWN);
		else yield entry(table, value, at);
	}
}

const UNKNOWN = 'not a trace, observation or score of Langfuse';

function* each(values: readonly unknown[], at: string): Iterable<Found> {
	for (const [index, value] of values.entries()) yield* recordsIn(value, `${at}[${index}]`);
}

/** The list beside the trace is the fuller one: where both stand, it is taken and the trace's own left. */
function* download(value: Json, at: string): Iterable<Found> {
	const own = unpacked(value.trace);
	const inside = isObject(own) ? own : {};
	const lists = {
		observations: value.observations ?? inside.observations,
		scores: value.scores ?? inside.scores,
		corrections: inside.corrections
	};
	if (isObject(own)) yield* trace({ ...own, ...lists }, `${at}.trace`, at);
	else yield* listed(lists, at);
}

/** A trace and what it brings along. */
function* trace(value: Json, at: string, within = at): Iterable<Found> {
	const { observations, scores, corrections, ...own } = value;
	const isBare = Array.isArray(observations) && observations.some((id) => typeof id === 'string');
	yield { ...entry('trace', own, at), isBare };
	yield* listed({ observations, scores, corrections }, within);
}

function* listed(lists: Record<'observations' | 'scores' | 'corrections', unknown>, at: string) {
	yield* list('observation', lists.observations, `${at}.observations`);
	yield* list('score', lists.scores, `${at}.scores`);
	yield* list('score', lists.corrections, `${at}.corrections`);
}

function* list(table: Table, values: unknown, at: string): Iterable<Found> {
	const all = unpacked(values);
	if (!Array.isArray(all)) return;
	for (const [index, value] of (all as unknown[]).entries()) {
		// List endpoints name observations and scores by id alone.
		if (typeof value === 'string') continue;
		if (isObject(value)) yield entry(table, value, `${at}[${index}]`);
		else yield refused(`${at}[${index}]`, 'not a JSON object');
	}
}

const TRACE_NAMES = [
	...['id', 'name', 'timestamp', 'environment', 'tags', 'release', 'version', 'userId'],
	...['sessionId', 'metadata', 'totalCost', 'createdAt', 'updatedAt']
];
const LISTS = ['observations', 'scores', 'corrections'];
const PATHS = [
	...['$', '$.trace'].flatMap((within) => [
		...TRACE_NAMES.map((name) => `${within}.${name}`),
		...LISTS.map((name) => `${within}.${name}.*`)
	]),
	'$.data.*'
];

/**
 * A document too large to hold, record by record. What the trace repeats of its observations waits: it
 * is taken only where no list stands beside it.
 */
async function* largeDocument(texts: AsyncIterable<string>): AsyncIterable<Found> {
	const own: Json = {};
	const repeated: Found[] = [];
	let beside = 0;
	let bare = 0;
	try {
		for await (const { at, keys, value } of jsonItems(texts, PATHS)) {
			const [first, ...path] = keys;
			const [name, index] = first === 'trace' ? path : keys;
			if (first === 'data') yield* recordsIn(value, at);
			else if (index === undefined) own[String(name)] = value;
			else if (typeof value === 'string') bare += 1;
			else if (!isObject(value)) yield refused(at, 'not a JSON object');
			else if (name === 'observations' && first === 'trace') {
				repeated.push(entry('observation', value, at));
			} else {
				if (name === 'observations') beside += 1;
				yield entry(name === 'observations' ? 'observation' : 'score', value, at);
			}
		}
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		yield refused('the rest of the document', 'malformed JSON');
	}
	if (beside === 0) yield* repeated;
	if ('id' in own) yield { ...entry('trace', own, '$.trace'), isBare: bare > 0 };
}

const entry = (table: Table, cells: Json, at: string): Entry => ({
	at,
	table,
	row: new LangfuseRow(cells),
	isBare: false
});

const refused = (at: string, reason: string): Found => ({ at, rejection: { at, reason } });
