import type { Parsed } from '../../formats/format.ts';

/** How a record's field travels: JSON in, column out. `time` is microseconds since 1970. */
type Kind = 'text' | 'whole' | 'real' | 'money' | 'flag' | 'time' | 'texts' | 'map' | 'count';

/** Record type -> table, and its columns after `import_id`, in the table's order: column, field, kind. */
export interface Columns {
	table: string;
	columns: readonly (readonly [column: string, field: string, kind: Kind])[];
}

const tokenColumns = [
	['input_tokens', 'inputTokens', 'whole'],
	['cache_read_tokens', 'cacheReadTokens', 'whole'],
	['cache_write_tokens', 'cacheWriteTokens', 'whole'],
	['cache_write_1h_tokens', 'cacheWrite1hTokens', 'whole'],
	['output_tokens', 'outputTokens', 'whole'],
	['reasoning_tokens', 'reasoningTokens', 'whole'],
	['reported_input_tokens', 'reportedInputTokens', 'whole'],
	['reported_output_tokens', 'reportedOutputTokens', 'whole'],
	['token_basis', 'tokenBasis', 'text']
] as const;

export const columnsOf: Record<Exclude<Parsed['type'], 'rejection' | 'warning'>, Columns> = {
	span: {
		table: 'spans',
		columns: [
			['run_id', 'runId', 'text'],
			['span_id', 'spanId', 'text'],
			['parent_span_id', 'parentSpanId', 'text'],
			['kind', 'kind', 'text'],
			['op', 'op', 'text'],
			['name', 'name', 'text'],
			['model', 'model', 'text'],
			['model_requested', 'modelRequested', 'text'],
			['provider', 'provider', 'text'],
			['agent', 'agent', 'text'],
			['tool_name', 'toolName', 'text'],
			['response_id', 'responseId', 'text'],
			...tokenColumns,
			['reported_cost_usd', 'reportedCostUsd', 'money'],
			['cost_is_estimate', 'costIsEstimate', 'flag'],
			['started_at', 'startedAtUs', 'time'],
			['ended_at', 'endedAtUs', 'time'],
			['ttft_us', 'ttftUs', 'whole'],
			['status', 'status', 'text'],
			['error_type', 'errorType', 'text'],
			['error_message', 'errorMessage', 'text'],
			['store_system', 'storeSystem', 'text'],
			['state_layer', 'stateLayer', 'text'],
			['flags', 'flags', 'texts'],
			['attributes', 'attributes', 'map']
		]
	},
	run: {
		table: 'run_rows',
		columns: [
			['run_id', 'runId', 'text'],
			['trace_id', 'traceId', 'text'],
			['root_span_id', 'rootSpanId', 'text'],
			['name', 'name', 'text'],
			['task', 'task', 'text'],
			['case_id', 'caseId', 'text'],
			['attempt', 'attempt', 'count'],
			['agent', 'agent', 'text'],
			['agent_version', 'agentVersion', 'text'],
			['model', 'model', 'text'],
			['provider', 'provider', 'text'],
			['environment', 'environment', 'text'],
			['purpose', 'purpose', 'text'],
			['actor', 'actor', 'text'],
			['conversation_id', 'conversationId', 'text'],
			['user_ref', 'userRef', 'text'],
			['started_at', 'startedAtUs', 'time'],
			['ended_at', 'endedAtUs', 'time'],
			['duration_us', 'durationUs', 'whole'],
			['status', 'status', 'text'],
			['error_type', 'errorType', 'text'],
			['visible_failure', 'visibleFailure', 'flag'],
			['confidence', 'confidence', 'real'],
			['high_stakes', 'highStakes', 'flag'],
			['steps', 'steps', 'count'],
			['human_minutes', 'humanMinutes', 'real'],
			['value_usd', 'valueUsd', 'money'],
			['weight', 'weight', 'real'],
			['reported_cost_usd', 'reportedCostUsd', 'money'],
			...tokenColumns,
			['flags', 'flags', 'texts'],
			['attributes', 'attributes', 'map']
		]
	},
	score: {
		table: 'scores',
		columns: [
			['score_id', 'scoreId', 'text'],
			['run_id', 'runId', 'text'],
			['span_id', 'spanId', 'text'],
			['conversation_id', 'conversationId', 'text'],
			['name', 'name', 'text'],
			['value_num', 'valueNum', 'real'],
			['value_label', 'valueLabel', 'text'],
			['value_bool', 'valueBool', 'flag'],
			['source', 'source', 'text'],
			['stated_at', 'atUs', 'time']
		]
	},
	outcome: {
		table: 'outcomes',
		columns: [
			['run_id', 'runId', 'text'],
			['outcome', 'outcome', 'text'],
			['source', 'source', 'text'],
			['stated_at', 'atUs', 'time']
		]
	},
	review: {
		table: 'reviews',
		columns: [
			['review_id', 'reviewId', 'text'],
			['run_id', 'runId', 'text'],
			['span_id', 'spanId', 'text'],
			['requested', 'requested', 'flag'],
			['decision', 'decision', 'text'],
			['minutes', 'minutes', 'real'],
			['requested_at', 'requestedAtUs', 'time'],
			['decided_at', 'decidedAtUs', 'time'],
			['reviewer_ref', 'reviewerRef', 'text']
		]
	},
	incident: {
		table: 'incidents',
		columns: [
			['incident_id', 'incidentId', 'text'],
			['run_id', 'runId', 'text'],
			['task', 'task', 'text'],
			['severity', 'severity', 'count'],
			['started_at', 'startedAtUs', 'time'],
			['detected_at', 'detectedAtUs', 'time'],
			['resolved_at', 'resolvedAtUs', 'time'],
			['minutes', 'minutes', 'real'],
			['people', 'people', 'real'],
			['cost_usd', 'costUsd', 'money']
		]
	},
	decision: {
		table: 'decisions',
		columns: [
			['run_id', 'runId', 'text'],
			['span_id', 'spanId', 'text'],
			['offered', 'offered', 'texts'],
			['chosen', 'chosen', 'text'],
			['confidence', 'confidence', 'real'],
			['stakes', 'stakes', 'text'],
			['stage', 'stage', 'text'],
			['reason_code', 'reasonCode', 'text']
		]
	},
	statement: {
		table: 'statements',
		columns: [
			['line', 'line', 'count'],
			['fingerprint', 'fingerprint', 'text'],
			['run_id', 'runId', 'text'],
			['trace_id', 'traceId', 'text'],
			['case_id', 'caseId', 'text'],
			['conversation_id', 'conversationId', 'text'],
			['external_id', 'externalId', 'text'],
			['task', 'task', 'text'],
			['outcome', 'outcome', 'text'],
			['outcome_source', 'outcomeSource', 'text'],
			['outcome_at', 'outcomeAtUs', 'time'],
			['confidence', 'confidence', 'real'],
			['high_stakes', 'highStakes', 'flag'],
			['review_requested', 'reviewRequested', 'flag'],
			['review_decision', 'reviewDecision', 'text'],
			['review_minutes', 'reviewMinutes', 'real'],
			['review_requested_at', 'reviewRequestedAtUs', 'time'],
			['review_decided_at', 'reviewDecidedAtUs', 'time'],
			['reviewer_ref', 'reviewerRef', 'text'],
			['incident_id', 'incidentId', 'text'],
			['incident_severity', 'incidentSeverity', 'count'],
			['incident_started_at', 'incidentStartedAtUs', 'time'],
			['incident_detected_at', 'incidentDetectedAtUs', 'time'],
			['incident_resolved_at', 'incidentResolvedAtUs', 'time'],
			['incident_minutes', 'incidentMinutes', 'real'],
			['incident_people', 'incidentPeople', 'real'],
			['incident_cost_usd', 'incidentCostUsd', 'money'],
			['value_usd', 'valueUsd', 'money'],
			['human_minutes', 'humanMinutes', 'real'],
			['scores', 'scores', 'map'],
			['score_source', 'scoreSource', 'text'],
			['written', 'written', 'text']
		]
	}
};

const JSON_TYPE: Record<Kind, string> = {
	text: '"VARCHAR"',
	whole: '"BIGINT"',
	count: '"INTEGER"',
	real: '"DOUBLE"',
	money: '"DECIMAL(18,9)"',
	flag: '"BOOLEAN"',
	time: '"BIGINT"',
	texts: '["VARCHAR"]',
	map: '"MAP(VARCHAR,VARCHAR)"'
};

/** The statement that appends a JSON array of records, bound as its one parameter, to a table. */
export function appendStatement({ table, columns }: Columns, importId: number): string {
	const shape = columns.map(([, field, kind]) => `"${field}":${JSON_TYPE[kind]}`).join(',');
	const values = columns
		.map(([, field, kind]) => (kind === 'time' ? `make_timestamp(r."${field}")` : `r."${field}"`))
		.join(', ');
	const names = columns.map(([column]) => column).join(', ');
	return `insert into ${table} (import_id, ${names})
		select ${importId}, ${values}
		from (select unnest(from_json(?, '[{${shape}}]')) as r)`;
}
