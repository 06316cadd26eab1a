/**
 * A table of attempts: one row per run, as CSV, TSV, JSON Lines, a JSON array, or Parquet.
 * Columns match by name (attempts-columns.ts), a column map renames the rest. Tokens may stand in
 * columns; cost is what the table says. Rows keep their other short columns as attributes; columns
 * of prompts and answers are left out.
 */
import { isAgentSession } from './agent-session.ts';
import { attemptColumns, isAttemptName, type AttemptField } from './attempts-columns.ts';
import { AttemptReader } from './attempts-row.ts';
import { hasDecimalCommas } from './cells.ts';
import { mapDoubts } from './column-doubts.ts';
import { delimitedRows } from './delimited-rows.ts';
import { Doubts } from './doubts.ts';
import { peek } from './head.ts';
import type { ColumnMap, Parsed, ReadOptions, StreamFormat } from './format.ts';
import { objectRows } from './object-rows.ts';
import { columnNames, separatorOf, type Row, type TableEntry } from './table.ts';

export const attempts: StreamFormat = {
	kind: 'stream',
	id: 'attempts',
	label: 'Table of attempts',
	recognizes(head) {
		const names = columnNames(head);
		return looksLikeAttempts(names) && !isAgentSession(names);
	},
	async *parse(chunks, options) {
		const { head, all } = await peek(chunks);
		const separator = separatorOf(head);
		if (separator === null) {
			const reason = 'no columns were found: expected a header line with separators';
			yield { type: 'rejection', record: { at: 'line 1', reason } };
			return;
		}
		const rows = separator === 'json' ? objectRows(all) : delimitedRows(all, separator);
		yield* attemptRecords(rows, options, separator === ';' && hasDecimalCommas(head.text));
	}
};

const field = (name: AttemptField): readonly string[] => attemptColumns[name];

/** Columns that only an outcomes file has. */
const ONLY_OUTCOMES =
	/^(outcome_at|review_requested|review_requested_at|review_decided_at|reviewer|incident_\w+|trace_id|external_id|score_source)$/;

/** True for an agent, model, cost or start column, or a task beside no column of an outcomes file. */
export function looksLikeAttempts(names: readonly string[]): boolean {
	const lower = names.map((name) => name.toLowerCase());
	const has = (...fields: AttemptField[]) =>
		fields.some((one) => field(one).some((name) => lower.includes(name)));
	if (has('agent', 'model', 'cost_usd', 'started_at')) return true;
	return has('task') && has('outcome') && !lower.some((name) => ONLY_OUTCOMES.test(name));
}

/** Rows of a table -> runs with their outcomes and reviews; a row that cannot be read is rejected. */
export async function* attemptRecords(
	rows: AsyncIterable<TableEntry>,
	options: ReadOptions,
	decimalComma = false
): AsyncIterable<Parsed> {
	let reader: AttemptReader | null = null;
	const doubts = new Doubts();
	for await (const entry of rows) {
		if ('warning' in entry) yield { type: 'warning', message: entry.warning };
		else if ('rejection' in entry) yield { type: 'rejection', record: entry.rejection };
		else {
			reader = readerFor(reader, entry.row, options.map, decimalComma);
			yield* reader.read(entry.row, entry.at, doubts);
		}
	}
	yield* doubts.warnings();
	if (reader) yield* mapDoubts(options.map, reader.names, isAttemptName);
}

/** Tables of objects may name new columns in later rows. */
function readerFor(
	known: AttemptReader | null,
	row: Row,
	map: ColumnMap | undefined,
	decimalComma: boolean
): AttemptReader {
	const names = Object.keys(row);
	if (known && names.every((name) => known.names.has(name))) return known;
	const all = new Set([...(known?.names ?? []), ...names]);
	return new AttemptReader(all, map, decimalComma);
}
