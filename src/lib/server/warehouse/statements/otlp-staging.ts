import { COST_DETAILS, FIRST_TOKEN_AT, type FieldName } from '../../../formats/otel/attributes.ts';
import { EVALUATION_EVENT } from '../../../formats/otel/evaluations.ts';
import { KEPT_LENGTH } from '../../../formats/otel/privacy.ts';
import { cancellations, providerNames } from '../../../formats/otel/spellings.ts';
import { choiceSql, statedChoiceSql, toolsSql } from './otlp-choices.ts';
import { AttributeSql, caseSql, coalesced, literal, literals, orNull } from './otlp-fields.ts';
import type { KeyPlan } from './otlp-keys.ts';
import { fallbackKindSql, layerSql, vectorSql } from './otlp-kinds.ts';
import type { Sample } from './otlp-sample.ts';
import { EVENTS, spansSql } from './otlp-spans.ts';
import { tokenClassesSql, tokenColumns } from './otlp-tokens.ts';
import { reportedSql, usageDetailsSql } from './otlp-usage.ts';

/** A field that the staging table has a column for, where the file says anything about it. */
const stagedFields: readonly (readonly [column: string, field: FieldName, type: string])[] = [
	['task', 'task', 'varchar'],
	['run_name', 'runName', 'varchar'],
	['case_id', 'caseId', 'varchar'],
	['attempt', 'attempt', 'double'],
	['agent_version', 'agentVersion', 'varchar'],
	['service_name', 'serviceName', 'varchar'],
	['environment', 'environment', 'varchar'],
	['purpose', 'purpose', 'varchar'],
	['actor', 'actor', 'varchar'],
	['conversation_id', 'conversationId', 'varchar'],
	['user_ref', 'userRef', 'varchar'],
	['confidence', 'confidence', 'double'],
	['high_stakes', 'highStakes', 'boolean'],
	['outcome', 'outcome', 'varchar'],
	['outcome_source', 'outcomeSource', 'varchar'],
	['review_requested', 'reviewRequested', 'boolean'],
	['review_decision', 'reviewDecision', 'varchar'],
	['review_minutes', 'reviewMinutes', 'double'],
	['task_status', 'taskStatus', 'varchar'],
	['decision_reason', 'decisionReason', 'varchar'],
	['decision_stage', 'decisionStage', 'varchar']
];

/** Fields that are read together with the contexts, and so may stay there. */
const contextFields: ReadonlySet<string> = new Set([
	...['task', 'run_name', 'case_id', 'attempt', 'agent_version', 'service_name', 'environment'],
	...['purpose', 'actor', 'conversation_id', 'user_ref']
]);

/** The staging table: which of its columns hold something, and the statement that fills it. */
export interface Staging {
	statement: string;
	/** A column of it (`s`) or of the contexts (`c`), or a typed NULL where the file says nothing. */
	column(name: string): string;
	has(name: string): boolean;
	/** Columns that only the first span of each context has: they belong to the table of contexts. */
	ofContext: readonly string[];
}

export const STAGE = 'otlp_stage';

