import type { Review, Run } from '../../trace/model.ts';
import { readFields, type FieldIndex, type FieldValues } from '../otel/field-values.ts';
import { labelsOf, metadataOf } from './metadata.ts';
import type { LangfuseRow } from './row.ts';

/** What Langfuse says of a trace as a whole, beside its observations. */
export interface TraceRecord {
	runId: string;
	name: string | null;
	startedAtUs: number | null;
	updatedAtUs: number | null;
	conversationId: string | null;
	userRef: string | null;
	environment: string | null;
	/** The sum over its observations, parents and children alike; null when there is none. */
	totalCostUsd: number | null;
	/** Fields that its columns and metadata state. */
	values: FieldValues;
	attributes: Record<string, string>;
}

/** Reads a row of the traces table, or the trace of a download or API answer; a text is why it cannot be read. */
export function traceOf(
	row: LangfuseRow,
	index: FieldIndex,
	content: boolean
): TraceRecord | string {
	const runId = row.text('id');
	if (runId === null) return 'a trace without an id';
	const { original, own, context } = metadataOf(row.cell('metadata'), content);
	const environment = row.text('environment');
	const written = new Map([...own, ...original, ...columns(row, environment)]);
	const cost = row.number('totalCost');
	return {
		runId,
		name: row.text('name'),
		startedAtUs: row.timeUs('timestamp', 'createdAt'),
		updatedAtUs: row.timeUs('updatedAt'),
		conversationId: row.text('sessionId'),
		userRef: row.text('userId'),
		environment,
		totalCostUsd: cost !== null && cost > 0 ? cost : null,
		values: readFields(index, [context, written]),
		attributes: labelsOf([...context, ...written], content)
	};
}

/** What stands in columns, under the names that attributes have. */
function* columns(row: LangfuseRow, environment: string | null): Iterable<[string, string]> {
	const version = row.text('version');
	const release = row.text('release');
	const tags = row.list('tags');
	const said: [string, string | null][] = [
		['tags', tags.length > 0 ? JSON.stringify(tags) : null],
		['version', version],
		['release', release],
		['langfuse.version', version],
		['langfuse.release', release],
		// What Langfuse writes where none was set.
		['langfuse.environment', environment === 'default' ? null : environment]
	];
	for (const [key, text] of said) if (text !== null) yield [key, text];
}

/**
 * The run of a trace and its observations: the trace's own word counts before what its observations
 * say. Without observations (`heard` null) nothing tells how it ended.
 */
export function runOf(trace: TraceRecord | null, heard: Run | null): Run | null {
	if (trace === null) return heard;
	const run = heard ?? unheard(trace.runId);
	const { values } = trace;
	return {
		...run,
		name: trace.name ?? run.name,
		task: values.get('task') ?? run.task,
		caseId: values.get('caseId') ?? run.caseId,
		attempt: whole(values.get('attempt')) ?? run.attempt,
		agent: values.get('agentName') ?? run.agent,
		agentVersion: values.get('agentVersion') ?? run.agentVersion,
		environment: values.get('environment') ?? run.environment ?? trace.environment,
		purpose: (values.get('purpose') as Run['purpose']) ?? run.purpose,
		actor: (values.get('actor') as Run['actor']) ?? run.actor,
		conversationId: trace.conversationId ?? run.conversationId ?? values.get('conversationId'),
		userRef: trace.userRef ?? run.userRef ?? values.get('userRef'),
		startedAtUs: run.startedAtUs ?? trace.startedAtUs,
		confidence: values.get('confidence') ?? run.confidence,
		highStakes: values.get('highStakes') ?? run.highStakes,
		humanMinutes: values.get('humanMinutes') ?? run.humanMinutes,
		reportedCostUsd: trace.totalCostUsd,
		attributes: { ...run.attributes, ...trace.attributes }
	};
}

/** The review that a trace's metadata tells of; null when it tells of none. */
export function reviewOf({ runId, values }: TraceRecord): Review | null {
	const requested = values.get('reviewRequested');
	const decision = values.get('reviewDecision') as Review['decision'];
	const stated = values.get('reviewMinutes');
	const minutes = stated !== null && stated >= 0 ? stated : null;
	if (requested === null && decision === null && minutes === null) return null;
	return {
		reviewId: rootReviewId(runId),
		runId,
		spanId: null,
		requested,
		decision,
		minutes,
		requestedAtUs: null,
		decidedAtUs: null,
		reviewerRef: null
	};
}

/** Langfuse repeats the root's metadata on the trace: a review told by both is one. */
export const rootReviewId = (runId: string): string => `${runId}:root`;

const whole = (attempt: number | null): number | null =>
	attempt !== null && Number.isInteger(attempt) && attempt >= 0 && attempt < 2 ** 31
		? attempt
		: null;

/** A trace of which no observation is in the file. */
const unheard = (runId: string): Run => ({
	runId,
	traceId: runId.toLowerCase(),
	rootSpanId: null,
	name: null,
	task: null,
	caseId: null,
	attempt: null,
	agent: null,
	agentVersion: null,
	model: null,
	provider: null,
	environment: null,
	purpose: null,
	actor: null,
	conversationId: null,
	userRef: null,
	startedAtUs: null,
	endedAtUs: null,
	durationUs: null,
	status: 'unknown',
	errorType: null,
	visibleFailure: null,
	confidence: null,
	highStakes: null,
	steps: null,
	humanMinutes: null,
	valueUsd: null,
	reportedCostUsd: null,
	weight: null,
	inputTokens: null,
	cacheReadTokens: null,
	cacheWriteTokens: null,
	cacheWrite1hTokens: null,
	outputTokens: null,
	reasoningTokens: null,
	reportedInputTokens: null,
	reportedOutputTokens: null,
	tokenBasis: 'unknown',
	flags: [],
	attributes: {}
});
