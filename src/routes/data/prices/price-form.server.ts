import { readOwnPrice, todayUtc } from '#lib/server/own-prices/body.ts';
import type { PriceOverride } from '#lib/server/price-book.ts';

/** A price as it was typed: every field a text. */
export interface TypedPrice {
	provider: string;
	model: string;
	input: string;
	output: string;
	cacheRead: string;
	cacheWrite: string;
	validFrom: string;
	validTo: string;
	source: string;
}

const FIELDS = [
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

/** What a form says; a field that is not there is empty. */
export function typedPrice(form: FormData): TypedPrice {
	const text = (name: string) => {
		const value = form.get(name);
		return typeof value === 'string' ? value.trim() : '';
	};
	return Object.fromEntries(FIELDS.map((name) => [name, text(name)])) as unknown as TypedPrice;
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
