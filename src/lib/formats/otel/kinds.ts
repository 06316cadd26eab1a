import type { SpanKind } from '../../trace/model.ts';
import type { Source } from './field.ts';

type Kinds = Readonly<Record<string, SpanKind>>;

const spanKinds: readonly SpanKind[] = [
	...(['llm', 'tool', 'agent', 'workflow', 'retrieval', 'embedding', 'memory'] as const),
	...(['guardrail', 'evaluator', 'human', 'other'] as const)
];

/** `gen_ai.operation.name`, with values seen from older and custom instrumentations. */
const operations: Kinds = {
	chat: 'llm',
	execute_tool: 'tool',
	invoke_agent: 'agent',
	retrieval: 'retrieval',
	text_completion: 'llm',
	generate_content: 'llm',
	completion: 'llm',
	generate: 'llm',
	embeddings: 'embedding',
	create_agent: 'agent',
	agent_step: 'agent',
	plan: 'agent',
	invoke_workflow: 'workflow',
	chain: 'workflow',
	execute_task: 'workflow',
	search_memory: 'memory',
	create_memory: 'memory',
	update_memory: 'memory',
	upsert_memory: 'memory',
	delete_memory: 'memory',
	create_memory_store: 'memory',
	delete_memory_store: 'memory',
	vector_db_retrieve: 'retrieval',
	rerank: 'retrieval',
	apply_guardrail: 'guardrail',
	evaluate: 'evaluator'
};

const openInference: Kinds = {
	llm: 'llm',
	tool: 'tool',
	chain: 'workflow',
	agent: 'agent',
	retriever: 'retrieval',
	embedding: 'embedding',
	reranker: 'retrieval',
	guardrail: 'guardrail',
	evaluator: 'evaluator',
	prompt: 'other',
	decision: 'llm'
};

/** The outer call repeats the usage of its `.do...` child: it is a workflow, the child the model call. */
const vercel: Kinds = {
	'ai.generatetext.dogenerate': 'llm',
	'ai.streamtext.dostream': 'llm',
	'ai.generateobject.dogenerate': 'llm',
	'ai.streamobject.dostream': 'llm',
	'ai.toolcall': 'tool',
	'ai.generatetext': 'workflow',
	'ai.streamtext': 'workflow',
	'ai.generateobject': 'workflow',
	'ai.streamobject': 'workflow',
	'ai.embed': 'workflow',
	'ai.embedmany': 'workflow',
	'ai.embed.doembed': 'embedding',
	'ai.embedmany.doembed': 'embedding'
};

/**
 * Where a span's kind is said, in order. A value that is not listed (OpenLLMetry's `task`,
 * Langfuse's `span`) says nothing, and the next source is asked.
 */
export const kindSources: readonly (Source & { values: Kinds })[] = [
	{ key: 'breakeven.span.kind', values: Object.fromEntries(spanKinds.map((kind) => [kind, kind])) },
	{
		key: 'langfuse.observation.type',
		values: {
			generation: 'llm',
			tool: 'tool',
			agent: 'agent',
			chain: 'workflow',
			retriever: 'retrieval',
			embedding: 'embedding',
			guardrail: 'guardrail',
			evaluator: 'evaluator'
		}
	},
	{ key: 'openinference.span.kind', values: openInference },
	{ key: 'gen_ai.operation.name', values: operations },
	{
		key: 'traceloop.span.kind',
		values: { workflow: 'workflow', agent: 'agent', tool: 'tool' }
	},
	{
		key: 'llm.request.type',
		values: { chat: 'llm', completion: 'llm', embedding: 'embedding', rerank: 'retrieval' }
	},
	{ key: 'ai.operationId', values: vercel },
	{
		key: 'mlflow.spanType',
		values: {
			...{ llm: 'llm', chat_model: 'llm', tool: 'tool', agent: 'agent', chain: 'workflow' },
			...{ workflow: 'workflow', retriever: 'retrieval', embedding: 'embedding' },
			...{ reranker: 'retrieval', memory: 'memory', guardrail: 'guardrail' },
			evaluator: 'evaluator'
		}
	},
	{
		key: 'langsmith.span.kind',
		values: {
			...{ llm: 'llm', chain: 'workflow', tool: 'tool', retriever: 'retrieval' },
			embedding: 'embedding'
		}
	},
	{
		key: 'agentops.span.kind',
		values: {
			...{ llm: 'llm', agent: 'agent', tool: 'tool', workflow: 'workflow', session: 'workflow' },
			...{ chain: 'workflow', guardrail: 'guardrail' }
		}
	}
];
