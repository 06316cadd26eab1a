import { parse, type CsvError } from 'csv-parse';
import { MAX_LINE, type Separator, type TableEntry } from './table.ts';
import { decoded } from './text.ts';

/** The rows of a CSV or TSV file, each with the line it ends on. */
export async function* delimitedRows(
	chunks: AsyncIterable<Uint8Array>,
	separator: Exclude<Separator, 'json'>
): AsyncIterable<TableEntry> {
	const found: TableEntry[] = [];
	const warn = (warning: string) => found.push({ warning });
	let header: string[] | null = null;
	let line = 0;
	const parser = parse({
		delimiter: separator,
		// Files that were joined have several: a line ends at any of them.
		record_delimiter: ['\r\n', '\n', '\r'],
		bom: true,
		relax_quotes: true,
		relax_column_count: true,
		skip_empty_lines: true,
		// Spreadsheets write lines of separators below a table.
		skip_records_with_empty_values: true,
		max_record_size: MAX_LINE,
		trim: true,
		// Taken as they are read: what a stream has read ahead would be lost with an error.
		on_record: (record: string[], { lines }) => {
			line = lines;
			if (header === null) header = uniqueNames(record, warn);
			else found.push(entry(header, record, line));
			return null;
		}
	});
	let failed: CsvError | null = null;
	parser.on('error', (error: CsvError) => (failed ??= error));
	const count = new LineCount();
	for await (const piece of decoded(chunks, warn)) {
		count.add(piece);
		if (failed === null) await new Promise((done) => parser.write(piece, done));
		yield* found.splice(0);
	}
	if (failed === null) await new Promise((done) => parser.end(done));
	yield* found;
	if (failed !== null) yield unread(failed, line + 1, count.lines);
}

function entry(header: string[], record: string[], line: number): TableEntry {
	const at = `line ${line}`;
	if (record.length !== header.length) {
		const reason = `the row has ${record.length} cells, the header has ${header.length}`;
		return { at, rejection: { at, reason } };
	}
	return { at, row: Object.fromEntries(header.map((name, column) => [name, record[column]])) };
}

/** Every cell needs a name of its own, or the later one would take the earlier one's place. */
function uniqueNames(header: string[], warn: (warning: string) => void): string[] {
	const given = new Set(header.map((cell) => cell.trim()));
	const taken = new Set<string>();
	const last = new Map<string, number>();
	const renamed: string[] = [];
	const names = header.map((cell, column) => {
		const name = cell.trim() || `column ${column + 1}`;
		if (!taken.has(name)) {
			taken.add(name);
			return name;
		}
		let next = (last.get(name) ?? 1) + 1;
		while (taken.has(`${name} (${next})`) || given.has(`${name} (${next})`)) next += 1;
		last.set(name, next);
		taken.add(`${name} (${next})`);
		renamed.push(`two columns are called "${name}": the later one is kept as "${name} (${next})"`);
		return `${name} (${next})`;
	});
	renamed.slice(0, MOST_WARNINGS).forEach(warn);
	const more = renamed.length - MOST_WARNINGS;
	if (more > 0) warn(`${more} more columns have a name that came before: kept under a number`);
	return names;
}

const MOST_WARNINGS = 5;

const BROKEN: Record<string, string> = {
	CSV_QUOTE_NOT_CLOSED: 'a quote is opened here and never closed',
	CSV_MAX_RECORD_SIZE: 'a row that begins here is longer than 16 MiB (is a quote not closed?)'
};

function unread(error: CsvError, from: number, to: number): TableEntry {
	const reason = BROKEN[error.code];
	if (!reason) throw error;
	const at = `line ${from}`;
	const lines = to > from ? `lines ${from} to ${to} were` : `line ${from} was`;
	const rows = Math.max(1, to - from + 1);
	return { at, rejection: { at, reason: `${reason}: ${lines} not read`, rows } };
}

/** Counts the lines of a text that comes in pieces; the last one may be open. */
class LineCount {
	#breaks = 0;
	#isOpen = false;

	add(piece: string): void {
		for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) this.#breaks += 1;
		if (piece !== '') this.#isOpen = !piece.endsWith('\n');
	}

	get lines(): number {
		return this.#breaks + (this.#isOpen ? 1 : 0);
	}
}
