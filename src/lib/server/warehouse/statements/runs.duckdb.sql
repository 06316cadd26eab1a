-- What is each run by the workspace's definitions: which task, how did it end, who looked, what did
-- it cost?
insert into runs
with said as (
	select import_id, run_id, outcome, source, stated_at
	from told_outcomes
	where run_id in (select run_id from touched)
	union all
	select import_id, run_id, outcome, source, stated_at
	from rule_outcomes
	where run_id in (select run_id from touched)
),
stated as (
	-- Of several statements the best source speaks, of equal sources the latest.
	select
		run_id, outcome, source, stated_at,
		row_number() over (
			partition by run_id
			order by {{source_rank}}, stated_at desc nulls last, import_id desc, outcome
		) as pick
	from said
	where outcome <> 'unknown'
),
claims as (
	select run_id, arg_max(outcome, coalesce(stated_at, timestamp '1970-01-01')) as outcome
	from said
	where source = 'agent' and outcome <> 'unknown'
	group by run_id
),
distinct_reviews as (
	select *
	from told_reviews
	where run_id in (select run_id from touched)
	qualify row_number() over (partition by review_id order by decided_at desc nulls last, import_id) = 1
),
looked as (
	select
		run_id,
		bool_or(coalesce(requested, false)) as review_requested,
		bool_or((decision is not null and decision <> 'none') or minutes is not null) as reviewed,
		arg_max(decision, coalesce(decided_at, requested_at, timestamp '1970-01-01'))
			filter (decision is not null and decision <> 'none') as review_decision,
		sum(minutes) as review_minutes,
		max(greatest(date_diff('microsecond', requested_at, decided_at) - coalesce(minutes, 0) * 60000000, 0))::bigint
			as review_wait_us
	from distinct_reviews
	group by run_id
),
harmed as (
	select run_id, count(*) as incidents, try_cast(sum(cost_usd) as decimal(18, 9)) as incident_cost_usd
	from (
		select *
		from told_incidents
		where run_id in (select run_id from touched)
		qualify row_number() over (partition by incident_id order by resolved_at desc nulls last, import_id desc) = 1
	)
	group by run_id
),
spent as (
	select
		run_id,
		sum(input_tokens) filter (counted and cost_class <> 'evaluation') as input_tokens,
		sum(cache_read_tokens) filter (counted and cost_class <> 'evaluation') as cache_read_tokens,
		sum(cache_write_tokens) filter (counted and cost_class <> 'evaluation') as cache_write_tokens,
		sum(output_tokens) filter (counted and cost_class <> 'evaluation') as output_tokens,
		-- A price needs tokens: what only reports a cost is not priced by it.
		bool_and(coalesce(priced_cost_usd, case when tokens = 0 then reported_cost_usd end) is not null)
			filter (counted and cost_class <> 'evaluation')
			and bool_or(tokens > 0) filter (counted and cost_class <> 'evaluation') as priced,
		bool_and(reported_cost_usd is not null) filter (counted and cost_class <> 'evaluation') as reported,
		sum(coalesce(priced_cost_usd, case when tokens = 0 then reported_cost_usd end))
			filter (counted and cost_class <> 'evaluation') as priced_cost_usd,
		sum(reported_cost_usd) filter (counted and cost_class <> 'evaluation') as reported_cost_usd,
		sum(coalesce(priced_cost_usd, reported_cost_usd)) filter (counted and cost_class = 'evaluation')
			as evaluation_cost_usd,
		sum(coalesce(priced_cost_usd, case when tokens = 0 then reported_cost_usd end))
			filter (counted and cost_class = 'tools') as priced_tool_cost_usd,
		sum(reported_cost_usd) filter (counted and cost_class = 'tools') as reported_tool_cost_usd,
		sum(coalesce(priced_cost_usd, case when tokens = 0 then reported_cost_usd end))
			filter (counted and cost_class = 'state') as priced_state_cost_usd,
		sum(reported_cost_usd) filter (counted and cost_class = 'state') as reported_state_cost_usd
	from (
		select
			*,
			coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)
				+ coalesce(output_tokens, 0) as tokens
		from usages
		where run_id in (select run_id from touched)
	)
	group by run_id
),
totals as (
	-- A sum that no column can hold is unknown, and takes nothing else with it.
	select
		run_id,
		try_cast(input_tokens as bigint) as input_tokens,
		try_cast(cache_read_tokens as bigint) as cache_read_tokens,
		try_cast(cache_write_tokens as bigint) as cache_write_tokens,
		try_cast(output_tokens as bigint) as output_tokens,
		try_cast(evaluation_cost_usd as decimal(18, 9)) as evaluation_cost_usd,
		try_cast(case when priced then priced_cost_usd end as decimal(18, 9)) as priced_cost_usd,
		try_cast(case when reported then reported_cost_usd end as decimal(18, 9)) as reported_cost_usd,
		case when priced then 'priced' when reported then 'reported' end as cost_basis,
		try_cast(case when priced then priced_cost_usd when reported then reported_cost_usd end as decimal(18, 9))
			as cost_usd,
		try_cast(case when priced then priced_tool_cost_usd when reported then reported_tool_cost_usd end as decimal(18, 9))
			as tool_cost_usd,
		try_cast(case when priced then priced_state_cost_usd when reported then reported_state_cost_usd end as decimal(18, 9))
			as state_cost_usd
	from spent
)
select
	f.run_id, f.import_id, d.task,
	f.case_id, f.attempt, f.name,
	coalesce(f.agent, f.model, 'unknown') as agent,
	f.agent_version, f.model, f.provider, d.environment, f.purpose, d.actor,
	f.conversation_id, f.started_at, f.ended_at, f.duration_us, f.status, f.error_type,
	-- Before any review: what a person changed or refused was not right.
	case
		when l.review_decision in ('modified', 'rejected') then 'failure'
		when o.outcome is not null then o.outcome
		when l.review_decision = 'approved' then 'success'
		else 'unknown'
	end as agent_outcome,
	-- What the customer got.
	case
		when l.review_decision in ('modified', 'rejected') and coalesce(o.outcome, 'unknown') <> 'success' then 'unknown'
		when o.outcome is not null then o.outcome
		when l.review_decision = 'approved' then 'success'
		else 'unknown'
	end as delivered_outcome,
	case
		when l.review_decision in ('modified', 'rejected') then 'human'
		when o.outcome is not null then o.source
		when l.review_decision = 'approved' then 'human'
	end as outcome_source,
	o.stated_at as outcome_at,
	-- A run that ended without an error claims success; one that announced a failure does not.
	coalesce(
		c.outcome,
		case
			when f.visible_failure or f.status in ('error', 'cancelled') then 'failure'
			when f.status = 'ok' then 'success'
		end
	) as claimed_outcome,
	{{level}} as outcome_level,
	coalesce({{level}} in ('confirmed', 'audited', 'uncontradicted') or ({{level}} = 'claimed' and d.mature), false) as verified,
	d.mature,
	f.visible_failure, coalesce(f.confidence, a.confidence) as confidence,
	coalesce(f.high_stakes, a.high_stakes) as high_stakes,
	coalesce(l.reviewed, false) as reviewed, l.review_requested, l.review_decision, l.review_minutes,
	l.review_wait_us, coalesce(f.human_minutes, a.human_minutes) as human_minutes,
	coalesce(f.value_usd, a.value_usd) as value_usd,
	coalesce(h.incidents, 0) as incidents, h.incident_cost_usd,
	f.weight, f.steps, f.llm_calls, f.tool_calls,
	t.input_tokens, t.cache_read_tokens, t.cache_write_tokens, t.output_tokens,
	t.cost_usd - coalesce(t.tool_cost_usd, 0) - coalesce(t.state_cost_usd, 0) as model_cost_usd,
	t.tool_cost_usd, t.state_cost_usd, t.evaluation_cost_usd, t.priced_cost_usd, t.reported_cost_usd,
	t.cost_usd, t.cost_basis, f.flags,
	d.repeats
from defined as d
join run_facts as f on f.run_id = d.run_id
left join stated as o on o.run_id = f.run_id and o.pick = 1
left join claims as c on c.run_id = f.run_id
left join looked as l on l.run_id = f.run_id
left join harmed as h on h.run_id = f.run_id
left join totals as t on t.run_id = f.run_id
left join added as a on a.run_id = f.run_id
order by f.started_at;
