/** The fields of the form for a price; each is typed as text. */
export const priceFields = [
	'provider',
	'model',
	'input',
	'output',
	'cacheRead',
	'cacheWrite',
	'validFrom',
	'validTo',
	'source'
] as const;

export type PriceField = (typeof priceFields)[number];

/** A price as it was typed. */
export type TypedPrice = Record<PriceField, string>;
