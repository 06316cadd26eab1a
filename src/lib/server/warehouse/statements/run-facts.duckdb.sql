-- What do the exports say about each run, taken together? Of several rows about one run a trace's own
-- record speaks first (a table of traces beside one of their spans), then the one with a root span,
-- then the one that ends last, then the first imported; what it leaves open, the others fill in.
insert into run_facts
with ranked as (
	select
		*,
		row_number() over (
			partition by run_id
			order by
				(trace_id is not null and root_span_id is null and status = 'unknown') desc,
				root_span_id is null, ended_at desc nulls last, import_id
		) as pick
	from {{rows}}
),
merged as ({{merged}}),
steps as (
	select
		run_id,
		count(*) as spans,
		count(*) filter (kind in ('llm', 'embedding')) as llm_calls,
		count(*) filter (kind = 'tool') as tool_calls,
		count(*) filter (status = 'error') as error_spans,
		min(started_at) as started_at,
		max(ended_at) as ended_at
	from {{spans}}
	group by run_id
),
-- A run with several models carries the one with most output tokens.
models as (
	select run_id, arg_max(model, output_tokens) as model, arg_max(provider, output_tokens) as provider
	from (
		select run_id, model, any_value(provider) as provider, coalesce(sum(output_tokens), 0) as output_tokens
		from counted_usage
		where counted and cost_class <> 'evaluation' and model is not null
		group by run_id, model
	)
	group by run_id
),
coverage as (
	select
		run_id,
		max(tokens) filter (not counted) as largest_total,
		sum(tokens) filter (counted) as counted_total
	from (
		select
			run_id, counted,
			coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)
				+ coalesce(output_tokens, 0) as tokens
		from counted_usage
	)
	group by run_id
	having count(*) filter (not counted) > 0
)
select
	m.run_id, m.import_id, m.trace_id, m.root_span_id, m.name, m.task as stated_task, m.case_id,
	m.attempt, m.agent, m.agent_version, coalesce(u.model, m.model) as model,
	coalesce(u.provider, m.provider) as provider, m.environment, m.purpose, m.actor,
	m.conversation_id, m.user_ref,
	coalesce(m.started_at, s.started_at) as started_at,
	coalesce(m.ended_at, s.ended_at) as ended_at,
	coalesce(
		m.duration_us,
		case when coalesce(m.ended_at, s.ended_at) >= coalesce(m.started_at, s.started_at)
			then date_diff('microsecond', coalesce(m.started_at, s.started_at), coalesce(m.ended_at, s.ended_at))
		end
	) as duration_us,
	m.status, m.error_type, m.visible_failure, m.confidence, m.high_stakes, m.human_minutes,
	m.value_usd, coalesce(m.weight, 1) as weight, coalesce(m.steps, s.spans) as steps,
	coalesce(s.spans, 0) as spans, coalesce(s.llm_calls, 0) as llm_calls,
	coalesce(s.tool_calls, 0) as tool_calls, coalesce(s.error_spans, 0) as error_spans,
	case
		when c.largest_total > 1.01 * c.counted_total then list_append(m.flags, 'coverage')
		else m.flags
	end as flags,
	m.attributes
from merged as m
left join steps as s on s.run_id = m.run_id
left join models as u on u.run_id = m.run_id
left join coverage as c on c.run_id = m.run_id;
