import { outcomeLabels } from '../../../formats/otel/attributes.ts';
import {
	EVALUATION_EVENT,
	evaluationKeys,
	TASK_OUTCOME
} from '../../../formats/otel/evaluations.ts';
import { caseSql, literal, literals } from './otlp-fields.ts';
import { EVENTS } from './otlp-spans.ts';
import { eventSql, STAGE, type Staging } from './otlp-staging.ts';
import { tokenColumns } from './otlp-tokens.ts';

/** What the inserts need beside the staging table. */
export interface RowsPlan {
	importId: number;
	/** Put in front of run ids. */
	source: string;
	/** Keys that slipped into the staging table's attributes and are not stored: of spans, and of runs. */
	spanLeaks: string[];
	runLeaks: string[];
	hasDuplicates: boolean;
}

/** Temporary tables beside the staging table, all by its rowid. */
export const STRAYS = 'otlp_strays';
export const COPIES = 'otlp_copies';
export const SPEAKERS = 'otlp_speakers';
export const KNOWN = 'otlp_known';
export const CONTEXTS = 'otlp_contexts';

/** Attributes of scopes and resources, each once: taken before irregular spans leave the staging table. */
export const contextsSql = `
create temp table ${CONTEXTS} as
select context_key, any_value(context_rest) as context_rest
from ${STAGE}
where context_rest is not null
group by context_key`;

/** How far a child may lie outside its parent before the clocks are doubted (formats/otel/family.ts). */
const LENIENCY = "interval '5 minutes'";

/**
 * Spans that come more than once: `is_kept` = the one that ends last, else the first; `is_first` = the
 * first, whose statements count.
 */
export const copiesSql = `
create temp table ${COPIES} as
select
	rowid as id,
	row_number() over (partition by span_key order by ended_at desc nulls last, rowid) = 1 as is_kept,
	row_number() over (partition by span_key order by rowid) = 1 as is_first
from ${STAGE}
where span_key in (select span_key from ${STAGE} group by span_key having count(*) > 1)`;

/** Spans in refused lines (a JSON list of KnownSpan with parents, the one parameter). */
export const knownSql = `
create temp table ${KNOWN} as
select
	hash(x."runId", x."spanId") as span_key,
	hash(x."runId", x."parentSpanId") as parent_key,
	any_value(make_timestamp(x."startedAtUs")) as started_at,
	any_value(make_timestamp(x."endedAtUs")) as ended_at
from (
	select unnest(from_json(?, '[{"runId":"VARCHAR","spanId":"VARCHAR","parentSpanId":"VARCHAR",
		"startedAtUs":"BIGINT","endedAtUs":"BIGINT"}]')) as x
)
group by all`;

/** Spans of the staging table that are parents of those in refused lines, or come again there. */
export const parentsSql = `
select distinct on (s.span_key)
	s.trace_id as "runId", s.span_id as "spanId",
	epoch_us(s.started_at) as "startedAtUs", epoch_us(s.ended_at) as "endedAtUs"
from ${STAGE} as s
where s.span_key in (select parent_key from ${KNOWN} union all select span_key from ${KNOWN})
order by s.rowid`;

/** Spans whose parent is not in the file, and spans that lie outside their parent. */
export function straysSql(hasDuplicates: boolean, hasKnown: boolean): string {
	const first = hasDuplicates
		? `where rowid not in (select id from ${COPIES} where not is_first)`
		: '';
	const known = hasKnown
		? `union all
		select span_key, started_at, ended_at
		from ${KNOWN}
		where span_key not in (select span_key from ${STAGE})`
		: '';
	return `
create temp table ${STRAYS} as
with parents as (
		select span_key, started_at, ended_at
		from ${STAGE}
		${first}
		${known}
)
select s.rowid as id, p.span_key is null as is_orphan
from ${STAGE} as s
left join parents as p on p.span_key = s.parent_key
where s.parent_key is not null and (
	p.span_key is null
	or coalesce(s.started_at + ${LENIENCY} < p.started_at, false)
	or coalesce(s.ended_at > p.ended_at + ${LENIENCY}, false)
	or coalesce(s.started_at > p.ended_at + ${LENIENCY}, false)
)`;
}

