/**
 * Which attribute says what: one table for every OpenTelemetry dialect, read by the stream parser
 * and turned into SQL by the bulk statement, so that both give equal rows. Of a field's sources the
 * first with a usable value counts; span attributes come before scope and resource attributes.
 * Seen: OpenTelemetry GenAI to 1.42 (old names too), OpenInference, Vercel AI SDK 4-6, OpenLLMetry,
 * Langfuse, Pydantic AI / Logfire, Google ADK, LangSmith, AgentOps, MLflow.
 */

import type { Field, Source } from './field.ts';
import { kindSources } from './kinds.ts';

const keys = (...names: string[]): Source[] => names.map((key) => ({ key }));
const inside = (key: string, ...path: string[]): Source => ({ key, path });
const text = (...sources: Source[]) => ({ cast: 'text' as const, sources });
const number = (...sources: Source[]) => ({ cast: 'number' as const, sources });
const flag = (...names: string[]) => ({ cast: 'flag' as const, sources: keys(...names) });
const oneOf = (key: string, ...names: string[]) =>
	text({ key, values: Object.fromEntries(names.map((name) => [name, name])) });

/** Canonical field -> its sources in order. */
export const fields = {
	kind: text(...kindSources),
	op: text(
		...keys('gen_ai.operation.name', 'ai.operationId', 'db.operation.name', 'db.operation'),
		...keys('mcp.method.name', 'llm.request.type'),
		{ key: 'openinference.span.kind', lower: true }
	),
	model: text(
		...keys('gen_ai.response.model', 'llm.response.model_name', 'decision.response.model_name'),
		...keys('langfuse.observation.model.name', 'ai.response.model', 'llm.model_name'),
		...keys('decision.model_name', 'gen_ai.request.model', 'ai.model.id', 'embedding.model_name'),
		...keys('reranker.model_name', 'mlflow.llm.model', 'llm.request.model_name'),
		...keys('decision.request.model_name')
	),
	modelRequested: text(
		...keys('gen_ai.request.model', 'llm.request.model_name', 'decision.request.model_name'),
		...keys('ai.model.id')
	),
	provider: text(
		...keys('gen_ai.provider.name', 'llm.provider', 'gen_ai.system', 'ai.model.provider'),
		...keys('decision.provider', 'llm.system', 'decision.system', 'mlflow.llm.provider')
	),
	agentName: text(...keys('gen_ai.agent.name', 'agent.name')),
	/** Names the agent on agent spans and the tool on tool spans. */
	entityName: text(...keys('traceloop.entity.name', 'agentops.entity.name')),
	serviceName: text(...keys('service.name')),
	agentVersion: text(
		...keys('gen_ai.agent.version', 'langfuse.version', 'langfuse.release', 'service.version')
	),
	toolName: text(
		...keys('gen_ai.tool.name', 'tool.name', 'ai.toolCall.name', 'tool_call.function.name'),
		...keys('mcp.tool.name')
	),
	toolCallId: text(...keys('gen_ai.tool.call.id', 'ai.toolCall.id', 'tool.id')),
	responseId: text(...keys('gen_ai.response.id', 'ai.response.id', 'llm.response.id')),
	errorType: text(...keys('error.type')),
	exceptionType: text(...keys('exception.type')),
	exceptionMessage: text(...keys('exception.message')),
	/** Langfuse says that a step failed here; the status of the span may stay unset. */
	statedLevel: oneOf('langfuse.observation.level', 'error'),
	statedMessage: text(...keys('langfuse.observation.status_message')),

	inputTokens: number(
		...keys('gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt'),
		...keys('decision.token_count.input', 'ai.usage.inputTokens', 'ai.usage.promptTokens'),
		...keys('ai.usage.tokens'),
		inside('mlflow.chat.tokenUsage', 'input_tokens'),
		...keys('llm.usage.prompt_tokens')
	),
	outputTokens: number(
		...keys('gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
		...keys('llm.token_count.completion', 'decision.token_count.output', 'ai.usage.outputTokens'),
		...keys('ai.usage.completionTokens'),
		inside('mlflow.chat.tokenUsage', 'output_tokens'),
		...keys('llm.usage.completion_tokens')
	),
	totalTokens: number(
		...keys('gen_ai.usage.total_tokens', 'llm.token_count.total', 'ai.usage.totalTokens'),
		inside('mlflow.chat.tokenUsage', 'total_tokens'),
		...keys('llm.usage.total_tokens')
	),
	cacheReadTokens: number(
		...keys('gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens'),
		...keys('gen_ai.usage.cache_read_tokens', 'gen_ai.usage.details.cache_read_tokens'),
		...keys('gen_ai.usage.details.cache_read_input_tokens'),
		...keys('llm.token_count.prompt_details.cache_read', 'ai.usage.cachedInputTokens'),
		inside('mlflow.chat.tokenUsage', 'cache_read_input_tokens')
	),
	cacheWriteTokens: number(
		...keys('gen_ai.usage.cache_creation.input_tokens'),
		...keys('gen_ai.usage.cache_creation_input_tokens', 'gen_ai.usage.cache_write_tokens'),
		...keys('gen_ai.usage.details.cache_write_tokens'),
		...keys('gen_ai.usage.details.cache_creation_input_tokens'),
		...keys('llm.token_count.prompt_details.cache_write'),
		inside('ai.response.providerMetadata', 'anthropic', 'usage', 'cache_creation_input_tokens'),
		inside('ai.response.providerMetadata', 'anthropic', 'cacheCreationInputTokens'),
		inside('ai.response.providerMetadata', 'bedrock', 'usage', 'cacheWriteInputTokens'),
		inside('mlflow.chat.tokenUsage', 'cache_creation_input_tokens')
	),
	reasoningTokens: number(
		...keys('gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens'),
		...keys('gen_ai.usage.details.reasoning_tokens'),
		...keys('llm.token_count.completion_details.reasoning', 'ai.usage.reasoningTokens'),
		...keys('llm.usage.reasoning_tokens')
	),
	costUsd: number(
		inside('langfuse.observation.cost_details', 'total'),
		...keys('gen_ai.usage.cost', 'gen_ai.usage.cost_usd', 'llm.cost.total', 'operation.cost'),
		inside('mlflow.llm.cost', 'total_cost')
	),
	promptCostUsd: number(...keys('llm.cost.prompt')),
	completionCostUsd: number(...keys('llm.cost.completion')),
	ttftUs: number(
		{ key: 'gen_ai.response.time_to_first_chunk', scale: 1e6 },
		{ key: 'gen_ai.server.time_to_first_token', scale: 1e6 },
		{ key: 'ai.response.msToFirstChunk', scale: 1e3 }
	),
	/** Langfuse: when the first token came, UTC as JSON text. */
	firstTokenAt: text(...keys('langfuse.observation.completion_start_time')),

	task: text(
		...keys('breakeven.task', 'gen_ai.workflow.name', 'traceloop.workflow.name'),
		...keys('ai.telemetry.functionId')
	),
	runName: text(...keys('langfuse.trace.name')),
	caseId: text(...keys('breakeven.case.id', 'langfuse.experiment.item.id')),
	attempt: number(...keys('breakeven.run.attempt')),
	environment: text(
		...keys('deployment.environment.name', 'deployment.environment', 'langfuse.environment')
	),
	purpose: text(
		...oneOf('breakeven.purpose', 'production', 'evaluation', 'shadow').sources,
		...['id', 'item.id'].map((name) => ({
			key: `langfuse.experiment.${name}`,
			means: 'evaluation'
		}))
	),
	actor: oneOf('breakeven.actor', 'agent', 'human', 'rule'),
	conversationId: text(
		...keys('gen_ai.conversation.id', 'session.id', 'langfuse.session.id'),
		...keys('traceloop.association.properties.session_id', 'ai.telemetry.metadata.sessionId'),
		...keys('gcp.vertex.agent.session_id', 'mlflow.trace.session'),
		...keys('langsmith.metadata.thread_id', 'langsmith.metadata.session_id', 'thread_id'),
		inside('metadata', 'thread_id')
	),
	userRef: text(
		...keys('user.id', 'enduser.id', 'langfuse.user.id'),
		...keys('traceloop.association.properties.user_id', 'ai.telemetry.metadata.userId'),
		...keys('mlflow.trace.user', 'langsmith.metadata.user_id')
	),
	confidence: { cast: 'share', sources: keys('breakeven.confidence') },
	highStakes: flag('breakeven.high_stakes'),
	outcome: oneOf('breakeven.outcome', 'success', 'failure', 'partial'),
	outcomeSource: oneOf(
		'breakeven.outcome.source',
		...['system', 'human', 'code', 'llm_judge', 'user', 'agent', 'status', 'file']
	),
	reviewRequested: flag('breakeven.review.requested'),
	reviewDecision: oneOf(
		'breakeven.review.decision',
		...['approved', 'modified', 'rejected', 'escalated', 'expired', 'none']
	),
	reviewMinutes: number(...keys('breakeven.review.minutes')),
	humanMinutes: number(),
	/** OpenLLMetry: the framework's own view of a step, not the outcome. */
	taskStatus: text(...keys('gen_ai.task.status')),
	guardrailTriggered: flag('guardrail.triggered', 'gen_ai.guardrail.triggered'),
	decisionChosen: text(...keys('breakeven.decision.chosen')),
	decisionAlternatives: { cast: 'texts', sources: keys('breakeven.decision.alternatives') },
	decisionReason: text(...keys('breakeven.decision.reason_code')),
	decisionStage: text(...keys('breakeven.decision.stage')),

	storeSystem: text(...keys('db.system.name', 'db.system')),
	stateLayer: oneOf('breakeven.state.layer', 'working', 'session', 'knowledge', 'other')
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;

/** Langfuse's own costs by class in USD; `costUsd` reads its total, without one they are summed. */
export const COST_DETAILS = 'langfuse.observation.cost_details';

/** How `firstTokenAt` is written: other texts are not read. */
export const FIRST_TOKEN_AT =
	'^"?[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?Z"?$';

/** Langfuse's own usage map (disjoint classes); where it stands it replaces all token fields. */
export const USAGE_DETAILS = 'langfuse.observation.usage_details';

/**
 * Semantic conventions 1.40 and later say that the input count contains the cached tokens; only their
 * own names make that promise (older ones were filled either way).
 */
export const settledUsage = {
	inputTokens: 'gen_ai.usage.input_tokens',
	cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
	cacheWriteTokens: 'gen_ai.usage.cache_creation.input_tokens'
} as const satisfies Partial<Record<FieldName, string>>;
