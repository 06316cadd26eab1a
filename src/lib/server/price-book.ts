/**
 * The dated price book: the data of @pydantic/genai-prices (bundled, never fetched), under our own
 * rows of data/price-overrides.json, under the rows a workspace enters. Lost on the way: prices per
 * image, second, page, search and weekday, batch discounts, and audio or image token prices (a
 * usage counts such tokens at the text price).
 */
import {
	calcPrice,
	findProvider,
	waitForUpdate,
	type ConditionalPrice,
	type ModelInfo,
	type Provider
} from '@pydantic/genai-prices';
import shipped from '#data/price-overrides.json';
import { cellText, priceRecord, type PriceRow } from '#lib/trace/price.ts';
import { isAnthropic } from '#lib/trace/tokens.ts';
import { flattenPrices, type PriceMap, type PriceStatement } from './price-rows.ts';

/** The release of genai-prices that package.json pins, and the day its data is from (stack.md 8). */
export const bookVersion = '0.1.8';
export const bookDate = '2026-09-23';

/** One price row of ours or of a workspace, as data/price-overrides.json writes it. */
export interface PriceOverride {
	/** A provider as the usage spells it or as the book names it, in any case; null = every provider. */
	provider: string | null;
	/** A model as the usage spells it or as the book names it, in any case; `*` stands for anything. */
	model: string;
	/** First day and the day after the last, YYYY-MM-DD UTC; null = no bound. Of several rows the one that starts last wins. */
	valid_from: string | null;
	valid_to: string | null;
	prices: PriceMap;
	/** The day someone compared the price with its source, YYYY-MM-DD. */
	checked: string;
	/** The page it is from. */
	source: string;
}

/**
 * The prices of a model as a usage spells it, ready to join: rows never overlap. Empty = unpriced,
 * never zero. `overrides` (a workspace's own rows) come before our shipped ones, and those before the book.
 */
export function priceRows(
	provider: string | null,
	model: string,
	overrides: readonly PriceOverride[] = []
): PriceRow[] {
	return rowsOf(provider, model, findEntry(provider, model), overrides);
}

/** The rows of genai-prices alone, without any override. */
export function bookRows(provider: string | null, model: string): PriceRow[] {
	const entry = findEntry(provider, model);
	return entry === null ? [] : flattenPrices({ provider, model }, [bookStatements(entry)]);
}

/** True when the book or an override says that the model costs nothing, at any time; false when unpriced. */
export function isFree(
	provider: string | null,
	model: string,
	overrides: readonly PriceOverride[] = []
): boolean {
	const rows = priceRows(provider, model, overrides);
	return (
		rows.length > 0 &&
		rows.every(
			(row) => row.usdPerRequest === 0 && Object.values(row.usdPerMtok).every((usd) => !usd)
		)
	);
}

/** A provider of the book and its models, with the prices in force: one row per tier and time of day, none = not priced by tokens. */
export interface CatalogueProvider {
	provider: string;
	name: string;
	pricingUrl: string | null;
	models: {
		model: string;
		name: string;
		deprecated: boolean;
		current: PriceRow[];
		/** When the price changed or will change, ascending; microseconds since 1970 UTC. */
		changesUs: number[];
	}[];
}

/** Every provider and model of the book with the prices in force at `atUs` (microseconds since 1970 UTC). */
export async function catalogue(
	atUs: number,
	overrides: readonly PriceOverride[] = []
): Promise<CatalogueProvider[]> {
	// Resolves to the bundled data; it would wait for a fetch only if somebody had called updatePrices.
	const providers = (await waitForUpdate()) ?? [];
	return providers.map((provider) => ({
		provider: provider.id,
		name: provider.name,
		pricingUrl: provider.pricing_urls?.[0] ?? null,
		models: provider.models.map((model) => {
			const rows = rowsOf(provider.id, model.id, { provider, model }, overrides);
			const starts = rows.flatMap((row) => row.validFromUs ?? []);
			return {
				model: model.id,
				name: model.name ?? model.id,
				deprecated: model.deprecated ?? false,
				current: rows.filter(
					(row) => atUs >= (row.validFromUs ?? -Infinity) && atUs < (row.validToUs ?? Infinity)
				),
				changesUs: [...new Set(starts)].sort((a, b) => a - b)
			};
		})
	}));
}

