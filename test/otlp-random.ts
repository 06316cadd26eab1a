import { fields } from '#lib/formats/otel/attributes.ts';
import type { Field } from '#lib/formats/otel/field.ts';

type Json = Record<string, unknown>;

/** A seeded source of choices (mulberry32), so that a failing seed can be run again. */
export function choices(seed: number) {
	let state = seed >>> 0;
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	return {
		next,
		below: (count: number) => Math.floor(next() * count),
		chance: (share: number) => next() < share,
		pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
	};
}

type Choices = ReturnType<typeof choices>;

/** One request of one resource and one scope. */
export const request = (spans: Json[], resource: Json[] = [], scope: Json = {}): Json => ({
	resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope, spans }] }]
});

/** An attribute with a text. */
export const text = (key: string, stringValue: string): Json => ({ key, value: { stringValue } });

/** Lines of OTLP in every dialect, with everything odd that exporters were seen to write. */
export function randomLines(seed: number, traces: number): string {
	const random = choices(seed);
	const spans = Array.from({ length: traces }, () => trace(random)).flat();
	const isRepeated = repeatedIds(spans);
	const lines: string[] = [];
	while (spans.length > 0) {
		const batch = spans.splice(0, 1 + random.below(8));
		// Exporters write children first.
		if (random.chance(0.7)) batch.reverse();
		lines.push(JSON.stringify(batchOf(random, batch, batch.some(isRepeated))));
		if (random.chance(0.06)) lines.push(random.pick(lines));
		if (random.chance(0.05)) lines.push(random.pick(badLines(lines.at(-1) ?? '')));
	}
	return lines.join('\n') + '\n';
}

const badLines = (line: string): string[] => [
	line.slice(0, Math.floor(line.length * 0.6)),
	'not json at all',
	'{"resourceSpans": 7}',
	'{"resourceSpans": []}',
	'"text"',
	'7',
	'',
	'{"resourceMetrics": []}',
	'{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {"stringValue": "x"}}]}]}]}',
	line.replace('"traceId":"', '"traceId":"zz-')
];

/** Whose two versions may not go to different readers: either reader believes its own first one. */
function repeatedIds(spans: readonly Json[]): (span: Json) => boolean {
	const ids = spans.map((span) => JSON.stringify(span.spanId));
	const repeated = new Set(ids.filter((id, at) => ids.indexOf(id) !== at));
	return (span) => repeated.has(JSON.stringify(span.spanId));
}

function batchOf(random: Choices, spans: Json[], isPlain: boolean): Json {
	const resource = attributes(random, 4, resourceKeys);
	if (random.chance(0.1)) resource.push(nested('my.labels'));
	const scope = random.chance(0.5)
		? {
				name: random.pick(['', 'ai', 'pydantic-ai']),
				attributes: attributes(random, 2, resourceKeys)
			}
		: {};
	const batch = request(spans, resource, scope);
	if (random.chance(0.1)) (batch.resourceSpans as Json[]).push({ scopeSpans: [{ spans: [] }] });
	if (!isPlain && random.chance(0.03)) return { resource_spans: batch.resourceSpans };
	return batch;
}

const hex = (random: Choices, digits: number): string =>
	Array.from({ length: digits }, () => random.below(16).toString(16)).join('');

const START_NS = 1_760_000_000_000_000_000n;

