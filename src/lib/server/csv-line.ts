type Cell = string | number | boolean | readonly string[] | null;

/**
 * A line of CSV (RFC 4180); unknown is empty. Text that a spreadsheet would run as a formula gets an
 * apostrophe in front (OWASP, CSV injection).
 */
export const csvLine = (cells: readonly Cell[], separator: ',' | ';' = ','): string =>
	`${cells.map((cell) => written(cell, separator)).join(separator)}\r\n`;

/** Text that no spreadsheet runs as a formula. */
export const harmlessCell = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/**
 * The signs that begin a formula, the wide ones of Japanese spreadsheets too, also after blanks and
 * characters that nobody sees, which some spreadsheets drop; and tab, CR and LF.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cf}\p{Cc}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;

function written(cell: Cell, separator: string): string {
	if (cell === null) return '';
	if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
	const text = typeof cell === 'string' ? cell : cell.join(' ');
	const harmless = harmlessCell(text);
	return /["\r\n]/.test(harmless) || harmless.includes(separator)
		? `"${harmless.replaceAll('"', '""')}"`
		: harmless;
}
