import type { SpanKind, Status } from '../../trace/model.ts';
import { raw, sql, type Sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

export interface Attribute {
	key: string;
	value: string;
}

export interface SpanRow {
	span_id: string;
	parent_span_id: string | null;
	kind: SpanKind;
	op: string | null;
	name: string;
	model: string | null;
	provider: string | null;
	tool_name: string | null;
	store_system: string | null;
	state_layer: string | null;
	/** Microseconds since the run began. */
	start_us: number | null;
	duration_us: number | null;
	ttft_us: number | null;
	status: Status;
	error_type: string | null;
	error_message: string | null;
	flags: string[];
	attributes: Attribute[];
}

/** A usage, whether it counts, and the price rule that gave its cost; prices in USD per million tokens. */
export interface UsageRow {
	span_id: string;
	cost_class: string;
	counted: boolean;
	provider: string | null;
	model: string | null;
	input_tokens: number | null;
	cache_read_tokens: number | null;
	cache_write_tokens: number | null;
	cache_write_1h_tokens: number | null;
	output_tokens: number | null;
	reasoning_tokens: number | null;
	priced_cost_usd: number | null;
	reported_cost_usd: number | null;
	/** Null when the book has no price for it. */
	rule: string | null;
	/** The day on which the price was last compared with its source. */
	price_checked: string | null;
	input_usd_per_mtok: number | null;
	cache_read_usd_per_mtok: number | null;
	cache_write_usd_per_mtok: number | null;
	cache_write_1h_usd_per_mtok: number | null;
	output_usd_per_mtok: number | null;
	reasoning_usd_per_mtok: number | null;
	usd_per_request: number | null;
}

export interface DecisionRow {
	span_id: string;
	offered: string[];
	chosen: string | null;
	confidence: number | null;
	stakes: string | null;
	stage: string | null;
	reason_code: string | null;
}

/** Steps beyond this are counted, not shown. */
export const MOST_SPANS = 5_000;

/** A day around a run, where its times are known. */
export interface Bounds {
	from: string | null;
	to: string | null;
}

/**
 * The steps of a run. Bound times let the engine skip what lies elsewhere; steps without a time are
 * asked for apart, so that they do not stand in the way of that.
 */
export function stepsWithin(runId: string, { from, to }: Bounds): Sql {
	const mine = sql`select * from spans where run_id = ${runId}`;
	return from === null
		? mine
		: sql`${mine} and started_at between ${from}::timestamp and ${to}::timestamp
			union all ${mine} and started_at is null`;
}

/** One version of each step, the first of them in time. */
export const spansOf = (reader: Reader, mine: Sql): Promise<SpanRow[]> =>
	reader.query<SpanRow>(sql`
		with picked as (
			select *
			from (${mine})
			qualify row_number() over (partition by span_id order by ended_at desc nulls last, import_id) = 1
		)
		select
			span_id, parent_span_id, kind, op, name, coalesce(model, model_requested) as model, provider,
			tool_name, store_system, state_layer,
			date_diff('microsecond', (select min(started_at) from picked), started_at) as start_us,
			case when ended_at >= started_at then date_diff('microsecond', started_at, ended_at) end as duration_us,
			ttft_us, status, error_type, error_message, flags, map_entries(attributes) as attributes
		from picked
		order by started_at nulls last, span_id
		limit ${raw(String(MOST_SPANS))}`);

/** Every usage of tokens or money, counted or not, with the price that holds for it. */
export const usagesOf = (reader: Reader, runId: string): Promise<UsageRow[]> =>
	reader.query<UsageRow>(sql`
		select
			u.span_id, u.cost_class, u.counted, u.provider, u.model, u.input_tokens, u.cache_read_tokens,
			u.cache_write_tokens, u.cache_write_1h_tokens, u.output_tokens, u.reasoning_tokens,
			u.priced_cost_usd, u.reported_cost_usd, p.rule, p.checked as price_checked,
			p.input_usd_per_mtok, p.cache_read_usd_per_mtok, p.cache_write_usd_per_mtok,
			p.cache_write_1h_usd_per_mtok, p.output_usd_per_mtok, p.reasoning_usd_per_mtok, p.usd_per_request
		from usages as u
		left join prices as p using (price_id)
		where u.run_id = ${runId}
		order by u.used_at nulls last, u.span_id`);

/** Where the agent chose. */
export const decisionsOf = (reader: Reader, runId: string): Promise<DecisionRow[]> =>
	reader.query<DecisionRow>(sql`
		select distinct on (span_id, chosen)
			span_id, offered, chosen, confidence, stakes, stage, reason_code
		from decisions
		where run_id = ${runId}
		order by span_id, chosen`);
