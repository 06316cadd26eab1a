import { literal, literals } from './otlp-fields.ts';
import { CONTEXTS, COPIES, SPEAKERS, STRAYS } from './otlp-relations.ts';
import { STAGE, type Staging } from './otlp-staging.ts';
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

/** A run's id: the trace's, with the source in front. */
export const runId = (source: string, of = 's'): string =>
	`${literal(`${source}:`)} || ${of}.trace_id`;

/** Flags, in one order: each by what must hold. */
const flagsSql = (flags: readonly [flag: string, condition: string][]): string =>
	`[flag for flag in [${flags
		.map(([flag, condition]) => `case when ${condition} then ${literal(flag)} end`)
		.join(', ')}] if flag is not null]`;

/** Two maps as one, the second's values for keys of both; map_concat takes twice as long. */
const bothSql = (first: string, second: string): string => `case
		when ${first} is null then ${second}
		when list_has_any(map_keys(${first}), map_keys(${second})) then map_concat(${first}, ${second})
		else map(
			list_concat(map_keys(${first}), map_keys(${second})),
			list_concat(map_values(${first}), map_values(${second}))
		)
	end`;

/** A map without some keys. */
const withoutSql = (map: string, keys: readonly string[]): string =>
	keys.length === 0
		? map
		: `map_from_entries([entry for entry in map_entries(${map}) if entry."key" not in (${literals(keys)})])`;

export function insertSpansSql(plan: RowsPlan, staging: Staging): string {
	const { importId, source, spanLeaks, hasDuplicates } = plan;
	const once = hasDuplicates
		? `where s.rowid not in (select id from ${COPIES} where not is_kept)`
		: '';
	return `
insert into spans
select
	${importId}, ${runId(source)}, s.span_id, s.parent_span_id, s.kind, s.op, s.name, s.model,
	s.model_requested, s.provider, coalesce(s.stated_agent, ${staging.column('service_name')}),
	s.tool_name, s.response_id,
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
left join ${CONTEXTS} as c on c.context_key = s.context_key
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
	const own = (field: string) =>
		field === 'stated_agent' ? 's.stated_agent' : staging.column(field);
	const said = (field: string) =>
		isStaged(field) ? `coalesce(${own(field)}, o.${field})` : own(field);
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
	left join ${CONTEXTS} as c on c.context_key = s.context_key
	where ${present.map((field) => `${own(field)} is null`).join(' or ')}
),
others as (
	select trace_id, ${present
		.map((field) => `arg_min(${field}, precedence) filter (${field} is not null) as ${field}`)
		.join(', ')}
	from (
		select s.trace_id, ${present.map((field) => `${own(field)} as ${field}`).join(', ')}, row(
			case when s.parent_key is null then 0 when coalesce(t.is_orphan, false) then 1 else 2 end,
			s.started_at, coalesce(-epoch_us(s.ended_at), 9223372036854775807), s.rowid
		) as precedence
		from ${STAGE} as s
		left join ${STRAYS} as t on t.id = s.rowid
		left join ${CONTEXTS} as c on c.context_key = s.context_key
		where s.trace_id in (select trace_id from open_runs)
			and (${present.map((field) => `${own(field)} is not null`).join(' or ')})
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
	${withoutSql(bothSql('c.context_rest', 's.rest'), runLeaks)}
from ${SPEAKERS} as f
join ${STAGE} as s on s.rowid = f.id
join together as g on g.trace_id = f.trace_id
left join strayed as t on t.trace_id = f.trace_id
left join others as o on o.trace_id = f.trace_id
left join ${CONTEXTS} as c on c.context_key = s.context_key`;
}