function trace(random: Choices): Json[] {
	const traceId = hex(random, 32);
	const isUpper = random.chance(0.1);
	const ids = Array.from({ length: 1 + random.below(7) }, () => hex(random, 16));
	const missingRoot = random.chance(0.2);
	return ids.flatMap((spanId, index) => {
		const parent = index === 0 ? (missingRoot ? hex(random, 16) : null) : ids[random.below(index)];
		const start = START_NS + BigInt(index * 1000 + random.below(900)) * 1_000_037n;
		const length = BigInt(random.below(2_000_000)) * 1_003n;
		const skew = random.chance(0.03) ? 400_000_000_000n : 0n;
		const end = random.chance(0.03) ? start - 5_000n : start + length + skew;
		const span: Json = {
			traceId: isUpper ? traceId.toUpperCase() : traceId,
			spanId,
			name: random.pick([
				'chat',
				'invoke_agent x',
				'',
				'POST /v1',
				'naïve café 東京 🙂',
				'x'.repeat(300)
			]),
			kind: random.below(6),
			startTimeUnixNano: random.chance(0.1) ? Number(start) : String(start),
			endTimeUnixNano: random.chance(0.05) ? '0' : String(end),
			attributes: attributes(random, 12, spanKeys),
			...(parent ? { parentSpanId: parent } : random.chance(0.3) ? { parentSpanId: '' } : {}),
			...(random.chance(0.5) ? { status: status(random) } : {}),
			...(random.chance(0.3) ? { events: events(random, end) } : {}),
			...(random.chance(0.05) ? { droppedAttributesCount: random.below(3) } : {})
		};
		if (typeof span.startTimeUnixNano === 'number') {
			// Exact in a double, so that both readers see the same nanoseconds.
			span.startTimeUnixNano = Math.floor(span.startTimeUnixNano / 2 ** 12) * 2 ** 12;
		}
		const odd = random.chance(0.06) ? oddSpan(random, span) : span;
		const later = { ...span, endTimeUnixNano: String(end + 7_000_000_000n), name: 'later' };
		return odd === span && random.chance(0.03) ? [odd, later] : [odd];
	});
}

/** Spans that only the stream parser reads, or nobody. */
function oddSpan(random: Choices, span: Json): Json {
	const { traceId, spanId, startTimeUnixNano, ...rest } = span;
	return random.pick<Json>([
		{ ...span, traceId: '', spanId: '' },
		{ ...span, spanId: '' },
		{ ...span, traceId: btoa(hexBytes(String(traceId))), spanId: btoa(hexBytes(String(spanId))) },
		{
			...span,
			traceId: {
				type: 'Buffer',
				data: Array.from(hexBytes(String(traceId)), (c) => c.charCodeAt(0))
			}
		},
		{ ...span, parentSpanId: spanId },
		{ ...span, parentSpanId: 'not an id' },
		{ ...span, traceId: 'zz' },
		{ ...span, spanId: '0000000000000000' },
		{ traceId, spanId, ...rest },
		{ ...span, startTimeUnixNano: 0 },
		{ ...rest, trace_id: traceId, span_id: spanId, start_time_unix_nano: startTimeUnixNano },
		{ ...span, attributes: [...(span.attributes as Json[]), nested('my.map')] },
		{ ...span, attributes: [...(span.attributes as Json[]), nested('gen_ai.input.messages')] },
		{ ...span, attributes: [...(span.attributes as Json[]), ...annotations(random)] },
		{
			...span,
			attributes: annotations(random),
			links: [{ traceId: hex(random, 32), spanId: hex(random, 16) }]
		}
	]);
}

const hexBytes = (id: string): string =>
	(id.match(/../g) ?? []).map((byte) => String.fromCharCode(parseInt(byte, 16))).join('');

const nested = (key: string): Json => ({
	key,
	value: {
		arrayValue: {
			values: [{ kvlistValue: { values: [{ key: 'role', value: { stringValue: 'user' } }] } }]
		}
	}
});

const annotations = (random: Choices): Json[] => {
	const [scope, family, item] = random.pick([
		['', 'annotations', 'annotation'],
		['trace.', 'annotations', 'annotation'],
		['', 'evaluations', 'evaluation'],
		['session.', 'annotations', 'annotation']
	]);
	return [0, 1].flatMap((index) => {
		const start = `${scope}${family}.${index}.${item}`;
		return [
			text(`${start}.name`, random.pick(['correctness', 'task_outcome', 'toxicity'])),
			{ key: `${start}.score`, value: { doubleValue: random.below(11) / 10 } },
			text(`${start}.annotator_kind`, random.pick(['HUMAN', 'LLM', 'CODE', 'OTHER']))
		];
	});
};

const status = (random: Choices): Json =>
	random.pick<Json>([
		{},
		{ code: 1 },
		{ code: 2 },
		{ code: 2, message: 'boom' },
		{ code: 'STATUS_CODE_ERROR', message: 'cancelled' },
		{ code: 2, message: 'CancelledError' },
		{ message: 'only a message' }
	]);

