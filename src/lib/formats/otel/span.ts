import type { Span, SpanKind, Status } from '../../trace/model.ts';
import type { NormalizedUsage } from '../../trace/tokens.ts';
import { isObject, type Attributes } from './any-value.ts';
import { COST_DETAILS, FIRST_TOKEN_AT } from './attributes.ts';
import { jsonOf, lookUp } from './field.ts';
import type { FieldValues } from './field-values.ts';
import { classify, CONTENT_LENGTH, cut, KEPT_LENGTH } from './privacy.ts';
import type { SpanIdentity } from './identity.ts';
import type { RawSpan } from './raw-span.ts';
import { queryKeys, stateLayer, vectorKeys } from './state-stores.ts';
import { cancellations, providerNames } from './spellings.ts';
import { momentUs } from './times.ts';
import { usageOf } from './usage.ts';

/** The canonical span. Flags that need other spans (`orphan`, children outside parents) come later. */
export function spanOf(
	raw: RawSpan,
	values: FieldValues,
	identity: SpanIdentity,
	content: boolean
): Span {
	const provider = providerOf(values.get('provider'));
	const { flags: usageFlags, ...tokens } = usageOf(values, attributeOf(raw), provider);
	const kind = kindOf(values, raw.attributes);
	const op = values.get('op');
	const startedAtUs = momentUs(raw.start);
	const endedAtUs = momentUs(raw.end);
	const failure = failureOf(raw, values);
	const entity = values.get('entityName');
	const span: Span = {
		runId: identity.runId,
		spanId: identity.spanId,
		parentSpanId: identity.parentSpanId,
		traceId: identity.runId,
		kind,
		op,
		name: cut(raw.name ?? op ?? kind, KEPT_LENGTH),
		model: values.get('model'),
		modelRequested: values.get('modelRequested'),
		provider,
		agent:
			values.get('agentName') ?? (kind === 'agent' ? entity : null) ?? values.get('serviceName'),
		toolName: values.get('toolName') ?? (kind === 'tool' ? entity : null),
		responseId: values.get('responseId'),
		...tokens,
		reportedCostUsd: costOf(values) ?? summedCost(attributeOf(raw)(COST_DETAILS)),
		costIsEstimate: false,
		startedAtUs,
		endedAtUs,
		ttftUs: atLeastZero(
			values.get('ttftUs') ?? sinceStart(values.get('firstTokenAt'), startedAtUs)
		),
		status: failure?.status ?? statusOf(raw, startedAtUs, endedAtUs),
		errorType: failure?.type ?? null,
		errorMessage: failure?.message ?? null,
		storeSystem: values.get('storeSystem'),
		stateLayer: layerOf(values, raw.attributes, kind),
		flags: [...identity.flags],
		attributes: keptAttributes(raw.attributes, content)
	};
	addFlags(span, flagsOf(raw, span, usageFlags));
	return span;
}

function statusOf(raw: RawSpan, startedAtUs: number | null, endedAtUs: number | null): Status {
	if (startedAtUs === null) return raw.statusCode === null ? 'unknown' : 'ok';
	return endedAtUs === null ? 'running' : 'ok';
}

/** What the dialects say about the kind, else what the span carries. */
function kindOf(values: FieldValues, attributes: Attributes): SpanKind {
	const stated = values.get('kind');
	if (stated !== null) return stated as SpanKind;
	const isTool = values.get('toolName') !== null || values.get('toolCallId') !== null;
	if (isTool || attributes.has('mcp.method.name')) return 'tool';
	if (values.get('storeSystem') !== null) {
		return layerOf(values, attributes, 'other') === 'working' ? 'retrieval' : 'memory';
	}
	return values.get('model') === null ? 'other' : 'llm';
}

function layerOf(values: FieldValues, attributes: Attributes, kind: SpanKind) {
	const query = queryKeys.map((key) => attributes.get(key)).find((text) => text !== undefined);
	return stateLayer({
		stated: values.get('stateLayer'),
		system: values.get('storeSystem'),
		hasVectorKey: vectorKeys.some((key) => attributes.has(key)),
		query: query ?? null,
		kind,
		op: values.get('op')
	});
}

