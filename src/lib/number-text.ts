/** Digits of a number, in English grouping, with a true minus and never `-0`; units are format.ts's. */

/** A number with a fixed count of decimals, halves away from zero. */
export function fixed(value: number, decimals: number): string {
	return written(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A number with so many significant digits at most; trailing zeros are left out. */
export function significant(value: number, digits: number): string {
	return written(value, { maximumSignificantDigits: digits });
}

/** A number with at least and at most so many decimals. */
export function between(value: number, leastDecimals: number, mostDecimals: number): string {
	return written(value, {
		minimumFractionDigits: leastDecimals,
		maximumFractionDigits: mostDecimals
	});
}

/** Without the noise of binary fractions: 0.30000000000000004 is 0.3. */
export function trimmed(value: number): string {
	return significant(value, 6);
}

/** From a million on `1.24 M` and `1.24 bn`, else trimmed. */
export function abbreviated(value: number): string {
	const size = Math.abs(value);
	if (size >= 999_500_000) return `${significant(value / 1e9, 3)} bn`;
	return size >= 999_500 ? `${significant(value / 1e6, 3)} M` : trimmed(value);
}

/** As a field takes it: so many significant digits, no grouping, a plain minus; null is empty. */
export function typed(value: number | null, digits = 4): string {
	return value === null ? '' : String(Number(value.toPrecision(digits)));
}

/** The power of ten of the first digit; 0 for 0. */
export function magnitude(value: number): number {
	return value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
}

const made = new Map<string, Intl.NumberFormat>();

function written(value: number, options: Intl.NumberFormatOptions): string {
	if (!Number.isFinite(value)) throw new RangeError(`cannot write ${value}`);
	const key = JSON.stringify(options);
	const format = made.get(key) ?? new Intl.NumberFormat('en-US', options);
	made.set(key, format);
	return format
		.format(value)
		.replace(/^-(?=[0.,]*$)/, '')
		.replace('-', '−');
}
