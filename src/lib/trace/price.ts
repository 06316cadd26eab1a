import { usd, type Usd } from '../units.ts';

/** The classes that carry a price: those of TokenClasses, where cacheWrite is the five-minute lifetime. */
export type PricedClass =
	'input' | 'cacheRead' | 'cacheWrite' | 'cacheWrite1h' | 'output' | 'reasoning';

/**
 * One price of one model under one set of conditions. The rows of a model never overlap: a usage
 * with a time meets at most one, so that a SQL join over them needs no precedence.
 */
export interface PriceRow {
	/** Provider and model as the usage spells them. */
	provider: string | null;
	model: string;
	/** Applies from this time on, until before `validToUs`; microseconds since 1970 UTC, null = no bound. */
	validFromUs: number | null;
	validToUs: number | null;
	/** Applies from this time of the UTC day on, until before `dayToUs` (never past midnight); both null = all day. */
	dayFromUs: number | null;
	dayToUs: number | null;
	/** Applies when input + cache reads + cache writes are strictly above this, and at most `upToInputTokens`; null = no bound. */
	aboveInputTokens: number | null;
	upToInputTokens: number | null;
	/** USD per million tokens, fallbacks already filled in; null = the book has no price for the class. */
	usdPerMtok: Readonly<Record<PricedClass, number | null>>;
	usdPerRequest: number;
	/** True when the one-hour write price is our derivation (Anthropic: twice the input price), not the book's. */
	cacheWrite1hDerived: boolean;
	/** The price in words, with dates and origin. */
	rule: string;
	source: 'genai-prices' | 'override';
	/** The day on which the price was last compared with its source, YYYY-MM-DD. */
	checked: string;
}

/** What is priced: disjoint classes (a null cache or reasoning count means none) and the start of the call. */
export interface PricedUsage {
	/** Microseconds since 1970 UTC; null = not known, which only a price without conditions in time can price. */
	atUs: number | null;
	inputTokens: number | null;
	cacheReadTokens: number | null;
	cacheWriteTokens: number | null;
	/** A part of cacheWriteTokens; null = lifetime not known, priced as five minutes. */
	cacheWrite1hTokens: number | null;
	outputTokens: number | null;
	/** A part of outputTokens. */
	reasoningTokens: number | null;
}

/** A priced cost; null = unpriced, never 0. `rule` is null only when the book knows no price of the model at all. */
export interface Price {
	priceUsd: Usd | null;
	rule: string | null;
}

/**
 * Tokens x the rows of one provider and model -> USD (simulation-spec A.1, without batch):
 * request + sum of term(n, p) / 1e6 over
 * (input, input) (read, cacheRead) (write - write_1h, cacheWrite) (write_1h, cacheWrite1h)
 * (output - reasoning, output) (reasoning, reasoning), where read, write, write_1h and reasoning are
 * coalesced to 0, and term(n, p) is, in this order: null when n < 0; 0 when n = 0 or p = 0 or both are
 * null; null when either is null; n * p. One null term makes the price null.
 */
export function priceUsage(usage: PricedUsage, rows: readonly PriceRow[]): Price {
	const row = rows.find((candidate) => applies(candidate, usage));
	if (row === undefined) return { priceUsd: null, rule: whyNone(usage, rows) };
	const written1h = usage.cacheWrite1hTokens ?? 0;
	const reasoned = usage.reasoningTokens ?? 0;
	const counts: Record<PricedClass, number | null> = {
		input: usage.inputTokens,
		cacheRead: usage.cacheReadTokens ?? 0,
		cacheWrite: (usage.cacheWriteTokens ?? 0) - written1h,
		cacheWrite1h: written1h,
		output: usage.outputTokens === null ? null : usage.outputTokens - reasoned,
		reasoning: reasoned
	};
	let sum = 0;
	for (const priced of Object.keys(counts) as PricedClass[]) {
		const value = term(counts[priced], row.usdPerMtok[priced]);
		if (value === null) {
			const seen = `${priced} tokens ${counts[priced] ?? 'not known'}`;
			const price = row.usdPerMtok[priced] ?? 'not known';
			return { priceUsd: null, rule: `unpriced: ${seen}, price ${price}; ${row.rule}` };
		}
		sum += value;
	}
	return { priceUsd: usd(row.usdPerRequest + sum / 1e6), rule: row.rule };
}

