import type { Figure, ReportCell, ReportTable } from './document.ts';

/** A table for machines: a figure with a range becomes three columns. */
export interface ExpandedTable {
	headings: string[];
	/** Which columns hold figures. */
	isFigure: boolean[];
	/** Which columns add up. */
	sums: boolean[];
	rows: (string | number | null)[][];
}

/** The table with every range taken apart, in the order of its columns. */
export function expandedTable({ columns, rows }: ReportTable): ExpandedTable {
	return {
		headings: columns.flatMap(({ label, isRange }) =>
			isRange ? [label, `${label}, low`, `${label}, high`] : [label]
		),
		isFigure: columns.flatMap(({ isRange, unit }) =>
			isRange ? [true, true, true] : [unit !== null]
		),
		sums: columns.flatMap(({ isRange, sums }) => (isRange ? [false, false, false] : [sums])),
		rows: rows.map((cells) =>
			cells.flatMap((cell, at): (string | number | null)[] =>
				columns[at]?.isRange ? ends(cell) : [isFigure(cell) ? cell.value : cell]
			)
		)
	};
}

const isFigure = (cell: ReportCell): cell is Figure => typeof cell === 'object' && cell !== null;

const ends = (cell: ReportCell): (number | null)[] =>
	isFigure(cell) ? [cell.value, cell.low, cell.high] : [null, null, null];
