import { columnPrecision, format, formatInterval } from '../format.ts';
import type { Figure, ReportCell, ReportColumn, ReportTable } from './document.ts';

/** A table as people read it: every cell written, the last line what adds up. */
export interface TableText {
	headings: string[];
	/** Figures stand to the right. */
	isFigure: boolean[];
	rows: string[][];
	/** Null where no column adds up. */
	totals: string[] | null;
}

/** Writes a table; figures of a column line up. */
export function tableText({ columns, rows }: ReportTable): TableText {
	const cells = columns.map((column, at) => {
		const values = rows.map((row) => row[at] ?? null);
		return { column, values, precision: precisionOf(column, values) };
	});
	const adds = columns.some((column) => column.sums) && rows.length > 1;
	return {
		headings: columns.map((column) => column.label),
		isFigure: columns.map((column) => column.unit !== null),
		rows: rows.map((_, line) =>
			cells.map(({ column, values, precision }) => written(values[line] ?? null, column, precision))
		),
		totals: adds
			? cells.map(({ column, values, precision }, at) =>
					column.sums ? total(values, column, precision) : at === 0 ? 'Total' : ''
				)
			: null
	};
}

function precisionOf(
	{ unit, isRange, sums, decimals }: ReportColumn,
	values: readonly ReportCell[]
) {
	if (decimals !== null) return decimals;
	if (unit === null || isRange) return undefined;
	const known = values.map((value) => (typeof value === 'number' ? value : null));
	return columnPrecision(sums ? [...known, sumOf(known)] : known, unit);
}

function written(cell: ReportCell, { unit }: ReportColumn, precision: number | undefined): string {
	if (unit === null) return cell === null ? '–' : String(isFigure(cell) ? cell.value : cell);
	if (isFigure(cell))
		return formatInterval(cell.value, cell.low, cell.high, unit, { surface: 'table' });
	return typeof cell === 'string' ? cell : format(cell, unit, { surface: 'table', precision });
}

function total(values: readonly ReportCell[], column: ReportColumn, precision: number | undefined) {
	const known = values.map((value) => (typeof value === 'number' ? value : null));
	const unknown = known.filter((value) => value === null).length;
	const sum = written(sumOf(known), column, precision);
	return unknown > 0 ? `${sum} (${unknown} unknown)` : sum;
}

const sumOf = (values: readonly (number | null)[]): number =>
	values.reduce((sum: number, value) => sum + (value ?? 0), 0);

const isFigure = (cell: ReportCell): cell is Figure => typeof cell === 'object' && cell !== null;
