import type { Head, Rejection } from './format.ts';

/** A row of a table as read: every cell under its column's name. */
export type Row = Record<string, unknown>;
export type TableEntry =
	{ at: string; row: Row } | { at: string; rejection: Rejection } | { warning: string };

/** One row may have this many characters; a longer one is a broken quote, not a row. */
export const MAX_LINE = 16 * 1024 * 1024;

/** How a flat file separates its cells: `json` for lines of objects or one array of them. */
export type Separator = ',' | ';' | '\t' | '|' | 'json';

/** Objects, or an array, whose first one the head may be too short for. */
const JSON_START = /^\s*(\{\s*["}]|\[\s*[{\]])/;

/** The separator of a file's first line, by which of them it has most; null when it is not a table. */
export function separatorOf(head: Head): Separator | null {
	if (head.objects.length > 0 || JSON_START.test(head.text)) return 'json';
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
