import { format } from '#lib/format.ts';
import type { PriceRow } from '#lib/trace/price.ts';
import { catalogue, type CatalogueProvider } from '#lib/server/price-book.ts';

/** One price in force of a model of the book, USD per million tokens; null = no price for the class. */
export interface CatalogueRow {
	id: string;
	model: string;
	name: string;
	deprecated: boolean;
	input: number | null;
	cacheRead: number | null;
	cacheWrite: number | null;
	cacheWrite1h: number | null;
	output: number | null;
	/** When it applies, in words; empty = always. */
	when: string;
	/** The day since which it holds, `YYYY-MM-DD`; null = as far back as the book goes. */
	since: string | null;
	source: PriceRow['source'] | null;
}

/** A provider's part of the book. */
export interface CataloguePage {
	provider: string;
	name: string;
	pricingUrl: string | null;
	rows: CatalogueRow[];
	/** Rows that the search leaves, before the cut. */
	found: number;
	models: number;
}

/** At most so many rows are shown; a search narrows them. */
export const CATALOGUE_ROWS = 150;

/** The providers of the book, by name, with how many models each has. */
export async function providers(): Promise<{ id: string; name: string; models: number }[]> {
	const all = await book();
	return all
		.map(({ provider, name, models }) => ({ id: provider, name, models: models.length }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** One provider's models whose id or name holds all words of the search; null for an unknown provider. */
export async function catalogueOf(provider: string, search: string): Promise<CataloguePage | null> {
	const found = (await book()).find((one) => one.provider === provider);
	if (!found) return null;
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	const rows = found.models
		.filter(({ model, name }) => {
			const text = `${model} ${name}`.toLowerCase();
			return words.every((word) => text.includes(word));
		})
		.flatMap(rowsOf);
	return {
		provider,
		name: found.name,
		pricingUrl: found.pricingUrl,
		rows: rows.slice(0, CATALOGUE_ROWS),
		found: rows.length,
		models: found.models.length
	};
}

let known: { hour: number; book: Promise<CatalogueProvider[]> } | null = null;

/** Flattening the whole book takes a quarter of a second, and prices change by the hour at most. */
function book(): Promise<CatalogueProvider[]> {
	const nowMs = Date.now();
	const hour = Math.floor(nowMs / 3_600_000);
	if (known?.hour !== hour) known = { hour, book: catalogue(nowMs * 1000) };
	return known.book;
}

function rowsOf(one: CatalogueProvider['models'][number]): CatalogueRow[] {
	const { model, name, deprecated, current } = one;
	const blank = {
		input: null,
		cacheRead: null,
		cacheWrite: null,
		cacheWrite1h: null,
		output: null
	};
	if (current.length === 0) {
		const when = 'not priced by tokens';
		return [{ id: model, model, name, deprecated, ...blank, when, since: null, source: null }];
	}
	return current.map((row, at) => ({
		id: `${model} ${at}`,
		model,
		name,
		deprecated,
		input: row.usdPerMtok.input,
		cacheRead: row.usdPerMtok.cacheRead,
		cacheWrite: row.usdPerMtok.cacheWrite,
		cacheWrite1h: row.usdPerMtok.cacheWrite1h,
		output: row.usdPerMtok.output,
		when: whenOf(row),
		since: row.validFromUs === null ? null : day(row.validFromUs),
		source: row.source
	}));
}

function whenOf(row: PriceRow): string {
	const parts: string[] = [];
	if (row.upToInputTokens !== null) parts.push(`up to ${count(row.upToInputTokens)} input tokens`);
	if (row.aboveInputTokens !== null)
		parts.push(`above ${count(row.aboveInputTokens)} input tokens`);
	if (row.dayFromUs !== null && row.dayToUs !== null)
		parts.push(`${clock(row.dayFromUs)} to ${clock(row.dayToUs)} UTC`);
	if (row.validToUs !== null) parts.push(`until ${day(row.validToUs - 1)}`);
	if (row.usdPerRequest > 0) parts.push(`plus ${row.usdPerRequest} USD a call`);
	return parts.join(', ');
}

const count = (value: number) => format(value, 'count', { surface: 'table' });
const day = (us: number) => new Date(us / 1000).toISOString().slice(0, 10);
const clock = (us: number) =>
	us >= 86_400_000_000 ? '24:00' : new Date(us / 1000).toISOString().slice(11, 16);
