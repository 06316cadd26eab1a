-- Which spans used tokens or money, which of those count, and as what kind of cost?
-- A parent repeats its children in almost every framework, so the leaves win (trace-formats 2.5):
-- a model call counts when no model call below it reports usage, anything else only when nothing
-- below it does. A call that two layers saw (same response id) counts once.
create temp table used as
select
	run_id, span_id, parent_span_id, kind, provider, coalesce(model, model_requested) as model,
	started_at as used_at, input_tokens, cache_read_tokens, cache_write_tokens,
	cache_write_1h_tokens, output_tokens, reasoning_tokens, reported_cost_usd, response_id
from {{spans}}
where
	input_tokens is not null
	or output_tokens is not null
	or cache_read_tokens is not null
	or cache_write_tokens is not null
	or reported_cost_usd is not null;

-- Every span with a usage below it, and whether a model call is among those.
create temp table above_usage as
with recursive up (run_id, span_id, by_model) as (
	select distinct run_id, parent_span_id, kind in ('llm', 'embedding')
	from used
	where parent_span_id is not null
	union
	select s.run_id, s.parent_span_id, up.by_model
	from up
	join {{spans}} as s on s.run_id = up.run_id and s.span_id = up.span_id
	where s.parent_span_id is not null
)
select run_id, span_id, bool_or(by_model) as by_model
from up
group by run_id, span_id;

-- Everything at or below an evaluator: its cost is the evaluation's, not the agent's.
create temp table evaluated as
with recursive down (run_id, span_id) as (
	select run_id, span_id
	from {{spans}}
	where kind = 'evaluator'
	union
	select s.run_id, s.span_id
	from down
	join {{spans}} as s on s.run_id = down.run_id and s.parent_span_id = down.span_id
)
select run_id, span_id
from down;

create temp table counted_usage as
select
	u.* exclude (kind, parent_span_id, response_id),
	case
		when e.span_id is not null then 'evaluation'
		when u.kind = 'tool' then 'tools'
		when u.kind in ('retrieval', 'memory') then 'state'
		when u.kind = 'human' then 'review'
		else 'model'
	end as cost_class,
	case
		when u.kind in ('llm', 'embedding') then not coalesce(a.by_model, false)
		else a.span_id is null
	end
	and (
		u.response_id is null
		or row_number() over (
			partition by u.run_id, coalesce(u.response_id, u.span_id),
				case when u.kind in ('llm', 'embedding') then not coalesce(a.by_model, false) else a.span_id is null end
			order by
				(u.cache_read_tokens is not null)::integer + (u.cache_write_tokens is not null)::integer
					+ (u.reasoning_tokens is not null)::integer desc,
				coalesce(u.input_tokens, 0) + coalesce(u.output_tokens, 0) desc,
				u.span_id
		) = 1
	) as counted
from used as u
left join above_usage as a on a.run_id = u.run_id and a.span_id = u.span_id
left join evaluated as e on e.run_id = u.run_id and e.span_id = u.span_id

union all by name

-- A row of a table is its own only usage; a trace's total stands in where no span reports any.
select
	r.run_id, '' as span_id, r.provider, r.model, coalesce(r.started_at, r.ended_at) as used_at,
	r.input_tokens, r.cache_read_tokens, r.cache_write_tokens, r.cache_write_1h_tokens,
	r.output_tokens, r.reasoning_tokens, r.reported_cost_usd, 'model' as cost_class, true as counted
from {{rows}} as r
where
	(r.input_tokens is not null or r.output_tokens is not null or r.reported_cost_usd is not null)
	and not exists (select 1 from used as u where u.run_id = r.run_id)
qualify row_number() over (partition by r.run_id order by r.ended_at desc nulls last, r.import_id) = 1;