/** The span that speaks for each run: its root, else an orphan, else any; then start, end, place. */
export const speakersSql = `
create temp table ${SPEAKERS} as
with candidates as (
	select rowid as id, trace_id, 0 as place, started_at, ended_at
	from ${STAGE}
	where parent_key is null
	union all
	select s.rowid, s.trace_id, 1, s.started_at, s.ended_at
	from ${STAGE} as s
	join ${STRAYS} as t on t.id = s.rowid
	where t.is_orphan
),
others as (
	select rowid as id, trace_id, 2 as place, started_at, ended_at
	from ${STAGE}
	where trace_id not in (select trace_id from candidates)
)
select id, trace_id, place
from (from candidates union all from others)
qualify row_number() over (
	partition by trace_id order by place, started_at, ended_at desc nulls last, id
) = 1`;

const runId = (source: string, of = 's'): string => `${literal(`${source}:`)} || ${of}.trace_id`;

/** Flags, in one order: each by what must hold. */
const flagsSql = (flags: readonly [flag: string, condition: string][]): string =>
	`[flag for flag in [${flags
		.map(([flag, condition]) => `case when ${condition} then ${literal(flag)} end`)
		.join(', ')}] if flag is not null]`;

/** A map without some keys. */
const withoutSql = (map: string, keys: readonly string[]): string =>
	keys.length === 0
		? map
		: `map_from_entries([entry for entry in map_entries(${map}) if entry."key" not in (${literals(keys)})])`;

export function insertSpansSql({ importId, source, spanLeaks, hasDuplicates }: RowsPlan): string {
	const once = hasDuplicates
		? `where s.rowid not in (select id from ${COPIES} where not is_kept)`
		: '';
	return `
insert into spans
select
	${importId}, ${runId(source)}, s.span_id, s.parent_span_id, s.kind, s.op, s.name, s.model,
	s.model_requested, s.provider, s.agent, s.tool_name, s.response_id,
	${tokenColumns.map((column) => `s.${column}`).join(', ')}, s.token_basis,
	s.reported_cost_usd, false, s.started_at, s.ended_at, s.ttft_us, s.status, s.error_type,
	s.error_message, s.store_system, s.state_layer,
	${flagsSql([
		['clock_skew', 's.ended_at < s.started_at or t.is_orphan = false'],
		['truncated', 's.is_truncated'],
		['bad_token_count', 's.bad_tokens'],
		['orphan', 't.is_orphan']
	])},
	${withoutSql('s.rest', spanLeaks)}
from ${STAGE} as s
left join ${STRAYS} as t on t.id = s.rowid
${once}`;
}

/** Fields that any span may say about its run; the span that speaks first is believed. */
const runFields = [
	...['task', 'run_name', 'case_id', 'attempt', 'stated_agent', 'service_name', 'agent_version'],
	...['environment', 'purpose', 'actor', 'conversation_id', 'user_ref']
];

