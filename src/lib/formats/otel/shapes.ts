import { attributesOf, isObject, type Attributes } from './any-value.ts';
import { EVALUATION_EVENT } from './evaluations.ts';
import { attributeMap, contextOf, fieldOf, listOf, otlpSpan, readableSpan } from './raw-span.ts';
import type { RawEvent, RawSpan } from './raw-span.ts';

type Json = Record<string, unknown>;

/** What a JSON value of a trace file holds. */
export type Found =
	| { type: 'span'; at: string; raw: RawSpan }
	| { type: 'evaluation'; at: string; event: RawEvent; ids: { traceId: unknown; spanId: unknown } }
	| { type: 'unusable'; at: string; reason: string };

const reasons = {
	noObject: 'not a JSON object',
	noSpan: 'an entry of a list of spans that is no JSON object',
	noSpans: 'no spans',
	metrics: 'metrics (resourceMetrics) say nothing about runs: export traces',
	noEvaluation: `log records without a ${EVALUATION_EVENT} event`
} as const;

/** Does this value show that a file is of this format? */
export const looksLikeTrace = (value: unknown): boolean =>
	isObject(value) &&
	(OTLP_KEYS.some((key) => key in value) || isReadableSpan(value) || isAttributeMap(value));

const OTLP_KEYS = [
	...['resourceSpans', 'resource_spans', 'resourceLogs', 'resource_logs'],
	...['resourceMetrics', 'resource_metrics']
];

/** Which spans of a request to read; `isPlain` = it stands by itself, and its lists have OTLP's own names. */
export type Takes = (span: Json, isPlain: boolean) => boolean;

/** Everything in one JSON value, or why there is nothing; spans that are not taken are left out. */
export function* contents(value: unknown, at: string, takes: Takes = () => true): Iterable<Found> {
	if (Array.isArray(value)) {
		for (const [index, element] of value.entries()) {
			yield* contents(element, `${at}[${index}]`, (span) => takes(span, false));
		}
		if (value.length === 0) yield { type: 'unusable', at, reason: reasons.noSpans };
	} else if (!isObject(value)) yield { type: 'unusable', at, reason: reasons.noObject };
	else if (isReadableSpan(value)) yield { type: 'span', at, raw: readableSpan(value) };
	else if (hasList(value, 'resourceSpans')) yield* spans(value, at, takes);
	else if (hasList(value, 'resourceLogs')) yield* evaluations(value, at);
	else if (hasList(value, 'resourceMetrics')) {
		yield { type: 'unusable', at, reason: reasons.metrics };
	} else if (isAttributeMap(value)) yield { type: 'span', at, raw: attributeMap(value) };
	else yield { type: 'unusable', at, reason: reasons.noSpans };
}

const hasList = (value: Json, camel: string): boolean => Array.isArray(fieldOf(value, camel));

/** A span as the OpenTelemetry JS SDK dumps it. */
function isReadableSpan(value: Json): boolean {
	const context = value.spanContext ?? value._spanContext;
	return isObject(context) && 'traceId' in context && Array.isArray(value.startTime);
}

/** One flat object of attributes: dotted names of a dialect, values as plain JSON. */
const isAttributeMap = (value: Json): boolean =>
	Object.keys(value).some((key) => DIALECT.test(key)) && !('attributes' in value);

const DIALECT =
	/^(gen_ai\.(operation|provider|system|request|response|usage|tool|agent)|openinference\.span\.kind|ai\.operationId|llm\.(model_name|request|token_count))/;

/** The second name was OTLP's before 0.15. */
const SCOPE_LISTS = ['scopeSpans', 'instrumentationLibrarySpans'];

function* spans(request: Json, at: string, takes: Takes): Iterable<Found> {
	let count = 0;
	for (const resource of listOf(request, 'resourceSpans')) {
		for (const name of SCOPE_LISTS) {
			const isPlain = Array.isArray(request.resourceSpans) && Array.isArray(resource.scopeSpans);
			for (const scope of listOf(resource, name)) {
				const list = fieldOf(scope, 'spans');
				if (!Array.isArray(list)) continue;
				count += list.length;
				const context = contextOf(resource.resource, scope.scope ?? scope.instrumentationLibrary);
				for (const span of list as unknown[]) {
					if (!isObject(span)) yield { type: 'unusable', at, reason: reasons.noSpan };
					else if (takes(span, isPlain && name === 'scopeSpans')) {
						yield { type: 'span', at, raw: otlpSpan(span, context) };
					}
				}
			}
		}
	}
	if (count === 0) yield { type: 'unusable', at, reason: reasons.noSpans };
}

function* evaluations(request: Json, at: string): Iterable<Found> {
	let count = 0;
	for (const resource of listOf(request, 'resourceLogs')) {
		for (const scope of listOf(resource, 'scopeLogs')) {
			for (const record of listOf(scope, 'logRecords')) {
				const attributes = attributesOf(record.attributes);
				if (!isEvaluation(record, attributes)) continue;
				count += 1;
				yield {
					type: 'evaluation',
					at,
					event: { name: EVALUATION_EVENT, at: fieldOf(record, 'timeUnixNano'), attributes },
					ids: { traceId: fieldOf(record, 'traceId'), spanId: fieldOf(record, 'spanId') }
				};
			}
		}
	}
	if (count === 0) yield { type: 'unusable', at, reason: reasons.noEvaluation };
}

/** Before `eventName` became a field of its own, the name stood in an attribute. */
const isEvaluation = (record: Json, attributes: Attributes): boolean =>
	[fieldOf(record, 'eventName'), attributes.get('event.name')].includes(EVALUATION_EVENT);
