/** A cell of a table: absent is an empty cell. */
export type Cell = string | number | boolean | null | undefined;

/** Rows as CSV under the named columns. */
export function csv<Name extends string>(
	columns: readonly Name[],
	rows: readonly Partial<Record<Name, Cell>>[]
): string {
	const lines = rows.map((row) => columns.map((name) => written(row[name])).join(','));
	return [columns.join(','), ...lines].join('\n') + '\n';
}

function written(cell: Cell): string {
	const text = cell === null || cell === undefined ? '' : String(cell);
	return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
