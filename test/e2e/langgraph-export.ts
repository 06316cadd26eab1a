import { textFile, type TextFile } from './attempts-table.ts';

const kinds = ['refund', 'refund', 'address-change', 'other'] as const;

/**
 * `count` runs in October 2026 as an OpenTelemetry collector writes them, one a line: every trace is
 * called LangGraph and calls a model once; `ticket.kind` says what it was about, half of them
 * refunds. Nothing says how a run ended.
 */
export const langGraphExport = (count: number): TextFile =>
	textFile(
		'langgraph.jsonl',
		'application/jsonl',
		Array.from({ length: count }, (_, at) => JSON.stringify(trace(at, MONTH_MS / count))).join('\n')
	);

const MONTH_MS = 30 * 24 * 3_600_000;

/** The id of the trace of a run. */
export const traceIdOf = (at: number): string => (at + 1).toString(16).padStart(32, '0');

function trace(at: number, gapMs: number) {
	const start = Date.UTC(2026, 9, 1) + Math.floor(at * gapMs);
	const root = (2 * at + 1).toString(16).padStart(16, '0');
	const graph = span(at, root, 'LangGraph', start, 9_000 + 50 * (at % 7), [
		text('gen_ai.operation.name', 'invoke_agent'),
		text('gen_ai.agent.name', 'desk-agent'),
		text('ticket.kind', kinds[at % kinds.length] ?? 'other')
	]);
	const child = (2 * at + 2).toString(16).padStart(16, '0');
	const chat = span(at, child, 'chat gpt-5-mini', start + 500, 8_000, [
		text('gen_ai.operation.name', 'chat'),
		text('gen_ai.provider.name', 'openai'),
		text('gen_ai.request.model', 'gpt-5-mini'),
		whole('gen_ai.usage.input_tokens', 6_000 + 10 * (at % 50)),
		whole('gen_ai.usage.output_tokens', 900)
	]);
	const resource = {
		attributes: [
			text('service.name', 'support-desk'),
			text('deployment.environment.name', 'production')
		]
	};
	const scopeSpans = [{ scope: {}, spans: [graph, { ...chat, parentSpanId: root }] }];
	return { resourceSpans: [{ resource, scopeSpans }] };
}

const span = (
	at: number,
	spanId: string,
	name: string,
	startMs: number,
	tookMs: number,
	attributes: object[]
) => ({
	traceId: traceIdOf(at),
	spanId,
	name,
	kind: 1,
	startTimeUnixNano: `${startMs}000000`,
	endTimeUnixNano: `${startMs + tookMs}000000`,
	attributes,
	status: {}
});

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const whole = (key: string, value: number) => ({ key, value: { intValue: String(value) } });
