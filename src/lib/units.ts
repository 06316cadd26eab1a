/** Money, which people confuse with other numbers; a brand is dropped by arithmetic, so re-brand at `return`. */
export type Usd = number & { readonly unit: 'usd' };

/** US dollars; any finite number. */
export function usd(value: number): Usd {
	if (!Number.isFinite(value)) throw new RangeError(`not an amount of money: ${value}`);
	return value as Usd;
}
