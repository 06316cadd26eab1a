/** The id of a row as an address names it; 0, which no row has, for what is no id. */
export const rowId = (text: unknown): number =>
	typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0;
