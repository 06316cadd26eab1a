import { raw, sql } from '../warehouse/sql.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** Everything known about one run, step by step. */
export interface RunDetail {
	run: RunFacts;
	spans: SpanRow[];
	usages: UsageRow[];
	decisions: DecisionRow[];
	outcomes: OutcomeRow[];
	reviews: ReviewRow[];
	incidents: IncidentRow[];
	scores: ScoreRow[];
	imports: ImportRow[];
}

/** The run itself, as it was reduced and as its exports describe it. */
export interface RunFacts {
	run_id: string;
	import_id: number;
	task: string;
	stated_task: string | null;
	name: string | null;
	case_id: string | null;
	attempt: number | null;
	agent: string;
	agent_version: string | null;
	model: string | null;
	provider: string | null;
	environment: string | null;
	purpose: string | null;
	actor: string;
	conversation_id: string | null;
	started_at: string | null;
	ended_at: string | null;
	duration_us: number | null;
	status: string;
	error_type: string | null;
	agent_outcome: string;
	delivered_outcome: string;
	outcome_source: string | null;
	visible_failure: boolean | null;
	confidence: number | null;
	high_stakes: boolean | null;
	review_decision: string | null;
	review_minutes: number | null;
	review_wait_us: number | null;
	cost_usd: number | null;
	cost_basis: string | null;
	priced_cost_usd: number | null;
	reported_cost_usd: number | null;
	evaluation_cost_usd: number | null;
	input_tokens: number | null;
	cache_read_tokens: number | null;
	cache_write_tokens: number | null;
	output_tokens: number | null;
	steps: number | null;
	flags: string[];
	attributes: { key: string; value: string }[];
}

export interface SpanRow {
	span_id: string;
	parent_span_id: string | null;
	kind: string;
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
	status: string;
	error_type: string | null;
	error_message: string | null;
	flags: string[];
	attributes: { key: string; value: string }[];
}

/** A usage, whether it counts, and the price rule that gave its cost. */
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
	rule: string | null;
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

export interface OutcomeRow {
	outcome: string;
	source: string;
	stated_at: string | null;
	file_name: string;
}

export interface ReviewRow {
	decision: string | null;
	minutes: number | null;
	requested_at: string | null;
	decided_at: string | null;
}

export interface IncidentRow {
	incident_id: string;
	severity: number | null;
	started_at: string | null;
	detected_at: string | null;
	resolved_at: string | null;
	minutes: number | null;
	people: number | null;
	cost_usd: number | null;
}

export interface ScoreRow {
	name: string;
	value_num: number | null;
	value_label: string | null;
	value_bool: boolean | null;
	source: string;
	span_id: string | null;
}

/** A file that says something about the run. */
export interface ImportRow {
	import_id: number;
	file_name: string;
	format: string;
	imported_at: string;
}

/** Steps beyond this are counted, not shown. */
export const MOST_SPANS = 5_000;