/** One row per span of the file (its path is the one parameter), with everything that rows are made from. */
export function stagingOf({ keys, isPacked }: Sample, plan: KeyPlan): Staging {
	const attributes = new AttributeSql(keys);
	const field = (name: FieldName) => attributes.field(name);
	const given = stagedFields.flatMap(([column, name, type]) => {
		const value = field(name);
		return value === null ? [] : [{ column, value, type }];
	});
	const present = new Set(given.map(({ column }) => column));
	const ofContext = stagedFields
		.filter(([column, name]) => contextFields.has(column) && attributes.isOfContext(name))
		.map(([column]) => column);
	const types = new Map(stagedFields.map(([column, , type]) => [column, type]));
	const statement = `
create temp table ${STAGE} as
with ${spansSql(attributes, plan, isPacked)},
named as (
	select * exclude (s),
		lower(s.traceId) as trace_id,
		lower(s.spanId) as span_id,
		nullif(nullif(nullif(lower(s.parentSpanId), ''), '${'0'.repeat(16)}'), lower(s.spanId)) as parent_span_id,
		nullif(s.name, '') as own_name,
		s.startTimeUnixNano // 1000 as start_us,
		nullif(s.endTimeUnixNano, 0) // 1000 as end_us,
		s.status.code as status_code,
		${coalesced([`nullif(s.status.message, '')`, field('statedMessage')])} as status_message,
		s.events as events,
		coalesce(try_cast(s.droppedAttributesCount as bigint) > 0, false)
			or coalesce(try_cast(s.droppedEventsCount as bigint) > 0, false)
			or coalesce(try_cast(s.droppedLinksCount as bigint) > 0, false) as is_truncated,
		${orNull(field('kind'))} as stated_kind,
		${orNull(field('op'))} as op,
		${orNull(field('model'))} as model,
		${orNull(field('modelRequested'))} as model_requested,
		${providerSql(field('provider'))} as provider,
		${orNull(field('agentName'))} as own_agent,
		${orNull(field('entityName'))} as entity_name,
		${orNull(field('toolName'))} as own_tool,
		${orNull(field('responseId'))} as response_id,
		${orNull(field('errorType'))} as stated_error,
		${costSql(field, attributes.merged(COST_DETAILS))} as reported_cost_usd,
		${ttftSql(coalesced([field('ttftUs'), firstTokenSql(field('firstTokenAt'))]))} as ttft_us,
		${orNull(field('storeSystem'))} as store_system,
		${vectorSql(attributes)} as is_vector,
		${given.map(({ column, value }) => `${value} as ${column}, `).join('\n\t\t')}
		${usageDetailsSql(attributes)}
	from attributed
),
${tokenClassesSql('named', 'counted', reportedSql(attributes))},
failed as (
	select *,
		coalesce(status_code in ('2', 'STATUS_CODE_ERROR', 'ERROR', 'Error'), false)
			or stated_error is not null
			or ${field('statedLevel') ? `(${field('statedLevel')}) is not null` : 'false'} as has_failed,
		coalesce(stated_kind, ${fallbackKindSql(attributes)}) as kind
	from counted
),
explained as (
	select *,
		case when has_failed and contains(events, '"exception"') then
			[e for e in try(from_json(events, '${EVENTS}')) if e.name = 'exception'][1].attributes
		end as exception
	from failed
),
typed as (
	select *,
		case when has_failed then coalesce(stated_error, ${eventSql('exception', 'exception.type')},
			${coalesced([field('exceptionType'), 'status_message'])}) end as full_error_type,
		case when has_failed then coalesce(status_message, ${eventSql('exception', 'exception.message')}
			${field('exceptionMessage') ? `, ${field('exceptionMessage')}` : ''}) end as full_error_message,
		case when kind = 'tool' then coalesce(own_tool, entity_name) else own_tool end as tool_name,
		case when kind = 'agent' then coalesce(own_agent, entity_name) else own_agent end as stated_agent,
		${statedChoiceSql(field)},
		${toolsSql(attributes, plan)}
	from explained
)
select
	is_first, is_regular,
	hash(trace_id, span_id) as span_key,
	case when parent_span_id is not null then hash(trace_id, parent_span_id) end as parent_key,
	trace_id, span_id, parent_span_id, kind, op,
	left(coalesce(own_name, op, kind), ${KEPT_LENGTH}) as name,
	model, model_requested, provider,
	stated_agent, tool_name, response_id, ${tokenColumns.join(', ')}, token_basis, bad_tokens,
	try_cast(reported_cost_usd as decimal(18, 9)) as reported_cost_usd,
	make_timestamp(start_us) as started_at,
	make_timestamp(end_us) as ended_at,
	ttft_us,
	case
		when has_failed then case when lower(full_error_type) in (${literals(cancellations)}) then 'cancelled' else 'error' end
		when end_us is null then 'running'
		else 'ok'
	end as status,
	left(full_error_type, ${KEPT_LENGTH}) as error_type,
	left(full_error_message, ${KEPT_LENGTH}) as error_message,
	store_system,
	${layerSql(field('stateLayer'), attributes, 'kind')} as state_layer,
	is_truncated, rest, context_key, context_rest,
	case when contains(events, ${literal(EVALUATION_EVENT)}) then events end as evaluations,
	${given
		.map(({ column }) =>
			ofContext.includes(column)
				? `case when context_rest is not null then ${column} end as ${column}, `
				: `${column}, `
		)
		.join('')}
	${choiceSql(field, present)}
from typed`;
	return {
		statement,
		has: (name) => present.has(name),
		column: (name) => {
			if (!present.has(name)) return `null::${types.get(name) ?? 'varchar'}`;
			return `${ofContext.includes(name) ? 'c' : 's'}.${name}`;
		},
		ofContext
	};
}

function providerSql(stated: string | null): string {
	if (stated === null) return 'null::varchar';
	return `coalesce(${caseSql(`lower(${stated})`, providerNames)}, lower(${stated}))`;
}

const ttftSql = (us: string | null): string =>
	us === null ? 'null::bigint' : `case when ${us} >= 0 then try_cast(round(${us}) as bigint) end`;

/** From the span's start to the moment that Langfuse writes down. */
const firstTokenSql = (at: string | null): string | null =>
	at === null
		? null
		: `case when regexp_matches(${at}, ${literal(FIRST_TOKEN_AT)})
			then epoch_us(try_cast(trim(${at}, '"Z') as timestamp)) - s.startTimeUnixNano // 1000 end`;

/** `details`: Langfuse's costs by class, summed where they come without a total. */
function costSql(field: (name: FieldName) => string | null, details: string | null): string {
	const parts = [field('promptCostUsd'), field('completionCostUsd')].filter(
		(part) => part !== null
	);
	const sum = parts.map((part) => `coalesce(${part}, 0)`).join(' + ');
	const isAny = parts.map((part) => `(${part}) is not null`).join(' or ');
	const summed = parts.length === 0 ? null : `case when ${isAny} then ${sum} end`;
	const ofClasses =
		details &&
		`list_sum([try_cast(e.value as double) for e in map_entries(try(from_json(${details}, '"MAP(VARCHAR,JSON)"')))
			if json_type(e.value) in ('BIGINT', 'UBIGINT', 'DOUBLE')])`;
	return orNull(coalesced([field('costUsd'), summed, ofClasses]), 'double');
}

/** The text of an event's attribute; of lists nothing. */
export const eventSql = (list: string, key: string): string =>
	`nullif([coalesce(x."value".stringValue, x."value".intValue, x."value".doubleValue::varchar, x."value".boolValue)
		for x in ${list} if x."key" = ${literal(key)}][1], '')`;
