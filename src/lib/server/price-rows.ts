import type { PricedClass, PriceRow } from '#lib/trace/price.ts';

/** A price that rises with the size of the call: the last tier whose `start` the total input exceeds prices the whole call. */
export interface TieredPrice {
	base: number;
	tiers: readonly { start: number; price: number }[];
}

/** Prices under the keys of genai-prices: `input_mtok` is USD per million tokens, `requests_kcount` USD per 1,000 requests. */
export type PriceMap = Readonly<Record<string, number | TieredPrice | undefined>>;

/** What one source states about a model: prices, and when they hold (null = no bound; a window may pass midnight). */
export interface PriceStatement {
	validFromUs: number | null;
	validToUs: number | null;
	dayFromUs: number | null;
	dayToUs: number | null;
	prices: PriceMap;
	/** Whose price it is, e.g. `openai o3`; opens the rule. */
	label: string;
	/** Where it is from, e.g. `genai-prices 0.1.8`; closes the rule. */
	cite: string;
	/** An Anthropic model: one-hour cache writes cost twice the input price where the source does not say. */
	anthropic: boolean;
	source: PriceRow['source'];
	checked: string;
}

/**
 * Layers of statements -> rows that never overlap, spelled as in the usage. The first layer with a
 * statement for a moment wins, and in it the last such statement (genai-prices tries its conditional
 * prices last to first). Statements without any token price yield no row.
 */
export function flattenPrices(
	spelled: Pick<PriceRow, 'provider' | 'model'>,
	layers: readonly (readonly PriceStatement[])[]
): PriceRow[] {
	return periods(layers).flatMap((period) =>
		period.windows.flatMap(({ from, to, statement }) =>
			tierRows({
				...spelled,
				validFromUs: bound(period.from),
				validToUs: bound(period.to),
				dayFromUs: to - from === dayUs ? null : from,
				dayToUs: to - from === dayUs ? null : to,
				statement
			})
		)
	);
}

const dayUs = 86_400_000_000;

interface Window {
	from: number;
	to: number;
	statement: PriceStatement;
}
interface Period {
	from: number;
	to: number;
	windows: Window[];
}

function periods(layers: readonly (readonly PriceStatement[])[]): Period[] {
	const all = layers.flat();
	const dates = all.flatMap((s) => [s.validFromUs ?? -Infinity, s.validToUs ?? Infinity]);
	const times = all.flatMap((s) => [s.dayFromUs ?? 0, s.dayToUs ?? dayUs]);
	const found: Period[] = [];
	for (const [from, to] of intervals([-Infinity, ...dates, Infinity])) {
		const moment = from === -Infinity ? to - 1 : from;
		const windows: Window[] = [];
		for (const [start, end] of intervals([0, ...times, dayUs])) {
			const statement = inForce(layers, moment, start);
			if (statement === null) continue;
			const last = windows.at(-1);
			if (last?.statement === statement && last.to === start) last.to = end;
			else windows.push({ from: start, to: end, statement });
		}
		const before = found.at(-1);
		if (before !== undefined && sameWindows(before.windows, windows)) before.to = to;
		else found.push({ from, to, windows });
	}
	return found;
}

function intervals(edges: readonly number[]): [number, number][] {
	const sorted = [...new Set(edges)].sort((a, b) => a - b);
	return sorted.slice(1).map((to, index) => [sorted[index] ?? to, to]);
}

function inForce(
	layers: readonly (readonly PriceStatement[])[],
	atUs: number,
	timeOfDayUs: number
): PriceStatement | null {
	for (const layer of layers) {
		const statement = layer.findLast(
			(candidate) => holdsOn(candidate, atUs) && holdsAt(candidate, timeOfDayUs)
		);
		if (statement !== undefined) return statement;
	}
	return null;
}

function holdsOn({ validFromUs, validToUs }: PriceStatement, atUs: number): boolean {
	return (validFromUs === null || atUs >= validFromUs) && (validToUs === null || atUs < validToUs);
}

function holdsAt({ dayFromUs, dayToUs }: PriceStatement, timeUs: number): boolean {
	if (dayFromUs === null || dayToUs === null) return true;
	return dayToUs < dayFromUs
		? timeUs >= dayFromUs || timeUs < dayToUs
		: timeUs >= dayFromUs && timeUs < dayToUs;
}

function sameWindows(a: readonly Window[], b: readonly Window[]): boolean {
	return (
		a.length === b.length &&
		a.every(
			(window, index) =>
				window.from === b[index]?.from &&
				window.to === b[index].to &&
				window.statement === b[index].statement
		)
	);
}

type Conditions = Pick<
	PriceRow,
	'provider' | 'model' | 'validFromUs' | 'validToUs' | 'dayFromUs' | 'dayToUs'