/**
 * One record of `price FILE` (design 4) against the rows of its model: `at` and disjoint token columns
 * as text or numbers. A record that cannot be read is unpriced, and its rule says what was seen.
 */
export function priceRecord(
	usage: Readonly<Record<string, unknown>>,
	rows: readonly PriceRow[]
): Price {
	const problems: string[] = [];
	const read = (name: string, expected: string, parse: (cell: string) => number) => {
		const cell = cellText(usage[name]);
		if (cell === null) return null;
		const value = parse(cell);
		if (Number.isSafeInteger(value)) return value;
		problems.push(`${name} is "${cell}", expected ${expected}`);
		return null;
	};
	const tokens = (name: string) =>
		read(name, 'a whole number', (cell) => (Number(cell) < 0 ? NaN : Number(cell)));
	const price = priceUsage(
		{
			atUs: read('at', 'RFC 3339', timeUs),
			inputTokens: tokens('input_tokens'),
			cacheReadTokens: tokens('cache_read_tokens'),
			cacheWriteTokens: tokens('cache_write_tokens'),
			cacheWrite1hTokens: tokens('cache_write_1h_tokens'),
			outputTokens: tokens('output_tokens'),
			reasoningTokens: null
		},
		rows
	);
	return problems.length === 0
		? price
		: { priceUsd: null, rule: `unpriced: ${problems.join('; ')}` };
}

/** A cell of a CSV or JSONL record as text; null when absent or blank. */
export function cellText(cell: unknown): string | null {
	if (cell === null || cell === undefined) return null;
	return (cell instanceof Date ? cell.toISOString() : String(cell)).trim() || null;
}

const dayUs = 86_400_000_000;

function applies(row: PriceRow, usage: PricedUsage): boolean {
	const at = usage.atUs;
	const inputTokens =
		(usage.inputTokens ?? 0) + (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
	const timeOfDay = at === null ? null : ((at % dayUs) + dayUs) % dayUs;
	return (
		within(at, row.validFromUs, row.validToUs) &&
		within(timeOfDay, row.dayFromUs, row.dayToUs) &&
		(row.aboveInputTokens === null || inputTokens > row.aboveInputTokens) &&
		(row.upToInputTokens === null || inputTokens <= row.upToInputTokens)
	);
}

function within(value: number | null, from: number | null, to: number | null): boolean {
	if (value === null) return from === null && to === null;
	return (from === null || value >= from) && (to === null || value < to);
}

function term(tokens: number | null, price: number | null): number | null {
	if (tokens !== null && tokens < 0) return null;
	if (tokens === 0 || price === 0 || (tokens === null && price === null)) return 0;
	return tokens === null || price === null ? null : tokens * price;
}

function whyNone(usage: PricedUsage, rows: readonly PriceRow[]): string | null {
	const first = rows[0];
	if (first === undefined) return null;
	return usage.atUs === null
		? `unpriced: the call has no time, and the price of ${first.model} depends on it`
		: `unpriced: no price of ${first.model} at this time`;
}

/** RFC 3339 (UTC where it names no zone) or a number by magnitude (trace-formats 2.3); NaN where neither. */
function timeUs(cell: string): number {
	if (/^\d{9,19}(\.\d+)?$/.test(cell)) {
		const value = Number(cell);
		const usPerUnit = value > 1e17 ? 1e-3 : value > 1e14 ? 1 : value > 1e11 ? 1e3 : 1e6;
		return Math.floor(value * usPerUnit);
	}
	if (!/^\d{4}-\d{2}-\d{2}/.test(cell)) return NaN;
	const zoned = /^.{10}$|(?:Z|[+-]\d{2}:?\d{2})$/i.test(cell) ? cell : `${cell}Z`;
	return Date.parse(zoned.replace(' ', 'T')) * 1000;
}