export function insertRunsSql({ importId, source, runLeaks }: RowsPlan, staging: Staging): string {
	const isStaged = (field: string) => field === 'stated_agent' || staging.has(field);
	const present = runFields.filter(isStaged);
	const said = (field: string) => {
		if (!isStaged(field)) return staging.column(field);
		return `coalesce(s.${field}, o.${field})`;
	};
	const attempt = said('attempt');
	const started = 'case when f.place = 0 then s.started_at else g.started_at end';
	const ended = 'case when f.place = 0 then s.ended_at else g.ended_at end';
	return `
insert into run_rows
with together as (
	select
		trace_id, min(started_at) as started_at, max(ended_at) as ended_at,
		${staging.has('confidence') ? 'max(confidence)' : 'null::double'} as confidence,
		${staging.has('high_stakes') ? 'bool_or(high_stakes)' : 'null::boolean'} as high_stakes,
		bool_or(gave_up) as gave_up, bool_or(is_truncated) as is_truncated,
		bool_or(bad_tokens) as bad_tokens, bool_or(ended_at < started_at) as is_skewed
	from ${STAGE}
	group by trace_id
),
strayed as (
	select s.trace_id, bool_or(t.is_orphan) as has_orphan, bool_or(not t.is_orphan) as is_skewed
	from ${STRAYS} as t
	join ${STAGE} as s on s.rowid = t.id
	group by s.trace_id
),
open_runs as (
	select f.trace_id
	from ${SPEAKERS} as f
	join ${STAGE} as s on s.rowid = f.id
	where ${present.map((field) => `s.${field} is null`).join(' or ')}
),
others as (
	select trace_id, ${present
		.map((field) => `arg_min(${field}, precedence) filter (${field} is not null) as ${field}`)
		.join(', ')}
	from (
		select s.*, row(
			case when s.parent_key is null then 0 when coalesce(t.is_orphan, false) then 1 else 2 end,
			s.started_at, coalesce(-epoch_us(s.ended_at), 9223372036854775807), s.rowid
		) as precedence
		from ${STAGE} as s
		left join ${STRAYS} as t on t.id = s.rowid
		where s.trace_id in (select trace_id from open_runs)
			and (${present.map((field) => `s.${field} is not null`).join(' or ')})
	)
	group by trace_id
)
select
	${importId}, ${runId(source)}, s.trace_id, case when f.place = 0 then s.span_id end,
	coalesce(${said('run_name')}, s.name), ${said('task')}, ${said('case_id')},
	case when ${attempt} between 0 and 2147483647 and trunc(${attempt}) = ${attempt} then ${attempt}::integer end,
	coalesce(${said('stated_agent')}, ${said('service_name')}), ${said('agent_version')},
	s.model, s.provider, ${said('environment')}, ${said('purpose')}, ${said('actor')},
	${said('conversation_id')}, left(sha256('breakeven:' || ${said('user_ref')}), 16),
	${started}, ${ended},
	case when ${ended} >= ${started} then date_diff('microsecond', ${started}, ${ended}) end,
	s.status, s.error_type, s.status in ('error', 'cancelled') or g.gave_up,
	g.confidence, g.high_stakes, null, null, null, null, null,
	${tokenColumns.map(() => 'null').join(', ')}, 'unknown',
	${flagsSql([
		['clock_skew', 'g.is_skewed or t.is_skewed'],
		['truncated', 'g.is_truncated'],
		['bad_token_count', 'g.bad_tokens'],
		['orphan', 't.has_orphan']
	])},
	${withoutSql('map_concat(c.context_rest, s.rest)', runLeaks)}
from ${SPEAKERS} as f
join ${STAGE} as s on s.rowid = f.id
join together as g on g.trace_id = f.trace_id
left join strayed as t on t.trace_id = f.trace_id
left join others as o on o.trace_id = f.trace_id
left join ${CONTEXTS} as c on c.context_key = s.context_key`;
}

/** Of a span that comes twice the first one's statements count. */
const firstOnly = ({ hasDuplicates }: RowsPlan): string =>
	hasDuplicates ? `and s.rowid not in (select id from ${COPIES} where not is_first)` : '';

export function insertDecisionsSql(plan: RowsPlan, staging: Staging): string {
	return `
insert into decisions
select
	${plan.importId}, ${runId(plan.source)}, s.span_id, s.choice_offered, s.choice_chosen,
	${staging.column('confidence')},
	case ${staging.column('high_stakes')} when true then 'high' when false then 'low' end,
	s.choice_stage, ${staging.column('decision_reason')}
from ${STAGE} as s
where s.choice_offered is not null ${firstOnly(plan)}`;
}

