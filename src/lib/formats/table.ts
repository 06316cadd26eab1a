import { parse, type CsvError, type InfoRecord } from 'csv-parse';
import type { Head, Rejection } from './format.ts';
import { decoded } from './text.ts';

/** A row of a table as read: every cell under its column's name. */
export type Row = Record<string, unknown>;
export type TableEntry =
	{ at: string; row: Row } | { at: string; rejection: Rejection } | { warning: string };

/** One line may be this long; a longer one is a broken quote, not a row. */
const MAX_LINE = 16 * 1024 * 1024;

/** How a flat file separates its cells: `json` for lines of objects or one array of them. */
export type Separator = ',' | ';' | '\t' | '|' | 'json';

/** The separator of a file's first line, by which of them it has most; null when it is not a table. */
export function separatorOf(head: Head): Separator | null {
	if (head.objects.length > 0) return 'json';
	const first = head.text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '') ?? '';
	// eslint-disable-next-line no-control-regex -- a control character says that this is no text
	if (/[\u0000-\u0008]/.test(first)) return null;
	const counts = ([',', ';', '\t', '|'] as const).map((separator) => ({
		separator,
		count: unquoted(first).split(separator).length - 1
	}));
	const best = counts.sort((a, b) => b.count - a.count)[0];
	return best && best.count > 0 ? best.separator : null;
}

/** The column names of a table, from its first line or its first objects. */
export function columnNames(head: Head): string[] {
	const separator = separatorOf(head);
	if (separator === null) return [];
	if (separator === 'json') return [...new Set(head.objects.flatMap((row) => Object.keys(row)))];
	const first = head.text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '') ?? '';
	return first
		.replace(/^\ufeff/, '')
		.split(separator)
		.map((cell) =>
			cell
				.trim()
				.replace(/^"(.*)"$/s, '$1')
				.trim()
		);
}

const unquoted = (line: string): string => line.replace(/"[^"]*"/g, '');

/** The rows of a CSV or TSV file, each with the line it stands on. */
export async function* delimitedRows(
	chunks: AsyncIterable<Uint8Array>,
	separator: Exclude<Separator, 'json'>
): AsyncIterable<TableEntry> {
	const warnings: string[] = [];
	const parser = parse({
		delimiter: separator,
		bom: true,
		relax_quotes: true,
		relax_column_count: true,
		skip_empty_lines: true,
		max_record_size: MAX_LINE,
		trim: true,
		info: true
	});
	const text = decoded(chunks, () =>
		warnings.push('the file is not UTF-8: read as Windows-1252, check names with accents')
	);
	const feeding = feed(text, parser);
	let header: string[] | null = null;
	let line = 0;
	try {
		for await (const { record, info } of parser as AsyncIterable<{
			record: string[];
			info: InfoRecord;
		}>) {
			yield* warnings.splice(0).map((warning) => ({ warning }));
			line = info.lines;
			if (header === null) header = record.map((name) => name.trim());
			else yield entry(header, record, line);
		}
		await feeding;
	} catch (error) {
		await feeding.catch(() => undefined);
		yield broken(error as CsvError, line);
	}
	yield* warnings.map((warning) => ({ warning }));
}

function entry(header: string[], record: string[], line: number): TableEntry {
	const at = `line ${line}`;
	if (record.length !== header.length) {
		const reason = `the row has ${record.length} cells, the header has ${header.length}`;
		return { at, rejection: { at, reason } };
	}
	return { at, row: Object.fromEntries(header.map((name, column) => [name, record[column]])) };
}

function broken(error: CsvError, line: number): TableEntry {
	const at = `after line ${line}`;
	const reasons: Record<string, string> = {
		CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed: the rest of the file was not read',
		CSV_MAX_RECORD_SIZE:
			'a row is longer than 16 MiB (a quote is not closed?): the rest was not read'
	};
	const reason = reasons[error.code];
	if (!reason) throw error;
	return { at, rejection: { at, reason } };
}

async function feed(text: AsyncIterable<string>, parser: ReturnType<typeof parse>): Promise<void> {
	try {
		for await (const piece of text) {
			if (parser.destroyed) return;
			if (!parser.write(piece)) await drained(parser);
		}
		parser.end();
	} catch (error) {
		parser.destroy(error as Error);
	}
}

const drained = (parser: ReturnType<typeof parse>): Promise<void> =>
	new Promise((resolve) => {
		const go = () => {
			parser.off('drain', go);
			parser.off('close', go);
			resolve();
		};
		parser.on('drain', go);
		parser.on('close', go);
	});