>;

function tierRows({ statement, ...conditions }: Conditions & { statement: PriceStatement }) {
	const { prices, anthropic, source, checked } = statement;
	const starts = tokenKeys.flatMap((key) => tiersOf(prices[key]).map((tier) => tier.start));
	return intervals([-Infinity, ...starts, Infinity]).flatMap(([above, upTo]): PriceRow[] => {
		const usdPerMtok = classPrices(prices, above, anthropic);
		if (usdPerMtok.input === null && usdPerMtok.output === null) return [];
		const row = {
			...conditions,
			aboveInputTokens: bound(above),
			upToInputTokens: bound(upTo),
			usdPerMtok,
			usdPerRequest: (priceAbove(prices.requests_kcount, above) ?? 0) / 1000,
			cacheWrite1hDerived: anthropic && derives1h(prices),
			source,
			checked
		};
		return [{ ...row, rule: ruleOf(row, statement) }];
	});
}

const tokenKeys = [
	'input_mtok',
	'cache_read_mtok',
	'cache_write_mtok',
	'cache_write_1h_mtok',
	'output_mtok',
	'output_reasoning_mtok',
	'requests_kcount'
];

/** Fallbacks as in genai-prices: a class without a price of its own is part of the next wider one. */
function classPrices(
	prices: PriceMap,
	above: number,
	anthropic: boolean
): Record<PricedClass, number | null> {
	const input = priceAbove(prices.input_mtok, above);
	const output = priceAbove(prices.output_mtok, above);
	const cacheWrite = priceAbove(prices.cache_write_mtok, above) ?? input;
	// https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing: 2x the base input price.
	const derived1h = anthropic && derives1h(prices) && input !== null ? 2 * input : cacheWrite;
	return {
		input,
		cacheRead: priceAbove(prices.cache_read_mtok, above) ?? input,
		cacheWrite,
		cacheWrite1h: priceAbove(prices.cache_write_1h_mtok, above) ?? derived1h,
		output,
		reasoning: priceAbove(prices.output_reasoning_mtok, above) ?? output
	};
}

function derives1h(prices: PriceMap): boolean {
	return prices.cache_write_mtok !== undefined && prices.cache_write_1h_mtok === undefined;
}

function tiersOf(price: number | TieredPrice | undefined): TieredPrice['tiers'] {
	return typeof price === 'object' ? price.tiers : [];
}

function priceAbove(price: number | TieredPrice | undefined, above: number): number | null {
	if (price === undefined) return null;
	if (typeof price === 'number') return price;
	const reached = price.tiers.filter((tier) => tier.start <= above);
	return reached.toSorted((a, b) => a.start - b.start).at(-1)?.price ?? price.base;
}

function ruleOf(row: Omit<PriceRow, 'rule'>, { label, cite }: PriceStatement): string {
	const { input, cacheRead, cacheWrite, cacheWrite1h, output, reasoning } = row.usdPerMtok;
	const classes = [
		input !== null && `input ${input}`,
		cacheRead !== null && cacheRead !== input && `cache read ${cacheRead}`,
		cacheWrite !== null && cacheWrite !== input && `cache write ${cacheWrite}`,
		cacheWrite1h !== null &&
			cacheWrite1h !== cacheWrite &&
			`1 h cache write ${cacheWrite1h}${row.cacheWrite1hDerived ? ' (derived: 2 x input)' : ''}`,
		output !== null && `output ${output}`,
		reasoning !== null && reasoning !== output && `reasoning ${reasoning}`
	].filter(Boolean);
	return [
		`${label}: ${classes.join(', ')} USD per million tokens`,
		row.usdPerRequest > 0 && `${row.usdPerRequest} USD per request`,
		row.aboveInputTokens !== null && `above ${row.aboveInputTokens} input tokens`,
		row.upToInputTokens !== null && `up to ${row.upToInputTokens} input tokens`,
		row.validFromUs !== null && `since ${day(row.validFromUs)}`,
		row.validToUs !== null && `until ${day(row.validToUs)}`,
		row.dayFromUs !== null &&
			row.dayToUs !== null &&
			`${clock(row.dayFromUs)}-${clock(row.dayToUs)} UTC`,
		cite
	]
		.filter(Boolean)
		.join('; ');
}

function bound(value: number): number | null {
	return Number.isFinite(value) ? value : null;
}

function day(atUs: number): string {
	return new Date(atUs / 1000).toISOString().replace('T00:00:00.000Z', '');
}

function clock(timeUs: number): string {
	return timeUs === dayUs ? '24:00' : new Date(timeUs / 1000).toISOString().slice(11, 16);
}