export function insertReviewsSql(plan: RowsPlan, staging: Staging): string {
	const requested = staging.column('review_requested');
	const decision = staging.column('review_decision');
	const minutes = `case when ${staging.column('review_minutes')} >= 0 then ${staging.column('review_minutes')} end`;
	return `
insert into reviews
select
	${plan.importId}, s.trace_id || ':' || s.span_id, ${runId(plan.source)}, s.span_id,
	coalesce(${requested}, case when s.kind = 'human' then true end), ${decision}, ${minutes},
	case when s.kind = 'human' then s.started_at end, case when s.kind = 'human' then s.ended_at end, null
from ${STAGE} as s
where (s.kind = 'human' or ${requested} is not null or ${decision} is not null or ${minutes} is not null)
	${firstOnly(plan)}`;
}

/** Evaluation events of spans, and OpenLLMetry's task status. */
export function insertScoresSql(plan: RowsPlan, staging: Staging): string {
	const value = eventSql('event.attributes', evaluationKeys.value);
	return `
insert into scores
with events as (
	select s.trace_id, s.span_id,
		unnest([e for e in try(from_json(s.evaluations, '${EVENTS}')) if e.name = ${literal(EVALUATION_EVENT)}]) as event,
		unnest(range(0, len([e for e in try(from_json(s.evaluations, '${EVENTS}')) if e.name = ${literal(EVALUATION_EVENT)}])))
			as place
	from ${STAGE} as s
	where s.evaluations is not null ${firstOnly(plan)}
),
texts as (
	select trace_id, span_id, place, event."timeUnixNano" as nanos,
		coalesce(${eventSql('event.attributes', evaluationKeys.name)}, 'evaluation') as name,
		${value} as value,
		${eventSql('event.attributes', evaluationKeys.label)} as label
	from events
),
scored as (
	select trace_id, span_id, trace_id || ':' || span_id || ':evaluation:' || place as score_id, name,
		case when isfinite(try_cast(value as double)) then try_cast(value as double) end as value_num,
		label as value_label,
		case value when 'true' then true when 'false' then false end as value_bool,
		'unknown' as source, make_timestamp(nullif(nanos, 0) // 1000) as stated_at
	from texts
	union all
	select s.trace_id, s.span_id, s.trace_id || ':' || s.span_id || ':task_status:0', 'task_status',
		null, ${staging.column('task_status')}, null, 'code', s.ended_at
	from ${STAGE} as s
	where ${staging.column('task_status')} is not null ${firstOnly(plan)}
)
select
	${plan.importId}, score_id, ${runId(plan.source, 'scored')}, span_id, null, name, value_num,
	value_label, value_bool, source, stated_at
from scored
where value_num is not null or value_label is not null or value_bool is not null`;
}

/** How runs ended: by an evaluation named task_outcome, else by what spans state. */
export function insertOutcomesSql(plan: RowsPlan, staging: Staging): string {
	return `
insert into outcomes
with evaluated as (
	select run_id, source, stated_at, coalesce(
		${caseSql('lower(value_label)', outcomeLabels)},
		case when value_bool then 'success' when not value_bool then 'failure' end,
		case when value_num >= 1 then 'success' when value_num is not null then 'failure' end
	) as outcome
	from scores
	where import_id = ${plan.importId} and lower(name) = '${TASK_OUTCOME}' and run_id is not null
),
stated as (
	select distinct ${runId(plan.source)} as run_id, ${staging.column('outcome')} as outcome,
		coalesce(${staging.column('outcome_source')}, 'unknown') as source,
		coalesce(s.ended_at, s.started_at) as stated_at
	from ${STAGE} as s
	where ${staging.column('outcome')} is not null ${firstOnly(plan)}
)
select ${plan.importId}, run_id, outcome, source, stated_at
from evaluated
where outcome is not null
union all
select ${plan.importId}, run_id, outcome, source, stated_at
from stated
where run_id not in (select run_id from evaluated where outcome is not null)`;
}