const events = (random: Choices, at: bigint): Json[] =>
	Array.from({ length: 1 + random.below(3) }, () =>
		random.pick<Json>([
			{
				name: 'gen_ai.user.message',
				timeUnixNano: String(at),
				attributes: [text('content', 'hello')]
			},
			{
				name: 'exception',
				timeUnixNano: String(at),
				attributes: [text('exception.type', 'TimeoutError'), text('exception.message', 'too late')]
			},
			{ name: 'exception', attributes: [] },
			{
				name: 'gen_ai.evaluation.result',
				timeUnixNano: String(at),
				attributes: [
					text(
						'gen_ai.evaluation.name',
						random.pick(['task_outcome', 'relevance', 'Task_Outcome'])
					),
					...(random.chance(0.6)
						? [
								{
									key: 'gen_ai.evaluation.score.value',
									value: { doubleValue: random.below(4) / 2 }
								}
							]
						: []),
					...(random.chance(0.6)
						? [text('gen_ai.evaluation.score.label', random.pick(['pass', 'FAIL', 'relevant', '']))]
						: [])
				]
			}
		])
	);

const fieldKeys = Object.values(fields as Record<string, Field>).flatMap((field) =>
	field.sources.map((source) => ({ key: source.key, source, cast: field.cast }))
);
const known = new Map(fieldKeys.map((entry) => [entry.key, entry]));

const otherKeys = [
	...[
		'my.attribute',
		'tag.tags',
		'gen_ai.response.finish_reasons',
		'gen_ai.agent.id',
		'input.value'
	],
	...['gen_ai.input.messages', 'gen_ai.prompt.0.content', 'llm.input_messages.0.message.content'],
	...['db.query.text', 'db.vector.query.top_k', 'http.request.header.authorization', 'host.name'],
	...['my.api_key', 'process.owner', 'server.address', 'mcp.method.name', 'ai.request.headers.x'],
	...['gen_ai.tool.definitions', 'ai.prompt.tools', 'llm.tools.0.tool.json_schema'],
	...['llm.request.functions.0.name', 'gen_ai.output.messages', 'ai.response.toolCalls'],
	...['llm.output_messages.0.message.tool_calls.0.tool_call.function.name', 'metadata'],
	...[
		'langfuse.observation.usage_details',
		'gen_ai.usage.input_tokens',
		'gen_ai.usage.output_tokens'
	],
	...['gen_ai.usage.cache_read.input_tokens', 'gen_ai.operation.name', 'gen_ai.request.model']
];
/** The last few appear late in a file only, when chance has it: the sample may miss them. */
const spanKeys = [...known.keys(), ...otherKeys];
const resourceKeys = [
	...['service.name', 'service.version', 'deployment.environment.name', 'telemetry.sdk.language'],
	...['host.name', 'session.id', 'langfuse.environment', 'my.region', 'user.id', 'breakeven.task']
];

function attributes(random: Choices, most: number, keys: readonly string[]): Json[] {
	const list = Array.from({ length: random.below(most + 1) }, () => {
		const key = random.pick(keys);
		return { key, value: valueOf(random, key) };
	});
	// A key twice is rare, but seen: the first counts.
	return random.chance(0.9) ? [...new Map(list.map((one) => [one.key, one])).values()] : list;
}

function valueOf(random: Choices, key: string): Json {
	const entry = known.get(key);
	if (key in jsonTexts) return { stringValue: random.pick(jsonTexts[key] ?? []) };
	if (entry?.source.values) {
		const value = random.pick(Object.keys(entry.source.values));
		const shown = random.pick([value, value.toUpperCase(), 'something else', `"${value}"`]);
		return { stringValue: shown };
	}
	if (entry?.cast === 'number' || entry?.cast === 'share') return numeric(random);
	if (entry?.cast === 'flag') {
		return random.pick<Json>([
			{ boolValue: true },
			{ boolValue: false },
			{ stringValue: 'Yes' },
			{ stringValue: 'perhaps' },
			{ intValue: '1' }
		]);
	}
	if (entry?.cast === 'texts' || random.chance(0.1)) {
		return random.pick<Json>([
			{ arrayValue: { values: [{ stringValue: 'approve' }, { stringValue: 'reject "it"' }] } },
			{ arrayValue: { values: [{ intValue: '3' }, { doubleValue: 0.5 }, { boolValue: true }] } },
			{ arrayValue: {} },
			{ stringValue: '["a","b"]' },
			{ stringValue: 'approve' }
		]);
	}
	return random.pick<Json>([
		{ stringValue: random.pick(texts) },
		{ stringValue: random.pick(texts) },
		{ stringValue: `v${random.below(4)}` },
		{ stringValue: '' },
		{ intValue: random.below(50) },
		{ doubleValue: random.pick([1, 0.5, 1e21, 1e-7, 123456.789, -0.25]) },
		{ boolValue: true },
		{}
	]);
}

