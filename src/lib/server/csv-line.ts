type Cell = string | number | boolean | readonly string[] | null;

/**
 * A line of CSV (RFC 4180); unknown is empty. Text that a spreadsheet would run as a formula gets an
 * apostrophe in front (OWASP, CSV injection).
 */
export const csvLine = (cells: readonly Cell[], separator: ',' | ';' = ','): string =>
	`${cells.map((cell) => written(cell, separator)).join(separator)}\r\n`;

/** Text that no spreadsheet runs as a formula. */
export const harmlessCell = (text: string): string =>
	/^[=+\-@\t\r]/.test(text) ? `'${text}` : text;

function written(cell: Cell, separator: string): string {
	if (cell === null) return '';
	if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
	const text = typeof cell === 'string' ? cell : cell.join(' ');
	const harmless = harmlessCell(text);
	return /["\r\n]/.test(harmless) || harmless.includes(separator)
		? `"${harmless.replaceAll('"', '""')}"`
		: harmless;
}
