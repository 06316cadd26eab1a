import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import { harmlessCell } from '../csv-line.ts';
import { checked, type AssumptionRow, type EnteredAssumption } from './assumption.ts';

const COLUMNS = ['task', 'name', 'value', 'low', 'high', 'source', 'note'] as const;

/** Reads assumptions from CSV or YAML; every problem is a sentence with its line, and then nothing is stored. */
export function readAssumptions(
	text: string
): { entered: EnteredAssumption[] } | { problems: string[] } {
	const rows = looksLikeYaml(text) ? yamlRows(text) : csvRows(text);
	if ('problem' in rows) return { problems: [rows.problem] };
	if (rows.length === 0) return { problems: ['the file has no rows: expected task, name, value'] };
	const read = rows.map(({ row, at }) => checked(row, at));
	const problems = read.flatMap((one) => ('problem' in one ? [one.problem] : []));
	if (problems.length > 0) return { problems };
	return { entered: read.filter((one): one is EnteredAssumption => !('problem' in one)) };
}

/** Assumptions as CSV, in the columns that readAssumptions takes. */
export function writeAssumptions(entered: readonly EnteredAssumption[]): string {
	const lines = entered.map((one) => COLUMNS.map((name) => cell(one[name])).join(','));
	return [COLUMNS.join(','), ...lines].join('\n') + '\n';
}

type Located = { row: AssumptionRow; at: string };

/** The first line of CSV names columns; YAML starts with a list or a comment. */
const looksLikeYaml = (text: string): boolean => {
	const first = text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
	return /^\s*-\s|^\s*[\w]+\s*:/.test(first) && !first.includes(',');
};

function csvRows(text: string): Located[] | { problem: string } {
	try {
		const records = parseCsv(text, {
			bom: true,
			columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
			delimiter: text.split('\n')[0]?.includes(';') ? ';' : ',',
			skip_empty_lines: true,
			trim: true,
			info: true
		}) as unknown as { record: AssumptionRow; info: { lines: number } }[];
		const first = records[0]?.record;
		if (first && !('name' in first && 'value' in first)) {
			return { problem: `line 1: expected the columns ${COLUMNS.join(', ')}` };
		}
		return records.map(({ record, info }) => ({ row: record, at: `line ${info.lines}` }));
	} catch (error) {
		return { problem: `the file is no readable CSV: ${(error as Error).message.split('\n')[0]}` };
	}
}

function yamlRows(text: string): Located[] | { problem: string } {
	try {
		const read = parseYaml(text) as unknown;
		const list = Array.isArray(read) ? read : (read as { assumptions?: unknown })?.assumptions;
		if (!Array.isArray(list)) return { problem: 'expected a list of {task, name, value}' };
		return list.map((row, at) => ({ row: row as AssumptionRow, at: `row ${at + 1}` }));
	} catch (error) {
		return { problem: `the file is no readable YAML: ${(error as Error).message.split('\n')[0]}` };
	}
}

/** Cells that a spreadsheet would run as a formula get a quote in front. */
function cell(value: unknown): string {
	const written = value === null ? '' : String(value);
	const safe = typeof value === 'string' ? harmlessCell(written) : written;
	return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
