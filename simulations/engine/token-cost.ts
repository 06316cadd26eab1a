import { usd, type Usd } from '#lib/units.ts';

/** Disjoint token classes of one call; an absent class is no tokens. */
export type TokenClass =
	'input_uncached' | 'cache_read' | 'cache_write_5m' | 'cache_write_1h' | 'output';

/** US dollars per million tokens, by class; a class without a price cannot be priced. */
export type ClassPrices = Partial<Record<TokenClass, number>>;

/** What a model costs at one date. */
export interface ModelPrice {
	perMillion: ClassPrices;
	/** Prices of the WHOLE call when its input, cached or not, is above the limit. */
	longContext: { aboveInputTokens: number; perMillion: ClassPrices } | null;
	/** Multiplies the tokens of batch calls; 1 when there is no batch price. */
	batchMultiplier: number;
	perRequestUsd: number;
}

/** Price of one call (simulation-spec A.1); null when a class it used has no price. */
export function callCost(
	price: ModelPrice,
	tokens: Partial<Record<TokenClass, number>>,
	batch = false
): Usd | null {
	const input =
		(tokens.input_uncached ?? 0) +
		(tokens.cache_read ?? 0) +
		(tokens.cache_write_5m ?? 0) +
		(tokens.cache_write_1h ?? 0);
	const long = price.longContext;
	const perMillion = long && input > long.aboveInputTokens ? long.perMillion : price.perMillion;
	let cost = 0;
	for (const [name, count] of Object.entries(tokens) as [TokenClass, number][]) {
		const classPrice = perMillion[name];
		if (count > 0 && classPrice === undefined) return null;
		cost += (count * (classPrice ?? 0)) / 1e6;
	}
	return usd(cost * (batch ? price.batchMultiplier : 1) + price.perRequestUsd);
}
