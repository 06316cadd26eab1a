import { limitedText } from '../limited-text.ts';
import type { PriceOverride } from '../price-book.ts';

/** The prices of a row, USD per million tokens; requests in USD per 1,000. The names of genai-prices. */
export const PRICE_FIELDS = [
	'input_mtok',
	'output_mtok',
	'cache_read_mtok',
	'cache_write_mtok',
	'cache_write_1h_mtok',
	'output_reasoning_mtok',
	'requests_kcount'
] as const;

/** A list longer than this is no price list of a team. */
const MOST_ROWS = 1000;
const MOST_TEXT = 200;
/** USD per million tokens: a thousand times the dearest model there is. */
const MOST_USD = 1_000_000;

/** Reads a list of own prices, `{ "prices": [row] }`; a problem is one sentence with its place. `today` is YYYY-MM-DD. */
export function readOwnPrices(
	text: string,
	today: string
): { rows: PriceOverride[] } | { problem: string } {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return { problem: 'These prices are no JSON: expected {"prices": [...]}.' };
	}
	const list = isObject(json) ? json.prices : null;
	if (!Array.isArray(list)) return { problem: 'There is no list "prices" here.' };
	if (list.length > MOST_ROWS)
		return { problem: `${list.length} prices are more than the ${MOST_ROWS} that are taken.` };
	const rows: PriceOverride[] = [];
	for (const [at, one] of list.entries()) {
		const read = readOwnPrice(one, today);
		if ('problem' in read) return { problem: `Price ${at + 1}: ${read.problem}` };
		rows.push(read.row);
	}
	const twice = rows.find((row, at) => rows.findIndex((other) => isSamePlace(row, other)) < at);
	return twice
		? { problem: `${nameOf(twice)} has two prices that start on the same day: keep one.` }
		: { rows };
}

/** Reads one own price; `today` is the day on which it is entered. */
export function readOwnPrice(
	json: unknown,
	today: string
): { row: PriceOverride } | { problem: string } {
	if (!isObject(json)) return { problem: 'not an object.' };
	const model = textOf(json.model);
	const source = textOf(json.source);
	if (!model) return { problem: 'the model has no name.' };
	if (!source) return { problem: `${model} does not say where its price is from ("source").` };
	const provider = textOf(json.provider);
	const long = [model, source, provider ?? ''].find((text) => text.length > MOST_TEXT);
	if (long) return { problem: `"${long.slice(0, 30)}…" is longer than ${MOST_TEXT} characters.` };
	const dates: (string | null)[] = [];
	for (const name of ['valid_from', 'valid_to', 'checked']) {
		const date = textOf(json[name]);
		if (date && !isDay(date))
			return { problem: `${name} is "${date.slice(0, 30)}", expected a day as YYYY-MM-DD.` };
		dates.push(date);
	}
	const [from = null, to = null, checked = null] = dates;
	if (from && to && to <= from)
		return { problem: `the price of ${model} ends on ${to}, before it starts on ${from}.` };
	const prices: Record<string, number> = {};
	const stated = isObject(json.prices) ? json.prices : {};
	const strange = Object.keys(stated).find((name) => !PRICE_FIELDS.includes(name as never));
	if (strange)
		return {
			problem: `"${strange.slice(0, 30)}" is no price: expected ${PRICE_FIELDS.join(', ')}.`
		};
	for (const name of PRICE_FIELDS) {
		const value = stated[name];
		if (value === null || value === undefined) continue;
		if (typeof value !== 'number' || !(value >= 0 && value <= MOST_USD))
			return { problem: `${name} of ${model} is no number from 0 to 1,000,000 USD.` };
		prices[name] = value;
	}
	if (prices.input_mtok === undefined && prices.output_mtok === undefined)
		return { problem: `${model} needs a price of input or output tokens.` };
	return {
		row: {
			provider,
			model,
			valid_from: from,
			valid_to: to,
			prices,
			checked: checked ?? today,
			source
		}
	};
}

/** Whether two rows speak of the same model from the same day on: the second takes the first one's place. */
export const isSamePlace = (a: PriceOverride, b: PriceOverride): boolean =>
	(a.provider ?? '').toLowerCase() === (b.provider ?? '').toLowerCase() &&
	a.model.toLowerCase() === b.model.toLowerCase() &&
	a.valid_from === b.valid_from;

/** A row's model as people say it. */
export const nameOf = ({ provider, model }: Pick<PriceOverride, 'provider' | 'model'>): string =>
	provider === null ? model : `${provider} ${model}`;

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string | null =>
	typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

const isDay = (text: string): boolean =>
	/^\d{4}-\d{2}-\d{2}$/.test(text) &&
	new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;

/** A list of own prices as JSON may be this large. */
export const MAX_PRICES_BYTES = 1_000_000;

/** Reads a list of own prices from the body of a request. */
export async function ownPricesBody(
	request: Request
): Promise<{ rows: PriceOverride[] } | { problem: string; status: number }> {
	const text = await limitedText(request, MAX_PRICES_BYTES);
	if (text === null) return { problem: 'The prices are larger than 1 MB.', status: 413 };
	const read = readOwnPrices(text, todayUtc());
	return 'problem' in read ? { problem: read.problem, status: 400 } : read;
}

/** Today in UTC, YYYY-MM-DD. */
export const todayUtc = (): string => new Date().toISOString().slice(0, 10);
