import { readOwnPrice, todayUtc } from '#lib/server/own-prices/body.ts';
import type { PriceOverride } from '#lib/server/price-book.ts';
import { priceFields, type TypedPrice } from './price-field.ts';

/** What a form says; a field that is not there is empty. */
export function typedPrice(form: FormData): TypedPrice {
	const text = (name: string) => {
		const value = form.get(name);
		return typeof value === 'string' ? value.trim() : '';
	};
	return Object.fromEntries(priceFields.map((name) => [name, text(name)])) as TypedPrice;
}

/** Reads a typed price; a problem is one sentence. */
export function priceForm(typed: TypedPrice): { row: PriceOverride } | { problem: string } {
	const prices: Record<string, number | string> = {};
	for (const [name, key] of PRICES) {
		const text = typed[name].replace(',', '.');
		if (text === '') continue;
		const value = Number(text);
		if (Number.isNaN(value))
			return { problem: `"${typed[name].slice(0, 30)}" is no number: type USD as 2.50.` };
		prices[key] = value;
	}
	const read = readOwnPrice(
		{
			provider: typed.provider,
			model: typed.model,
			valid_from: typed.validFrom,
			valid_to: typed.validTo,
			prices,
			source: typed.source
		},
		todayUtc()
	);
	return 'problem' in read ? { problem: sentence(read.problem) } : read;
}

const PRICES = [
	['input', 'input_mtok'],
	['output', 'output_mtok'],
	['cacheRead', 'cache_read_mtok'],
	['cacheWrite', 'cache_write_mtok']
] as const;

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