/** Span attributes before those of scope and resource. */
const attributeOf = (raw: RawSpan) => (key: string) =>
	raw.attributes.get(key) ?? raw.context.get(key);

function providerOf(stated: string | null): string | null {
	if (stated === null) return null;
	return lookUp(providerNames, stated) ?? stated.toLowerCase();
}

function costOf(values: FieldValues): number | null {
	const total = values.get('costUsd');
	if (total !== null) return total;
	const parts = [values.get('promptCostUsd'), values.get('completionCostUsd')];
	if (parts.every((part) => part === null)) return null;
	return (parts[0] ?? 0) + (parts[1] ?? 0);
}

/** Langfuse's costs by class, where they come without a total. */
function summedCost(text: string | undefined): number | null {
	const costs = text === undefined ? null : jsonOf(text);
	if (!isObject(costs)) return null;
	const parts = Object.values(costs).filter((cost) => typeof cost === 'number');
	return parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0);
}

const FIRST_TOKEN = new RegExp(FIRST_TOKEN_AT);

function sinceStart(at: string | null, startedAtUs: number | null): number | null {
	if (at === null || startedAtUs === null || !FIRST_TOKEN.test(at)) return null;
	const us = momentUs(at.replaceAll('"', ''));
	return us === null ? null : us - startedAtUs;
}

const atLeastZero = (us: number | null): number | null =>
	us === null || us < 0 ? null : Math.round(us);

const ERROR_CODES: readonly unknown[] = [2, '2', 'STATUS_CODE_ERROR', 'ERROR', 'Error'];

/** Why a span failed; null when it did not. `error.type` means failure even where the status is unset. */
function failureOf(
	raw: RawSpan,
	values: FieldValues
): { status: Status; type: string | null; message: string | null } | null {
	const stated = values.get('errorType');
	const isError = ERROR_CODES.includes(raw.statusCode) || values.get('statedLevel') !== null;
	if (stated === null && !isError) return null;
	const said = raw.statusMessage ?? values.get('statedMessage');
	const exception = raw.events.find((event) => event.name === 'exception')?.attributes;
	const inEvent = (key: string) => exception?.get(key) || null;
	const type = stated ?? inEvent('exception.type') ?? values.get('exceptionType') ?? said;
	const message = said ?? inEvent('exception.message') ?? values.get('exceptionMessage');
	const cancelled = cancellations.some((name) => name === type?.toLowerCase());
	return {
		status: cancelled ? 'cancelled' : 'error',
		type: type === null ? null : cut(type, KEPT_LENGTH),
		message: message === null ? null : cut(message, KEPT_LENGTH)
	};
}

function flagsOf(raw: RawSpan, span: Span, usage: NormalizedUsage['flags']): string[] {
	const isSkewed =
		span.startedAtUs !== null && span.endedAtUs !== null && span.endedAtUs < span.startedAtUs;
	return [
		...(span.startedAtUs === null ? ['no_times'] : []),
		...(isSkewed ? ['clock_skew'] : []),
		...(raw.truncated ? ['truncated'] : []),
		...usage
	];
}

/** The flags of spans in their one order. */
export const spanFlags = [
	'no_ids',
	'no_times',
	'clock_skew',
	'truncated',
	'bad_token_count',
	'orphan'
] as const;

/** Adds flags to a span, each once and in order. */
export function addFlags(span: Pick<Span, 'flags'>, flags: readonly string[]): void {
	const all = new Set([...span.flags, ...flags]);
	span.flags.splice(0, span.flags.length, ...spanFlags.filter((flag) => all.has(flag)));
}

/** What was not read into a field, cut short; text of prompts only when asked for. */
export function keptAttributes(
	attributes: Iterable<readonly [string, string]>,
	content: boolean
): Record<string, string> {
	const kept: [string, string][] = [];
	for (const [key, text] of attributes) {
		const keyClass = classify(key);
		if (keyClass === 'kept') kept.push([key, cut(text, KEPT_LENGTH)]);
		else if (keyClass === 'content' && content) kept.push([key, cut(text, CONTENT_LENGTH)]);
	}
	return Object.fromEntries(kept);
}
