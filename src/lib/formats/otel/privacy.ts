import { fields, USAGE_DETAILS } from './attributes.ts';
import type { Source } from './field.ts';

/**
 * What becomes of an attribute beyond the fields read from it: `mapped` = nothing more, its field has
 * it; `content` = text of prompts and completions, stored only when asked for; `private` = secrets and
 * personal data, never stored; `kept` = stored as it is, cut short.
 */
export type KeyClass = 'mapped' | 'content' | 'private' | 'kept';

/** How long a stored value may be, in characters. */
export const KEPT_LENGTH = 256;
export const CONTENT_LENGTH = 16_384;

export function classify(key: string): KeyClass {
	const known = classes.get(key);
	if (known !== undefined) return known;
	const found = classOf(key);
	// Keys with an index in them have no end.
	if (classes.size < 10_000) classes.set(key, found);
	return found;
}

const classes = new Map<string, KeyClass>();

function classOf(key: string): KeyClass {
	if (PRIVATE_KEY.test(key) || privateKeys.has(key) || startsWith(key, privatePrefixes)) {
		return 'private';
	}
	if (contentKeys.has(key) || startsWith(key, contentPrefixes)) return 'content';
	return mappedKeys.has(key) || startsWith(key, mappedPrefixes) ? 'mapped' : 'kept';
}

const startsWith = (key: string, prefixes: readonly string[]): boolean =>
	prefixes.some((prefix) => key.startsWith(prefix));

const PRIVATE_KEY =
	/(^|[._-])(api[_-]?key|authorization|password|passwd|secret|credentials?|cookie|(access|auth|bearer|refresh)[_-]?token)([._-]|$)/i;

const privateKeys: ReadonlySet<string> = new Set([
	...['cwd', 'process.owner', 'process.command', 'process.command_line', 'process.command_args'],
	...['process.executable.path', 'process.working_directory', 'code.filepath', 'code.file.path'],
	...['host.name', 'host.id', 'host.ip', 'host.mac', 'net.host.name', 'net.peer.ip'],
	...['client.address', 'client.ip', 'http.client_ip', 'source.address', 'user.email'],
	...['user.name', 'user.full_name', 'url.full', 'url.query', 'http.url', 'http.target']
]);

/** Whole families of private attributes. */
export const privatePrefixes: readonly string[] = [
	...['ai.request.headers.', 'http.request.header.', 'http.response.header.'],
	'process.environment_variable.'
];

const contentKeys: ReadonlySet<string> = new Set([
	...['gen_ai.input.messages', 'gen_ai.output.messages', 'gen_ai.system_instructions'],
	...['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result', 'gen_ai.tool.definitions'],
	...['gen_ai.retrieval.query.text', 'gen_ai.retrieval.documents', 'gen_ai.memory.records'],
	...['gen_ai.memory.query.text', 'gen_ai.prompt', 'gen_ai.completion', 'db.query.text'],
	...['db.statement', 'input', 'output', 'input.value', 'output.value', 'prompt', 'completion'],
	...['ai.prompt', 'ai.response.text', 'ai.response.object', 'ai.response.reasoning'],
	...['ai.response.toolCalls', 'ai.toolCall.args', 'ai.toolCall.result', 'ai.value', 'ai.values'],
	...['ai.schema', 'ai.embedding', 'ai.embeddings', 'traceloop.entity.input'],
	...['traceloop.entity.output', 'langfuse.observation.input', 'langfuse.observation.output'],
	...['langfuse.trace.input', 'langfuse.trace.output', 'agentops.entity.input'],
	...['agentops.entity.output', 'mlflow.spanInputs', 'mlflow.spanOutputs', 'mlflow.traceInputs'],
	...['mlflow.traceOutputs', 'tool.parameters', 'tool_call.function.arguments'],
	...['tool_arguments', 'tool_response', 'all_messages_events', 'pydantic_ai.all_messages'],
	...['final_result', 'events', 'request_data', 'response_data', 'model_request_parameters'],
	...['gcp.vertex.agent.llm_request', 'gcp.vertex.agent.llm_response'],
	...['gcp.vertex.agent.tool_call_args', 'gcp.vertex.agent.tool_response'],
	...['gcp.vertex.agent.data', 'llm.prompts', 'llm.prompt_template.template'],
	...['llm.prompt_template.variables', 'embedding.text', 'document.content'],
	...['langfuse.experiment.item.expected_output', 'exception.stacktrace']
]);

/** Whole families of content: messages flattened with an index. */
export const contentPrefixes: readonly string[] = [
	...['gen_ai.prompt.', 'gen_ai.completion.', 'llm.input_messages.', 'llm.output_messages.'],
	...['llm.prompts.', 'llm.tools.', 'llm.request.functions.', 'llm.choices.', 'ai.prompt.'],
	...['retrieval.documents.', 'reranker.input_documents.', 'reranker.output_documents.'],
	'embedding.embeddings.'
];

/** Families that become scores. */
export const mappedPrefixes: readonly string[] = ['', 'trace.', 'session.'].flatMap((scope) => [
	`${scope}annotations.`,
	`${scope}evaluations.`
]);

/** What one field takes only a part of (JSON of the user's own, one of several levels): the rest stays an attribute. */
const ownKeys: ReadonlySet<string> = new Set(['metadata', 'langfuse.observation.level']);

const mappedKeys: ReadonlySet<string> = new Set(
	Object.values(fields)
		.flatMap((field): readonly Source[] => field.sources)
		.map((source) => source.key)
		.filter((key) => !ownKeys.has(key))
		.concat(USAGE_DETAILS)
);

/** A text cut to a number of characters (code points), with broken surrogates replaced. */
export function cut(text: string, length: number): string {
	const whole = text.isWellFormed() ? text : text.toWellFormed();
	return whole.length <= length
		? whole
		: Array.from(whole.slice(0, 2 * length))
				.slice(0, length)
				.join('');
}