/** One run with its steps and all that is told of it; null when there is no such run. */
export async function runDetail(warehouse: Warehouse, runId: string): Promise<RunDetail | null> {
	const [run] = await warehouse.query<RunFacts & { from: string | null; to: string | null }>(sql`
		select
			r.run_id, r.import_id, r.task, f.stated_task, r.name, r.case_id, r.attempt, r.agent, r.agent_version,
			r.model, r.provider, r.environment, r.purpose, r.actor, r.conversation_id,
			strftime(r.started_at, '%Y-%m-%dT%H:%M:%S.%gZ') as started_at,
			strftime(r.ended_at, '%Y-%m-%dT%H:%M:%S.%gZ') as ended_at,
			r.duration_us, r.status, r.error_type, r.agent_outcome, r.delivered_outcome, r.outcome_source,
			r.visible_failure, r.confidence, r.high_stakes, r.review_decision, r.review_minutes,
			r.review_wait_us, r.cost_usd, r.cost_basis, r.priced_cost_usd, r.reported_cost_usd,
			r.evaluation_cost_usd, r.input_tokens, r.cache_read_tokens, r.cache_write_tokens, r.output_tokens,
			r.steps, r.flags, map_entries(f.attributes) as attributes,
			(r.started_at - interval 1 day)::varchar as "from", (coalesce(r.ended_at, r.started_at) + interval 1 day)::varchar as "to"
		from runs as r
		join run_facts as f using (run_id)
		where r.run_id = ${runId}`);
	if (!run) return null;
	const { from, to, ...facts } = run;
	const [spans, usages, decisions, outcomes, reviews, incidents, scores, imports] =
		await Promise.all([
			spansOf(warehouse, runId, from, to),
			usagesOf(warehouse, runId),
			warehouse.query<DecisionRow>(sql`
			select distinct on (span_id, chosen) span_id, offered, chosen, confidence, stakes, stage, reason_code
			from decisions where run_id = ${runId} order by span_id, chosen`),
			warehouse.query<OutcomeRow>(sql`
			select o.outcome, o.source, strftime(o.stated_at, '%Y-%m-%dT%H:%M:%SZ') as stated_at, i.file_name
			from told_outcomes as o join imports as i using (import_id)
			where o.run_id = ${runId} order by o.stated_at nulls first, o.import_id`),
			warehouse.query<ReviewRow>(sql`
			select distinct on (review_id) decision, minutes,
				strftime(requested_at, '%Y-%m-%dT%H:%M:%SZ') as requested_at,
				strftime(decided_at, '%Y-%m-%dT%H:%M:%SZ') as decided_at
			from told_reviews where run_id = ${runId} order by review_id, decided_at`),
			warehouse.query<IncidentRow>(sql`
			select distinct on (incident_id) incident_id, severity,
				strftime(started_at, '%Y-%m-%dT%H:%M:%SZ') as started_at,
				strftime(detected_at, '%Y-%m-%dT%H:%M:%SZ') as detected_at,
				strftime(resolved_at, '%Y-%m-%dT%H:%M:%SZ') as resolved_at, minutes, people, cost_usd
			from told_incidents where run_id = ${runId} order by incident_id, import_id desc`),
			warehouse.query<ScoreRow>(sql`
			select distinct on (score_id) name, value_num, value_label, value_bool, source, span_id
			from scores where run_id = ${runId} order by score_id, import_id desc`),
			warehouse.query<ImportRow>(sql`
			select i.import_id, i.file_name, i.format, strftime(i.imported_at, '%Y-%m-%dT%H:%M:%SZ') as imported_at
			from imports as i
			where i.import_id in (select import_id from run_rows where run_id = ${runId})
			order by i.import_id`)
		]);
	return { run: facts, spans, usages, decisions, outcomes, reviews, incidents, scores, imports };
}

/**
 * The steps of a run, one version of each. Bound times let the engine skip what lies elsewhere; steps
 * without a time are asked for apart, so that they do not stand in the way of that.
 */
function spansOf(
	warehouse: Warehouse,
	runId: string,
	from: string | null,
	to: string | null
): Promise<SpanRow[]> {
	const mine = sql`select * from spans where run_id = ${runId}`;
	const all =
		from === null
			? mine
			: sql`${mine} and started_at between ${from}::timestamp and ${to}::timestamp
				union all ${mine} and started_at is null`;
	return warehouse.query<SpanRow>(sql`
		with picked as (
			select *
			from (${all})
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
}

const usagesOf = (warehouse: Warehouse, runId: string): Promise<UsageRow[]> =>
	warehouse.query<UsageRow>(sql`
		select
			u.span_id, u.cost_class, u.counted, u.provider, u.model, u.input_tokens, u.cache_read_tokens,
			u.cache_write_tokens, u.cache_write_1h_tokens, u.output_tokens, u.reasoning_tokens,
			u.priced_cost_usd, u.reported_cost_usd, p.rule
		from usages as u
		left join prices as p using (price_id)
		where u.run_id = ${runId}
		order by u.span_id`);
