import { isAgentSession } from '../formats/agent-session.ts';
import type { Head } from '../formats/format.ts';
import { columnNames } from '../formats/table.ts';

/** Why nothing reads a file, by what it is instead, and what would do. */
export function unknownReason(head: Head): string {
	const { bytes, text } = head;
	if (text.trim() === '') return 'the file is empty';
	if (isAgentSession(columnNames(head))) {
		return `a session of a coding agent (Claude Code, Codex), which is not read yet: expected ${EXPECTED}`;
	}
	const known = SIGNATURES.find(({ at = 0, start }) =>
		[...start].every((sign, place) => bytes[at + place] === sign.charCodeAt(0))
	);
	if (known) return known.reason;
	if (bytes.subarray(0, 512).includes(0)) {
		return `a binary file of no known kind: expected ${EXPECTED}, or one of those as .gz, .zst or .zip`;
	}
	const first = text.split(/[\r\n]/).find((line) => line.trim() !== '') ?? '';
	return `no known format, it begins with "${first.trim().slice(0, 60)}": expected ${EXPECTED}; a table needs a column for agent, model, cost or start time, or a map file that names one`;
}

const EXPECTED =
	'OTLP JSON (resourceSpans), a Langfuse export, a table of attempts (CSV, TSV, JSON Lines, Parquet) or an outcomes file';

/** How files begin that people drop by mistake; a character is a byte. */
const SIGNATURES: readonly { at?: number; start: string; reason: string }[] = [
	{ start: '\x1f\x8b', reason: 'a gzip file inside a gzip file: unpack it once' },
	{ start: 'PK\x03\x04', reason: 'a zip file inside another packed file: unpack it once' },
	{ start: '\x28\xb5\x2f\xfd', reason: 'a zstd file inside another packed file: unpack it once' },
	{ start: 'BZh', reason: 'a bzip2 file: unpack it, or pack it as .gz' },
	{ start: '\xfd7zXZ', reason: 'an xz file: unpack it, or pack it as .gz' },
	{ start: '\x89PNG', reason: 'a PNG image: export the data behind it as CSV' },
	{ start: '\xff\xd8\xff', reason: 'a JPEG image: export the data behind it as CSV' },
	{ start: '%PDF', reason: 'a PDF document: export the data behind it as CSV' },
	{ start: 'SQLite format 3', reason: 'an SQLite database: export the table as CSV' },
	{ at: 8, start: 'DUCK', reason: 'a DuckDB database: export the table as Parquet or CSV' }
];