const texts = [
	...[
		'openai',
		'Anthropic',
		'claude-sonnet-4-5',
		'gpt-5',
		'openai.responses',
		'redis',
		'postgresql'
	],
	...[
		'pinecone',
		'neo4j',
		'azure.cosmosdb',
		'select 1 <-> 2',
		'transfer_to_billing',
		'g.V() gremlin'
	],
	...[
		'abstain',
		"it's",
		'naïve 東京 🙂',
		'y'.repeat(300),
		'🙂'.repeat(300),
		'CancelledError',
		'escalate'
	]
];

const numeric = (random: Choices): Json =>
	random.pick<Json>([
		{ intValue: String(random.below(2000)) },
		{ intValue: random.below(2000) },
		{ intValue: String(random.below(2000)) },
		{ intValue: String(random.below(2000)) },
		{ doubleValue: random.below(2000) },
		{ doubleValue: random.below(1000) / 8 },
		{ stringValue: String(random.below(2000)) },
		{ stringValue: '0.00028525' },
		{ doubleValue: 0.25 },
		{ intValue: '-4' },
		{ stringValue: 'many' },
		{ stringValue: '' },
		{ doubleValue: 'NaN' },
		{ doubleValue: 1e20 }
	]);

const messages = JSON.stringify([
	{
		role: 'assistant',
		parts: [
			{ type: 'text', content: 'ok' },
			{ type: 'tool_call', name: 'lookup' }
		]
	}
]);

const jsonTexts: Record<string, readonly string[]> = {
	'ai.response.providerMetadata': [
		'{"anthropic":{"usage":{"cache_creation_input_tokens":40}}}',
		'{"anthropic":{"cacheCreationInputTokens":12}}',
		'{"bedrock":{"usage":{"cacheWriteInputTokens":"7"}}}',
		'{"openai":{}}',
		'broken'
	],
	'mlflow.chat.tokenUsage': [
		'{"input_tokens":900,"output_tokens":20,"total_tokens":920,"cache_read_input_tokens":100}',
		'null'
	],
	'mlflow.llm.cost': ['{"input_cost":0.1,"total_cost":0.25}', '[]'],
	'mlflow.llm.model': ['"gpt-5"', '""'],
	'langfuse.observation.cost_details': [
		'{"total":0.5,"input":0.1}',
		'{"input":0.1}',
		'{"input":0.1,"output":0.25,"cache":1}',
		'{"input":"free"}',
		'[1]',
		'{}',
		'free'
	],
	'langfuse.observation.level': ['ERROR', 'error', 'WARNING', 'DEFAULT', ''],
	'langfuse.observation.completion_start_time': [
		'"2026-01-01T00:00:00.250000Z"',
		'2026-01-05T12:00:01Z',
		'"2099-12-31T23:59:59.5Z"',
		'2026-13-41T00:00:00Z',
		'2026-01-01T00:00:00+02:00',
		'soon'
	],
	'langfuse.observation.usage_details': [
		'{"input":100,"output":20,"total":120}',
		'{"input":100,"output":20,"input_cached_tokens":5,"output_reasoning_tokens":7}',
		'{"input":3,"output":1,"input_cache_creation":50,"input_cache_creation_1h":9,"input_cache_read":2}',
		'{"total":9}',
		'{"input":"12","output":4}',
		'nothing'
	],
	metadata: ['{"thread_id":"t-1"}', '{"thread_id":7}', '{"other":1}', 'no json'],
	'gen_ai.tool.definitions': [
		'[{"type":"function","name":"lookup"},{"type":"function","function":{"name":"refund"}}]',
		'[]',
		'{"name":"x"}',
		'broken'
	],
	'ai.prompt.tools': ['["{\\"type\\":\\"function\\",\\"name\\":\\"lookup\\"}","broken"]'],
	'llm.tools.0.tool.json_schema': ['{"type":"function","function":{"name":"lookup"}}', 'broken'],
	'llm.request.functions.0.name': ['lookup'],
	'gen_ai.output.messages': [messages, '[]', 'plain text'],
	'ai.response.toolCalls': ['[{"toolCallId":"1","toolName":"refund"}]', '[]']
};
