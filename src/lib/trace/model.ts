/**
 * The canonical records that every format yields (design: spans -> runs -> cases).
 * Ids are the export's own; ingest puts the source in front. Times are microseconds since
 * 1970 UTC (exact in a number until 2255), durations microseconds, money USD, tokens counts.
 * `null` means "not reported", never zero.
 */

export type SpanKind =
	| 'llm'
	| 'embedding'
	| 'tool'
	| 'retrieval'
	| 'memory'
	| 'agent'
	| 'guardrail'
	| 'evaluator'
	| 'human'
	| 'workflow'
	| 'other';

/** The technical end state; never the outcome. */
export type Status = 'ok' | 'error' | 'cancelled' | 'running' | 'unknown';
export type Outcome = 'success' | 'failure' | 'partial' | 'unknown';
/** Who says so. `system` is a system of record, `audit` a check by hand, `agent` the agent's own claim. */
export type StatementSource =
	| 'system'
	| 'audit'
	| 'human'
	| 'code'
	| 'llm_judge'
	| 'user'
	| 'agent'
	| 'status'
	| 'file'
	| 'unknown';
export type Purpose = 'production' | 'evaluation' | 'shadow';
export type Actor = 'agent' | 'human' | 'rule';
export type ReviewDecision =
	'approved' | 'modified' | 'rejected' | 'escalated' | 'expired' | 'none';
export type StateLayer = 'working' | 'session' | 'knowledge' | 'other';
/** How the export's input count relates to cached tokens (trace/tokens.ts). */
export type TokenBasis = 'inclusive' | 'exclusive' | 'guarded' | 'unknown';

/** Disjoint token classes: the first four add up; 1h is a part of writes, reasoning of output. */
export interface TokenClasses {
	inputTokens: number | null;
	cacheReadTokens: number | null;
	cacheWriteTokens: number | null;
	cacheWrite1hTokens: number | null;
	outputTokens: number | null;
	reasoningTokens: number | null;
	/** What the file said before normalizing. */
	reportedInputTokens: number | null;
	reportedOutputTokens: number | null;
	tokenBasis: TokenBasis;
}

/** One step inside a run. */
export interface Span extends TokenClasses {
	/** Native id of the run this step belongs to: the trace, for trace formats. */
	runId: string;
	spanId: string;
	parentSpanId: string | null;
	traceId: string | null;
	kind: SpanKind;
	/** The source's own operation name, e.g. `chat`, `execute_tool`, `query`. */
	op: string | null;
	name: string;
	model: string | null;
	modelRequested: string | null;
	provider: string | null;
	agent: string | null;
	toolName: string | null;
	responseId: string | null;
	reportedCostUsd: number | null;
	costIsEstimate: boolean;
	startedAtUs: number | null;
	endedAtUs: number | null;
	ttftUs: number | null;
	status: Status;
	errorType: string | null;
	errorMessage: string | null;
	storeSystem: string | null;
	stateLayer: StateLayer | null;
	/** Why this span should be looked at: `orphan`, `clock_skew`, `truncated`, `no_ids`, ... */
	flags: string[];
	/** What was not mapped; no text of prompts or completions. */
	attributes: Record<string, string>;
}

/**
 * What an export says about a run as a whole: a row of a table of attempts, or the root span of a
 * trace. Several may speak of one run; reduce picks.
 */
export interface Run extends TokenClasses {
	runId: string;
	traceId: string | null;
	rootSpanId: string | null;
	/** What the export calls it: the trace or root span name. */
	name: string | null;
	/** The kind of work, where the export states one. */
	task: string | null;
	caseId: string | null;
	attempt: number | null;
	agent: string | null;
	agentVersion: string | null;
	model: string | null;
	provider: string | null;
	environment: string | null;
	purpose: Purpose | null;
	actor: Actor | null;
	conversationId: string | null;
	/** Hashed at import. */
	userRef: string | null;
	startedAtUs: number | null;
	endedAtUs: number | null;
	durationUs: number | null;
	status: Status;
	errorType: string | null;
	visibleFailure: boolean | null;
	confidence: number | null;
	highStakes: boolean | null;
	steps: number | null;
	humanMinutes: number | null;
	valueUsd: number | null;
	reportedCostUsd: number | null;
	weight: number | null;
	flags: string[];
	attributes: Record<string, string>;
}

/** An evaluation attached to exactly one of run, span or conversation. */
export interface Score {
	scoreId: string;
	runId: string | null;
	spanId: string | null;
	conversationId: string | null;
	name: string;
	valueNum: number | null;
	valueLabel: string | null;
	valueBool: boolean | null;
	source: StatementSource;
	atUs: number | null;
}

/** Somebody's statement of how a run ended; append-only. */
export interface OutcomeStatement {
	runId: string;
	outcome: Outcome;
	source: StatementSource;
	atUs: number | null;
}

/** A human looked. */
export interface Review {
	reviewId: string;
	runId: string;
	spanId: string | null;
	requested: boolean | null;
	decision: ReviewDecision | null;
	minutes: number | null;
	requestedAtUs: number | null;
	decidedAtUs: number | null;
	reviewerRef: string | null;
}

/** It cost somebody: belongs to a run, or to a task and a date. */
export interface Incident {
	incidentId: string;
	runId: string | null;
	task: string | null;
	severity: number | null;
	startedAtUs: number | null;
	detectedAtUs: number | null;
	resolvedAtUs: number | null;
	minutes: number | null;
	people: number | null;
	costUsd: number | null;
}

/** The structure of a choice; no content. */
export interface Decision {
	runId: string;
	spanId: string;
	offered: string[];
	chosen: string | null;
	confidence: number | null;
	stakes: 'high' | 'low' | null;
	stage: string | null;
	reasonCode: string | null;
}

/**
 * One row of an outcomes file: what somebody says of a run, found by the first id that fits, or of an
 * incident. Whatever is not said is null.
 */
export interface Statement {
	/** Where it stands in its file; counts from 1. */
	line: number;
	/** The same for equal rows, so that a row sent twice counts once. */
	fingerprint: string;
	runId: string | null;
	traceId: string | null;
	caseId: string | null;
	conversationId: string | null;
	externalId: string | null;
	task: string | null;
	outcome: Outcome | null;
	outcomeSource: StatementSource | null;
	outcomeAtUs: number | null;
	confidence: number | null;
	highStakes: boolean | null;
	reviewRequested: boolean | null;
	reviewDecision: ReviewDecision | null;
	reviewMinutes: number | null;
	reviewRequestedAtUs: number | null;
	reviewDecidedAtUs: number | null;
	/** Hashed at import. */
	reviewerRef: string | null;
	incidentId: string | null;
	incidentSeverity: number | null;
	incidentStartedAtUs: number | null;
	incidentDetectedAtUs: number | null;
	incidentResolvedAtUs: number | null;
	incidentMinutes: number | null;
	incidentPeople: number | null;
	incidentCostUsd: number | null;
	valueUsd: number | null;
	humanMinutes: number | null;
	scores: Record<string, string>;
	scoreSource: StatementSource | null;
	/** The row as its file has it (formats/written-row.ts), as JSON. */
	written: string;
}
