import { outcomeLabels } from '../../../formats/otel/spellings.ts';
import {
	EVALUATION_EVENT,
	evaluationKeys,
	TASK_OUTCOME
} from '../../../formats/otel/evaluations.ts';
import { caseSql, literal } from './otlp-fields.ts';
import { COPIES } from './otlp-relations.ts';
import { runId, type RowsPlan } from './otlp-rows.ts';
import { EVENTS } from './otlp-spans.ts';
import { eventSql, STAGE, type Staging } from './otlp-staging.ts';

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
