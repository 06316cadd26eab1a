-- One row per case. A run without a case id, or a trial of a benchmark, is a case of its own;
-- retries of one piece of work go together: the last one decides, all are paid.
insert into cases
select
	run_id as case_key, coalesce(case_id, run_id) as item_id, task, agent, agent_version, model,
	environment, purpose, actor, run_id as last_run_id, 1 as attempts, started_at, agent_outcome,
	delivered_outcome, claimed_outcome, outcome_level, verified, mature, visible_failure, confidence, reviewed, review_minutes,
	human_minutes, value_usd, weight, cost_usd,
	tool_cost_usd, state_cost_usd, evaluation_cost_usd, incidents, incident_cost_usd
from runs
where run_id in (select run_id from touched) and {{case_key}} = run_id;

insert into cases
select
	case_key,
	any_value(case_id) as item_id,
	any_value(task) as task,
	arg_max(agent, turn) as agent,
	arg_max(agent_version, turn) as agent_version,
	arg_max(model, turn) as model,
	arg_max(environment, turn) as environment,
	arg_max(purpose, turn) as purpose,
	any_value(actor) as actor,
	arg_max(run_id, turn) as last_run_id,
	count(*) as attempts,
	min(started_at) as started_at,
	arg_max(agent_outcome, turn) as agent_outcome,
	arg_max(delivered_outcome, turn) as delivered_outcome,
	arg_max(claimed_outcome, turn) as claimed_outcome,
	arg_max(outcome_level, turn) as outcome_level,
	arg_max(verified, turn) as verified,
	bool_and(mature) as mature,
	arg_max(visible_failure, turn) as visible_failure,
	arg_max(confidence, turn) as confidence,
	bool_or(reviewed) as reviewed,
	sum(review_minutes) as review_minutes,
	max(human_minutes) as human_minutes,
	max(value_usd) as value_usd,
	arg_max(weight, turn) as weight,
	try_cast(case when count(cost_usd) = count(*) then sum(cost_usd) end as decimal(18, 9)) as cost_usd,
	try_cast(sum(tool_cost_usd) as decimal(18, 9)) as tool_cost_usd,
	try_cast(sum(state_cost_usd) as decimal(18, 9)) as state_cost_usd,
	try_cast(sum(evaluation_cost_usd) as decimal(18, 9)) as evaluation_cost_usd,
	sum(incidents) as incidents,
	try_cast(sum(incident_cost_usd) as decimal(18, 9)) as incident_cost_usd
from (
	select
		*,
		row_number() over (
			partition by case_key
			order by attempt nulls first, started_at nulls first, run_id
		) as turn
	from (select *, {{case_key}} as case_key from runs)
	where case_key in (select case_key from touched_cases) and case_key <> run_id
)
group by case_key;
