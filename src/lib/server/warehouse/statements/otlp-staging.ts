import {
	abstentions,
	cancellations,
	providerNames,
	settledUsage,
	USAGE_DETAILS,
	type FieldName
} from '../../../formats/otel/attributes.ts';
import {
	HANDOFF,
	toolCalls,
	toolDefinitions,
	toolDefinitionTexts
} from '../../../formats/otel/decisions.ts';
import { EVALUATION_EVENT } from '../../../formats/otel/evaluations.ts';
import { KEPT_LENGTH } from '../../../formats/otel/privacy.ts';
import {
	queryKeys,
	storeLayers,
	vectorKeys,
	vectorQueries
} from '../../../formats/otel/state-stores.ts';
import {
	AttributeSql,
	caseSql,
	castSql,
	coalesced,
	literal,
	literals,
	textListSql
} from './otlp-fields.ts';
import type { KeyPlan } from './otlp-keys.ts';
import type { Sample } from './otlp-sample.ts';
import { EVENTS, spansSql, textSql } from './otlp-spans.ts';
import { tokenClassesSql, tokenColumns } from './otlp-tokens.ts';

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

/** The staging table: which of its columns hold something, and the statement that fills it. */
export interface Staging {
	statement: string;
	/** A column, or a typed NULL where the file says nothing. */
	column(name: string): string;
	has(name: string): boolean;
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
		nullif(s.status.message, '') as status_message,
		s.events as events,
		coalesce(try_cast(s.droppedAttributesCount as bigint) > 0, false)
			or coalesce(try_cast(s.droppedEventsCount as bigint) > 0, false)
			or coalesce(try_cast(s.droppedLinksCount as bigint) > 0, false) as is_truncated,
		${field('kind') ?? 'null::varchar'} as stated_kind,
		${field('op') ?? 'null::varchar'} as op,
		${field('model') ?? 'null::varchar'} as model,
		${field('modelRequested') ?? 'null::varchar'} as model_requested,
		${providerSql(field('provider'))} as provider,
		${field('agentName') ?? 'null::varchar'} as own_agent,
		${field('entityName') ?? 'null::varchar'} as entity_name,
		${field('toolName') ?? 'null::varchar'} as own_tool,
		${field('responseId') ?? 'null::varchar'} as response_id,
		${field('errorType') ?? 'null::varchar'} as stated_error,
		${costSql(field)} as reported_cost_usd,
		${ttftSql(field('ttftUs'))} as ttft_us,
		${field('storeSystem') ?? 'null::varchar'} as store_system,
		${vectorSql(attributes)} as is_vector,
		${given.map(({ column, value }) => `${value} as ${column}, `).join('\n\t\t')}
		${usageDetailsSql(attributes)}
	from attributed
),
${tokenClassesSql('named', 'counted', reportedSql(attributes))},
failed as (
	select *,
		coalesce(status_code in ('2', 'STATUS_CODE_ERROR', 'ERROR', 'Error'), false)
			or stated_error is not null as has_failed,
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
	is_first, is_span, is_regular,
	hash(trace_id, span_id) as span_key,
	case when parent_span_id is not null then hash(trace_id, parent_span_id) end as parent_key,
	trace_id, span_id, parent_span_id, kind, op,
	left(coalesce(own_name, op, kind), ${KEPT_LENGTH}) as name,
	model, model_requested, provider,
	coalesce(stated_agent, ${present.has('service_name') ? 'service_name' : 'null'}) as agent,
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
	${given.map(({ column }) => `${column}, `).join('')}
	${choiceSql(field, present)}
from typed`;
	return {
		statement,
		has: (name) => present.has(name),
		column: (name) => (present.has(name) ? `s.${name}` : `null::${types.get(name) ?? 'varchar'}`)
	};
}

const or = (expression: string | null, type = 'varchar'): string => expression ?? `null::${type}`;

function providerSql(stated: string | null): string {
	if (stated === null) return 'null::varchar';
	return `coalesce(${caseSql(`lower(${stated})`, providerNames)}, lower(${stated}))`;
}

const ttftSql = (us: string | null): string =>
	us === null ? 'null::bigint' : `case when ${us} >= 0 then try_cast(round(${us}) as bigint) end`;

function costSql(field: (name: FieldName) => string | null): string {
	const parts = [field('promptCostUsd'), field('completionCostUsd')].filter(
		(part) => part !== null
	);
	const sum = parts.map((part) => `coalesce(${part}, 0)`).join(' + ');
	const isAny = parts.map((part) => `(${part}) is not null`).join(' or ');
	const summed = parts.length === 0 ? null : `case when ${isAny} then ${sum} end`;
	return or(coalesced([field('costUsd'), summed]), 'double');
}

/** Langfuse's usage map as columns `u_<class>`: the twin of langfuseUsage (formats/otel/usage.ts). */
function usageDetailsSql(attributes: AttributeSql): string {
	const text = attributes.merged(USAGE_DETAILS);
	if (text === null) return 'false as has_details';
	const sum = (condition: string) =>
		`list_sum([try_cast(e.value as double) for e in map_entries(try(from_json(${text}, '"MAP(VARCHAR,JSON)"')))
			if json_type(e.value) in ('BIGINT', 'UBIGINT', 'DOUBLE') and (${condition})])`;
	const input = sum(`e."key" = 'input'`);
	const output = sum(`e."key" = 'output'`);
	return [
		`coalesce(${input}, ${output}) is not null as has_details`,
		`${input} as u_input`,
		`${output} as u_output`,
		`${sum(`e."key" = 'total'`)} as u_total`,
		`${sum(`e."key" = 'input_cached_tokens' or (starts_with(e."key", 'input_cache') and contains(e."key", 'read'))`)} as u_read`,
		`${sum(`starts_with(e."key", 'input_cache_creation') or e."key" = 'input_cache_write'`)} as u_write`,
		`${sum(`e."key" = 'input_cache_creation_1h'`)} as u_write1h`,
		`${sum(`starts_with(e."key", 'output_reasoning')`)} as u_reasoning`
	].join(',\n\t\t');
}

function reportedSql(attributes: AttributeSql) {
	const hasDetails = attributes.merged(USAGE_DETAILS) !== null;
	const count = (name: FieldName | null, detail: string) => {
		const own = name === null ? null : attributes.field(name);
		if (!hasDetails) return own ?? 'null';
		return `case when has_details then u_${detail} else ${own ?? 'null'} end`;
	};
	const isSettled = (key: string) => {
		const text = attributes.merged(key);
		return text === null ? 'false' : `coalesce(isfinite(try_cast(${text} as double)), false)`;
	};
	const settled = `${isSettled(settledUsage.inputTokens)}
		and ((${or(attributes.field('cacheReadTokens'))}) is null or ${isSettled(settledUsage.cacheReadTokens)})
		and ((${or(attributes.field('cacheWriteTokens'))}) is null or ${isSettled(settledUsage.cacheWriteTokens)})`;
	return {
		input: count('inputTokens', 'input'),
		output: count('outputTokens', 'output'),
		total: count('totalTokens', 'total'),
		cacheRead: count('cacheReadTokens', 'read'),
		cacheWrite: count('cacheWriteTokens', 'write'),
		cacheWrite1h: count(null, 'write1h'),
		reasoning: count('reasoningTokens', 'reasoning'),
		convention: `case when has_details then 'exclusive' when ${settled} then 'inclusive' else 'unknown' end`,
		outputConvention: `case when has_details then 'exclusive' else 'inclusive' end`,
		provider: 'provider',
		model: 'coalesce(model, model_requested)'
	};
}

/** The twin of kindOf's second half (formats/otel/span.ts): what the span carries tells its kind. */
function fallbackKindSql(attributes: AttributeSql): string {
	const toolSigns = [
		'own_tool is not null',
		...[attributes.field('toolCallId'), attributes.own('mcp.method.name')]
			.filter((sign) => sign !== null)
			.map((sign) => `(${sign}) is not null`)
	];
	const layer = layerSql(attributes.field('stateLayer'), attributes, `'other'`);
	return `case
			when ${toolSigns.join(' or ')} then 'tool'
			when store_system is not null then case when ${layer} = 'working' then 'retrieval' else 'memory' end
			when model is not null then 'llm'
			else 'other'
		end`;
}

const querySql = (attributes: AttributeSql): string | null =>
	coalesced(queryKeys.map((key) => attributes.own(key)));

/** The twin of isVectorSearch (formats/otel/state-stores.ts). */
function vectorSql(attributes: AttributeSql): string {
	const query = querySql(attributes);
	const signs = [
		...vectorKeys
			.map((key) => attributes.own(key))
			.filter((column) => column !== null)
			.map((column) => `${column} is not null`),
		...(query === null
			? []
			: vectorQueries.map((sign) => `coalesce(contains(${query}, ${literal(sign)}), false)`))
	];
	return signs.length === 0 ? 'false' : `(${signs.join(' or ')})`;
}

/** The twin of stateLayer (formats/otel/state-stores.ts). */
function layerSql(stated: string | null, attributes: AttributeSql, kind: string): string {
	const gremlin = `contains(lower(concat_ws(' ', op, ${or(querySql(attributes))})), 'gremlin')`;
	return `case
		${stated === null ? '' : `when (${stated}) is not null then ${stated}`}
		when store_system is not null then case
			when is_vector then 'working'
			when lower(store_system) = 'azure.cosmosdb' and ${gremlin} then 'knowledge'
			else coalesce(${caseSql('lower(store_system)', storeLayers)}, 'other')
		end
		when ${kind} = 'memory' then 'knowledge'
		when ${kind} = 'retrieval' then 'working'
	end`;
}

/** The text of an event's attribute. */
export const eventSql = (list: string, key: string): string =>
	`nullif([${textSql('x."value"')} for x in ${list} if x."key" = ${literal(key)}][1], '')`;

/** What our own attributes and guardrails say about a choice; the twin of choiceOf (formats/otel/decisions.ts). */
function statedChoiceSql(field: (name: FieldName) => string | null): string {
	return [
		`${or(field('decisionChosen'))} as stated_chosen`,
		`${field('decisionAlternatives') ?? 'null::varchar[]'} as alternatives`,
		`coalesce(${or(field('guardrailTriggered'), 'boolean')}, case when has_failed then true end) as is_triggered`
	].join(',\n\t\t');
}

const toolNameSql = (definition: string): string =>
	`coalesce(try(json_extract_string(${definition}, '$.name')), try(json_extract_string(${definition}, '$.function.name')))`;

/** Names of the tools offered, and of the one asked for. */
function toolsSql(attributes: AttributeSql, plan: KeyPlan): string {
	if (!plan.offersTools) return 'null::varchar[] as tools, null::varchar as called_tool';
	const names = (definitions: string) =>
		`[n for n in [${toolNameSql('d')} for d in ${definitions}] if n is not null]`;
	const offered = coalesced([
		...toolDefinitions.map((key) => {
			const text = attributes.own(key);
			return text === null ? null : names(`try(from_json(${text}, '["JSON"]'))`);
		}),
		...toolDefinitionTexts.map((key) => {
			const text = attributes.own(key);
			return text === null ? null : names(textListSql(text));
		}),
		...plan.toolFamilies.map(
			({ column, isJson }) =>
				`case when len(${column}) > 0 then ${isJson ? names(column) : column} end`
		)
	]);
	const called = coalesced(
		toolCalls.map((call) => {
			const text = attributes.own(call.key);
			return text === null ? null : castSql(text, call, 'text');
		})
	);
	return `${or(offered, 'varchar[]')} as tools, ${or(called)} as called_tool`;
}

/** The decision as columns `choice_*`; `choice_stage` and the rest are null where none was taken. */
function choiceSql(field: (name: FieldName) => string | null, present: Set<string>): string {
	const isStated = field('decisionChosen') !== null || field('decisionAlternatives') !== null;
	const alternatives = 'coalesce(alternatives, [])';
	const stage = (own: string) =>
		present.has('decision_stage') ? `coalesce(decision_stage, ${own})` : own;
	const choices = [
		...(isStated
			? [
					{
						when: '(stated_chosen is not null or len(alternatives) > 0)',
						offered: `case when stated_chosen is null or list_contains(${alternatives}, stated_chosen)
							then ${alternatives} else list_append(${alternatives}, stated_chosen) end`,
						chosen: 'stated_chosen',
						stage: 'null::varchar'
					}
				]
			: []),
		{
			when: `kind = 'guardrail'`,
			offered: `['pass', 'block']`,
			chosen: `case is_triggered when true then 'block' when false then 'pass' end`,
			stage: `'guardrail'`
		},
		{
			when: `starts_with(tool_name, ${literal(HANDOFF)})`,
			offered: '[]::varchar[]',
			chosen: `substr(tool_name, ${HANDOFF.length + 1})`,
			stage: `'handoff'`
		},
		{ when: 'len(tools) > 0', offered: 'tools', chosen: 'called_tool', stage: `'tool_choice'` }
	];
	const pick = (part: (choice: (typeof choices)[number]) => string) =>
		`case ${choices.map((choice) => `when ${choice.when} then ${part(choice)}`).join('\n\t\t')} end`;
	const chosen = pick((choice) => choice.chosen);
	const staged = pick((choice) => stage(choice.stage));
	return `${pick((choice) => choice.offered)} as choice_offered,
	${chosen} as choice_chosen,
	${staged} as choice_stage,
	coalesce((${staged} = 'guardrail' and ${chosen} = 'block')
		or lower(${chosen}) in (${literals(abstentions)}), false) as gave_up`;
}
