import { STAGE, type Staging } from './otlp-staging.ts';

/** Temporary tables beside the staging table, all by its rowid. */
export const STRAYS = 'otlp_strays';
export const COPIES = 'otlp_copies';
export const SPEAKERS = 'otlp_speakers';
export const KNOWN = 'otlp_known';
export const CONTEXTS = 'otlp_contexts';

/** Scopes and resources, each once: taken before irregular spans leave the staging table. */
export const contextsSql = ({ ofContext }: Staging): string => `
create temp table ${CONTEXTS} as
select ${['context_rest', ...ofContext].map((column) => `any_value(${column}) as ${column}`).join(', ')},
	context_key
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