/**
 * The rows of `price FILE` (design 4) with `price_usd` (null = unpriced) and the `rule` used:
 * `provider, model, at` and disjoint token columns (input without cache, the one-hour part inside the
 * cache writes), as text or numbers. A row that cannot be read is unpriced and its rule says why.
 */
export function priceUsages<T extends Readonly<Record<string, unknown>>>(
	usages: readonly T[],
	overrides: readonly PriceOverride[] = []
): (T & { price_usd: number | null; rule: string | null })[] {
	const known = new Map<string, PriceRow[]>();
	return usages.map((usage) => {
		const provider = cellText(usage.provider);
		const model = cellText(usage.model);
		const key = JSON.stringify([provider, model]);
		const rows = known.get(key) ?? (model === null ? [] : priceRows(provider, model, overrides));
		known.set(key, rows);
		const { priceUsd, rule } = priceRecord(usage, rows);
		return { ...usage, price_usd: priceUsd, rule };
	});
}

/** A model of the book; the provider is who sells it, which may be another than who makes it. */
interface Entry {
	provider: Provider;
	model: ModelInfo;
}

function rowsOf(
	provider: string | null,
	model: string,
	entry: Entry | null,
	overrides: readonly PriceOverride[]
): PriceRow[] {
	const seller = provider === null ? undefined : sellerOf(provider);
	const providers = [provider, seller, entry?.provider.id].map((name) => name?.toLowerCase());
	const models = [model, ...peeled(model).map(({ name }) => name), entry?.model.id];
	const layer = (rows: readonly PriceOverride[]) =>
		rows
			.filter((row) => row.provider === null || providers.includes(row.provider.toLowerCase()))
			.filter((row) => models.some((name) => name !== undefined && matches(row.model, name)))
			.map(overrideStatement)
			.sort((a, b) => (a.validFromUs ?? -Infinity) - (b.validFromUs ?? -Infinity));
	const layers = [layer(overrides), layer(shipped), entry === null ? [] : bookStatements(entry)];
	return flattenPrices({ provider, model }, layers);
}

