import { columnPrecision } from '#lib/format.ts';
import type { Unit } from '#lib/metrics/metric.ts';
import type { Snippet } from 'svelte';

/** One column of a DataTable; figures have a unit, names do not. */
export interface Column<Row> {
	key: string;
	label: string;
	/** What the cell holds: a number is right-aligned and written in `unit`; null shows as a dash. */
	value: (row: Row) => number | string | null;
	/** Of the figures; shown in the header. `count` and `ratio` need no word. */
	unit?: Unit;
	/** Fixed decimals; by default chosen for the whole column. */
	precision?: number;
	/** Ends of an interval, small beside the figure; `level` says which, `95 %` unless told. */
	interval?: (row: Row) => readonly [number | null, number | null] | null;
	level?: '90 %' | '95 %';
	/** The figure before a change, shown in front where it reads differently; undefined = nothing changed. */
	was?: (row: Row) => number | null | undefined;
	/** Makes the cell a link. */
	href?: (row: Row) => string | null;
	/** Own markup instead of text. */
	cell?: Snippet<[Row]>;
	/** One of the three that stay on a phone; by default the first three columns. */
	phone?: boolean;
	/** False: no sorting on this column. */
	sortable?: boolean;
	/** Explains the header on hover and focus. */
	title?: string;
	/** Monospaced: ids, SQL. */
	mono?: boolean;
}

export type SortDirection = 'asc' | 'desc';
export interface Sort {
	key: string;
	direction: SortDirection;
}

/** Decimals of each column by its key, so that its figures line up; undefined where each is written by itself. */
export function columnDecimals<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[]
): Map<string, number | undefined> {
	return new Map(
		columns.map(({ key, unit, precision, value }) => {
			if (!unit || precision !== undefined) return [key, precision];
			const figures = rows.map(value).filter((cell) => typeof cell === 'number');
			return [key, columnPrecision(figures, unit)];
		})
	);
}
