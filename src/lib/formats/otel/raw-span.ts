import { attributesOf, isNested, isObject, type Attributes } from './any-value.ts';

/** An event inside a span. */
export interface RawEvent {
	name: string;
	at: unknown;
	attributes: Attributes;
}

/** A span as the file has it, whatever its spelling; ids, times and codes still as found. */
export interface RawSpan {
	traceId: unknown;
	spanId: unknown;
	parentSpanId: unknown;
	name: string | null;
	start: unknown;
	end: unknown;
	attributes: Attributes;
	/** Attributes of scope and resource, the scope's first; `otel.scope.name` is the scope's name. */
	context: Attributes;
	events: RawEvent[];
	links: { traceId: unknown; spanId: unknown }[];
	statusCode: unknown;
	statusMessage: string | null;
	/** The exporter dropped attributes, events or links. */
	truncated: boolean;
	/** The JSON it was read from. */
	json: unknown;
}

type Json = Record<string, unknown>;

/** A field under either of its names: OTLP writes camelCase, some exporters snake_case. */
export function fieldOf(record: Json, camel: string): unknown {
	return record[camel] ?? record[snakeOf(camel)];
}

const snakeNames = new Map<string, string>();

function snakeOf(camel: string): string {
	const known = snakeNames.get(camel);
	if (known !== undefined) return known;
	const snake = camel.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
	snakeNames.set(camel, snake);
	return snake;
}

/** The objects of a list field; none when it is absent or no list. */
export function listOf(record: Json, camel: string): Json[] {
	const list = fieldOf(record, camel);
	return Array.isArray(list) ? list.filter(isObject) : [];
}

/** Attributes of a resource and a scope together; the scope's come first. Lists and maps inside each other are not read. */
export function contextOf(resource: unknown, scope: unknown): Attributes {
	const own = isObject(scope) ? scope : {};
	const context = new Map(
		isObject(resource) ? attributesOf(flatOnly(resourceAttributes(resource))) : []
	);
	if (typeof own.name === 'string' && own.name !== '') context.set('otel.scope.name', own.name);
	for (const [key, text] of attributesOf(flatOnly(own.attributes))) context.set(key, text);
	return context;
}

/** Attributes of OTLP with nested values emptied. */
const flatOnly = (attributes: unknown): unknown =>
	Array.isArray(attributes)
		? attributes.map((one: unknown) =>
				isObject(one) && isNested(one.value) ? { ...one, value: {} } : one
			)
		: attributes;

/** `_attributes` is the JS SDK's private field, which its dumps carry. */
const resourceAttributes = (resource: Json): unknown => resource.attributes ?? resource._attributes;

/** A span of an OTLP request. */
export function otlpSpan(span: Json, context: Attributes): RawSpan {
	const status = isObject(span.status) ? span.status : {};
	return {
		traceId: fieldOf(span, 'traceId'),
		spanId: fieldOf(span, 'spanId'),
		parentSpanId: fieldOf(span, 'parentSpanId'),
		name: textOf(span.name),
		start: fieldOf(span, 'startTimeUnixNano'),
		end: fieldOf(span, 'endTimeUnixNano'),
		attributes: attributesOf(span.attributes),
		context,
		events: listOf(span, 'events').map((event) => otlpEvent(event)),
		links: listOf(span, 'links').map((link) => ({
			traceId: fieldOf(link, 'traceId'),
			spanId: fieldOf(link, 'spanId')
		})),
		statusCode: status.code,
		statusMessage: textOf(status.message),
		truncated: ['droppedAttributesCount', 'droppedEventsCount', 'droppedLinksCount'].some(
			(count) => Number(fieldOf(span, count) ?? 0) > 0
		),
		json: span
	};
}

const otlpEvent = (event: Json): RawEvent => ({
	name: textOf(event.name) ?? '',
	at: fieldOf(event, 'timeUnixNano'),
	attributes: attributesOf(event.attributes)
});

/** A span as the OpenTelemetry JS SDK prints it (ReadableSpan), seen in 1.x and 2.x dumps. */
export function readableSpan(span: Json): RawSpan {
	const own = isObject(span.spanContext) ? span.spanContext : (span._spanContext as Json);
	const parent = isObject(span.parentSpanContext) ? span.parentSpanContext.spanId : null;
	const status = isObject(span.status) ? span.status : {};
	return {
		traceId: own.traceId,
		spanId: own.spanId,
		parentSpanId: span.parentSpanId ?? parent,
		name: textOf(span.name),
		start: span.startTime,
		end: span.endTime,
		attributes: attributesOf(span.attributes),
		context: contextOf(span.resource, span.instrumentationScope ?? span.instrumentationLibrary),
		events: listOf(span, 'events').map((event) => ({
			name: textOf(event.name) ?? '',
			at: event.time,
			attributes: attributesOf(event.attributes)
		})),
		links: listOf(span, 'links').map((link) =>
			isObject(link.context)
				? { traceId: link.context.traceId, spanId: link.context.spanId }
				: { traceId: null, spanId: null }
		),
		statusCode: status.code,
		statusMessage: textOf(status.message),
		truncated: Number(span.droppedAttributesCount ?? 0) > 0,
		json: span
	};
}

/** A file that is nothing but one span's attributes: no ids, no times. */
export function attributeMap(map: Json): RawSpan {
	return {
		traceId: null,
		spanId: null,
		parentSpanId: null,
		name: null,
		start: null,
		end: null,
		attributes: attributesOf(map),
		context: new Map(),
		events: [],
		links: [],
		statusCode: null,
		statusMessage: null,
		truncated: false,
		json: map
	};
}

/** A text that says something; null for anything else. */
const textOf = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;
