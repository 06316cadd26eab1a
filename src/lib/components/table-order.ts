import type { Column, Sort } from './table-column.ts';

/** Rows in the order asked for; nulls last whichever way, equal rows as they came. */
export function ordered<Row>(
	rows: readonly Row[],
	columns: readonly Column<Row>[],
	sort: Sort | null
): readonly Row[] {
	const column = columns.find(({ key }) => key === sort?.key);
	if (!column || !sort) return rows;
	const turn = sort.direction === 'asc' ? 1 : -1;
	return [...rows].sort((a, b) => {
		const [left, right] = [column.value(a), column.value(b)];
		if (left === null || right === null) return Number(left === null) - Number(right === null);
		if (typeof left === 'number' && typeof right === 'number') return turn * (left - right);
		return turn * collator.compare(String(left), String(right));
	});
}

/** What a click on the header asks for: names from A, figures from the largest, then the other way. */
export function nextSort<Row>(column: Column<Row>, current: Sort | null): Sort {
	const first = column.unit === undefined ? 'asc' : 'desc';
	if (current?.key !== column.key) return { key: column.key, direction: first };
	return { key: column.key, direction: current.direction === 'asc' ? 'desc' : 'asc' };
}

const collator = new Intl.Collator('en-US', { numeric: true, sensitivity: 'base' });
