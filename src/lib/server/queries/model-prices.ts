import { priceUsage, type PriceRow } from '../../trace/price.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** A model as the exports spell it: what was used of it, what that costs by the book and by the export. */
export interface ModelPrice {
	provider: string | null;
	/** Null where the export names none. */
	model: string | null;
	/** Counted usages: calls, or rows of a table. */
	calls: number;
	/** Calls with tokens. */
	calls_with_tokens: number;
	/** Calls with tokens that have no priced cost. */
	unpriced_calls: number;
	/** Unpriced calls whose export names no cost either: their cost is not known. */
	unknown_calls: number;
	input_tokens: number | null;
	cache_read_tokens: number | null;
	cache_write_tokens: number | null;
	output_tokens: number | null;
	/** Input, cache and output tokens without a price. */
	unpriced_tokens: number;
	/** USD, and of how many calls; null when no call has it. */
	priced_cost_usd: number | null;
	priced_calls: number;
	reported_cost_usd: number | null;
	reported_calls: number;
	/** Calls with a priced and a reported cost, and both sums over them; null when no call has both. */
	both_calls: number;
	both_priced_usd: number | null;
	both_reported_usd: number | null;
	/** The rules of the price book that were used, the one with most calls first. */
	rules: { rule: string; calls: number }[];
	/** Why calls have no price, in words; null when all have one. */
	why: string | null;
}

type Counted = Omit<ModelPrice, 'rules' | 'why'>;
interface RuleRow {
	provider: string | null;
	model: string;
	rule: string;
	calls: number;
}
type Sample = {
	provider: string | null;
	model: string | null;
	at_us: number | null;
} & Record<
	`${'input' | 'cache_read' | 'cache_write' | 'cache_write_1h' | 'output' | 'reasoning'}_tokens`,
	number | null
>;

/** Every model of the workspace, unpriced ones first, then by what they cost. `lookup` is the price book. */
export async function modelPrices(
	reader: Reader,
	lookup: (provider: string | null, model: string) => PriceRow[],
	signal?: AbortSignal
): Promise<ModelPrice[]> {
	const [models, rules, samples] = await Promise.all([
		reader.query<Counted>(COUNTED, signal),
		reader.query<RuleRow>(RULES, signal),
		reader.query<Sample>(UNPRICED_SAMPLES, signal)
	]);
	const same = (a: { provider: string | null; model: string | null }) => (b: typeof a) =>
		a.provider === b.provider && a.model === b.model;
	return models.map((one) => {
		const sample = samples.find(same(one));
		return {
			...one,
			rules: rules.filter(same(one)).map(({ rule, calls }) => ({ rule, calls })),
			why: sample ? whyUnpriced(sample, lookup) : null
		};
	});
}

const COUNTED = sql`
	with counted as (
		select
			*,
			coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0)
				+ coalesce(cache_write_tokens, 0) + coalesce(output_tokens, 0) as tokens
		from usages
		where counted
	)
	select
		provider,
		model,
		count(*) as calls,
		count(*) filter (where tokens > 0) as calls_with_tokens,
		count(*) filter (where tokens > 0 and priced_cost_usd is null) as unpriced_calls,
		count(*) filter (where tokens > 0 and priced_cost_usd is null and reported_cost_usd is null)
			as unknown_calls,
		sum(input_tokens)::bigint as input_tokens,
		sum(cache_read_tokens)::bigint as cache_read_tokens,
		sum(cache_write_tokens)::bigint as cache_write_tokens,
		sum(output_tokens)::bigint as output_tokens,
		coalesce(sum(tokens) filter (where priced_cost_usd is null), 0)::bigint as unpriced_tokens,
		sum(priced_cost_usd) as priced_cost_usd,
		count(priced_cost_usd) as priced_calls,
		sum(reported_cost_usd) as reported_cost_usd,
		count(reported_cost_usd) as reported_calls,
		count(*) filter (where priced_cost_usd is not null and reported_cost_usd is not null)
			as both_calls,
		sum(priced_cost_usd) filter (where reported_cost_usd is not null) as both_priced_usd,
		sum(reported_cost_usd) filter (where priced_cost_usd is not null) as both_reported_usd
	from counted
	where model is not null or tokens > 0
	group by provider, model
	order by
		unpriced_calls > 0 desc, unpriced_tokens desc,
		coalesce(sum(priced_cost_usd), sum(reported_cost_usd)) desc nulls last, model, provider`;

const RULES = sql`
	select u.provider, u.model, p.rule, count(*) as calls
	from usages as u
	join prices as p using (price_id)
	where u.counted and u.priced_cost_usd is not null
	group by u.provider, u.model, p.rule
	order by calls desc, p.rule`;

/** One unpriced call of each model: enough to ask the book why. */
const UNPRICED_SAMPLES = sql`
	select
		provider, model, epoch_us(used_at) as at_us, input_tokens, cache_read_tokens,
		cache_write_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens
	from usages
	where
		counted and priced_cost_usd is null
		and coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0)
			+ coalesce(cache_write_tokens, 0) + coalesce(output_tokens, 0) > 0
	qualify row_number() over (partition by provider, model order by run_id, span_id) = 1`;

function whyUnpriced(
	sample: Sample,
	lookup: (provider: string | null, model: string) => PriceRow[]
): string {
	if (sample.model === null) return 'The export names no model for these tokens.';
	const rows = lookup(sample.provider, sample.model);
	if (rows.length === 0) {
		return sample.provider === null
			? 'The price book has no model of this name.'
			: 'The price book has no model of this name for this provider.';
	}
	const { priceUsd, rule } = priceUsage(
		{
			atUs: sample.at_us,
			inputTokens: sample.input_tokens,
			cacheReadTokens: sample.cache_read_tokens,
			cacheWriteTokens: sample.cache_write_tokens,
			cacheWrite1hTokens: sample.cache_write_1h_tokens,
			outputTokens: sample.output_tokens,
			reasoningTokens: sample.reasoning_tokens
		},
		rows
	);
	if (priceUsd !== null) return 'The price book knows this model by now: import the file again.';
	const reason = rule?.replace(/^unpriced: /, '') ?? 'The price book has no price for this call';
	return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}