function matches(pattern: string, name: string): boolean {
	const literal = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${literal.join('.*')}$`, 'i').test(name);
}

function overrideStatement(row: PriceOverride): PriceStatement {
	return {
		validFromUs: row.valid_from === null ? null : startOf(row.valid_from),
		validToUs: row.valid_to === null ? null : startOf(row.valid_to),
		dayFromUs: null,
		dayToUs: null,
		prices: row.prices,
		label: `${row.provider ?? 'any provider'} ${row.model}`,
		cite: `override checked ${row.checked}, ${row.source}`,
		anthropic: isAnthropic(row.provider, row.model),
		source: 'override',
		checked: row.checked
	};
}

/** The first price holds where no later one does, whatever its constraint: genai-prices falls back to it. */
function bookStatements({ provider, model }: Entry): PriceStatement[] {
	const stated: ConditionalPrice[] = Array.isArray(model.prices)
		? model.prices
		: [{ prices: model.prices }];
	return stated.map(({ constraint, prices }, index) => {
		const from = index > 0 && constraint?.type === 'start_date' ? constraint.start_date : null;
		const window = index > 0 && constraint?.type === 'time_of_date' ? constraint : null;
		return {
			validFromUs: from === null ? null : startOf(from),
			validToUs: null,
			dayFromUs: window === null ? null : timeOfDayUs(window.start_time),
			dayToUs: window === null ? null : timeOfDayUs(window.end_time),
			// An empty map means free, priced by other units, or a placeholder; only the suffix tells.
			prices: model.id.endsWith(':free') ? { input_mtok: 0, output_mtok: 0 } : prices,
			label: `${provider.id} ${model.id}`,
			cite: `genai-prices ${bookVersion} of ${bookDate}`,
			anthropic: isAnthropic(provider.id, model.id),
			source: 'genai-prices',
			checked: bookDate
		};
	});
}

function startOf(date: string): number {
	const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
	if (Number.isNaN(ms)) throw new RangeError(`price date is "${date}", expected YYYY-MM-DD`);
	return ms * 1000;
}

function timeOfDayUs(time: string): number {
	const dayMs = 86_400_000;
	return (((Date.parse(`1970-01-01T${time}`) % dayMs) + dayMs) % dayMs) * 1000;
}

/** As the provider spells it first, then by what a prefix says about who sells it, then without the prefix. */
function findEntry(provider: string | null, model: string): Entry | null {
	const seller = provider === null ? null : sellerOf(provider);
	if (seller === undefined) return null;
	const whole = { seller, name: model };
	const parts = peeled(model);
	const bySeller = seller === null ? [] : parts.map(({ name }) => ({ seller, name }));
	const tries =
		seller === null
			? [...parts, whole]
			: [whole, ...parts.filter((part) => hosts.has(part.seller)), ...bySeller, ...parts];
	for (const { seller: providerId, name } of tries) {
		const found = calcPrice({}, name, providerId === null ? {} : { providerId });
		if (found !== null) return { provider: found.provider, model: found.model };
	}
	return null;
}

/** Sellers of other makers' models: a prefix that names one says more than the provider an SDK reports. */
const hosts: ReadonlySet<string | null> = new Set(
	'aws azure google openrouter groq together fireworks cerebras'.split(' ')
);
/** Names that instrumentations put where a provider belongs and that sell nothing themselves. */
const routers = new Set(
	'litellm litellm_proxy gateway vercel ai-gateway portkey helicone langchain langgraph llamaindex crewai autogen unknown _other'.split(
		' '
	)
);
/** Where the matching of genai-prices is too narrow, or takes "azure.ai.openai" for OpenAI. */
const sellers: readonly [RegExp, string | undefined][] = [
	[/sagemaker/, undefined],
	[/azure|^az\b/, 'azure'],
	[/bedrock/, 'aws'],
	[/openrouter/, 'openrouter'],
	[/vertex|^gcp\b/, 'google'],
	[/^x[._-]?ai\b/, 'x-ai'],
	[/^z[._-]?ai\b/, 'zai'],
	[/^together/, 'together'],
	[/^fireworks/, 'fireworks']
];

/** A provider name of OpenTelemetry, an SDK or a gateway -> the provider of the book; null = look at the model; undefined = not in the book. */
function sellerOf(name: string): string | null | undefined {
	const spelled = name.trim().toLowerCase();
	const alias = sellers.find(([pattern]) => pattern.test(spelled));
	if (alias !== undefined) return alias[1];
	if (spelled === '' || routers.has(spelled)) return null;
	const [first = spelled] = spelled.split('.');
	return (findProvider({ providerId: spelled }) ?? findProvider({ providerId: first }))?.id;
}

/** Each way to read a prefixed model, outermost first: `bedrock/us-east-1/x` -> aws `us-east-1/x`, aws `x`. */
function peeled(model: string): { seller: string | null; name: string }[] {
	const found: { seller: string | null; name: string }[] = [];
	let part = peel(model.trim(), null);
	while (part !== null) {
		found.push(part);
		part = peel(part.name, part.seller);
	}
	const bare = found.at(-1)?.name ?? model.trim();
	if (bedrockId.test(bare)) found.unshift({ seller: 'aws', name: bare });
	return found;
}

const bedrockId =
	/^(?:[a-z-]{2,7}\.)?(?:ai21|amazon|anthropic|cohere|deepseek|google|meta|minimax|mistral|moonshot|nvidia|openai|qwen|writer|zai)\.[a-z]/;

function peel(name: string, outer: string | null): { seller: string | null; name: string } | null {
	const [, arn] = /^arn:aws[a-z-]*:bedrock:[^/]*\/(.+)$/.exec(name) ?? [];
	if (arn !== undefined) return { seller: 'aws', name: arn };
	const [, path] = /^(?:projects|publishers|models)\/(?:.*\/)?([^/]+)$/.exec(name) ?? [];
	if (path !== undefined) return { seller: 'google', name: path };
	const [, prefix, separator, rest] = /^([^/:]+)([/:])(.+)$/.exec(name) ?? [];
	if (prefix === undefined || rest === undefined) return null;
	if (separator === ':' && !/^[a-z][a-z_-]*$/i.test(prefix)) return null;
	const seller = outer === 'aws' && separator === '/' ? 'aws' : sellerOf(prefix);
	return seller === undefined ? null : { seller, name: rest };
}
