import type { Span } from '../../trace/model.ts';
import { isObject, type Attributes } from '../otel/any-value.ts';
import { choiceOf, type Choice } from '../otel/decisions.ts';
import { readFields, type FieldIndex, type FieldValues } from '../otel/field-values.ts';
import { scalarText } from '../otel/field.ts';
import { spanOf } from '../otel/span.ts';
import type { RawSpan } from '../otel/raw-span.ts';
import { labelsOf, metadataOf } from './metadata.ts';
import { unpacked, type LangfuseRow } from './row.ts';
import { costOf, usageOf, type ObservationUsage } from './usage.ts';

/** An observation as a span, with what else it says. */
export interface Observation {
	span: Span;
	values: FieldValues;
	choice: Choice | null;
	estimate: ObservationUsage['estimate'];
	/** What it says of its run, beside the span's own attributes. */
	runAttributes: () => Record<string, string>;
	/** A mere `SPAN`: other, unless it has children. */
	isPlain: boolean;
}

/** Reads a row of the observations table (or events, or API v2); a text is why it cannot be read. */
export function observationOf(
	row: LangfuseRow,
	index: FieldIndex,
	content: boolean
): Observation | string {
	const spanId = row.text('id');
	const runId = row.text('traceId');
	if (spanId === null) return 'an observation without an id';
	if (runId === null) return 'an observation without a traceId';
	const type = row.text('type')?.toUpperCase() ?? 'SPAN';
	const { original, own, context } = metadataOf(row.cell('metadata'), content);
	const attributes = new Map([...own, ...original, ...columns(row, type, content)]);
	const around = new Map([...context, ...traceColumns(row)]);
	const values = readFields(index, [around, attributes]);
	if (type === 'AGENT' || type === 'TOOL') values.offer('entityName', LAST, row.text('name'));

	const raw = rawSpan(row, type, attributes, around);
	const parent = row.text('parentObservationId');
	const parentSpanId = parent === spanId ? null : parent;
	const identity = { runId, spanId, parentSpanId, flags: [] };
	const span = spanOf(raw, values, identity, content);
	span.traceId = runId.toLowerCase();
	span.provider ??= own.get('ls_provider')?.toLowerCase() ?? null;
	const isTyped = values.get('kind') !== null;
	// A model's name alone makes no model call of what Langfuse took for a plain span.
	if (!isTyped && (span.kind === 'llm' || span.kind === 'embedding')) span.kind = 'other';
	const { tokens, estimate } = usageOf(row, values, original, span.provider);
	const { flags, ...classes } = tokens;
	Object.assign(span, classes);
	span.flags.push(...flags.filter((flag) => !span.flags.includes(flag)));
	const [shown, stated] = [costOf(row), positive(span.reportedCostUsd)];
	span.reportedCostUsd = estimate === 'replaced' ? (stated ?? shown) : (shown ?? stated);
	span.costIsEstimate = estimate !== 'none' && span.reportedCostUsd === shown && shown !== null;
	span.ttftUs = firstTokenUs(row, span) ?? span.ttftUs;
	span.attributes = labelsOf(attributes, content);
	const updatedAtUs = row.timeUs('updatedAt');
	if (updatedAtUs !== null) span.attributes.updated_at = iso(updatedAtUs);
	return {
		span,
		values,
		choice: choiceOf(values, attributes, span) ?? toolChoice(row, values),
		estimate,
		runAttributes: () => labelsOf([...around, ...own, ...original], false),
		isPlain: span.kind === 'other' && type === 'SPAN'
	};
}

/** After every attribute that says the same. */
const LAST = 1_000;

/** What stands in columns, under the names that Langfuse's own attributes have. */
function* columns(row: LangfuseRow, type: string, content: boolean): Iterable<[string, string]> {
	const level = row.text('level');
	const isTelling = level !== null && !['DEFAULT', 'ERROR'].includes(level.toUpperCase());
	const said: [string, string | null][] = [
		['langfuse.observation.type', type.toLowerCase()],
		['langfuse.observation.model.name', row.text('model', 'providedModelName')],
		['langfuse.observation.level', isTelling ? level : null],
		['langfuse.observation.prompt.name', row.text('promptName')],
		['langfuse.observation.prompt.version', row.text('promptVersion')],
		['langfuse.observation.input', content ? row.text('input') : null],
		['langfuse.observation.output', content ? row.text('output') : null]
	];
	for (const [key, text] of said) if (text !== null) yield [key, text];
}

/** What a row of the events table says of its trace. */
function* traceColumns(row: LangfuseRow): Iterable<[string, string]> {
	const said: [string, string | null][] = [
		['langfuse.trace.name', row.text('traceName')],
		['session.id', row.text('sessionId')],
		['user.id', row.text('userId')],
		['langfuse.environment', row.text('environment')],
		['langfuse.release', row.text('release')],
		['langfuse.version', row.text('version')],
		['tags', row.list('tags').length > 0 ? JSON.stringify(row.list('tags')) : null]
	];
	for (const [key, text] of said) if (text !== null) yield [key, text];
}

function rawSpan(
	row: LangfuseRow,
	type: string,
	attributes: Attributes,
	context: Attributes
): RawSpan {
	const start = row.timeUs('startTime');
	const level = row.text('level')?.toUpperCase() ?? null;
	return {
		traceId: null,
		spanId: null,
		parentSpanId: null,
		name: row.text('name') ?? type.toLowerCase(),
		start,
		// An event is a moment; what has no end otherwise is still running.
		end: row.timeUs('endTime') ?? (type === 'EVENT' ? start : null),
		attributes,
		context,
		events: [],
		links: [],
		statusCode: level === 'ERROR' ? 2 : level === null ? null : 0,
		statusMessage: row.text('statusMessage'),
		truncated: false,
		json: null
	};
}

const positive = (cost: number | null): number | null => (cost !== null && cost > 0 ? cost : null);

function firstTokenUs(row: LangfuseRow, { startedAtUs }: Span): number | null {
	const first = row.timeUs('completionStartTime');
	return first === null || startedAtUs === null || first < startedAtUs ? null : first - startedAtUs;
}

const iso = (us: number): string => new Date(us / 1000).toISOString();

/** Which of the tools that a model call offered it asked for; null when it offered none. */
function toolChoice(row: LangfuseRow, values: FieldValues): Choice | null {
	const definitions = unpacked(row.cell('toolDefinitions'));
	const offered = isObject(definitions)
		? Object.keys(definitions)
		: Array.isArray(definitions)
			? definitions.map(toolName).filter((name) => name !== null)
			: [];
	if (offered.length === 0) return null;
	return {
		offered,
		chosen: scalarText(row.list('toolCallNames')[0]),
		confidence: values.get('confidence'),
		stage: values.get('decisionStage') ?? 'tool_choice',
		reasonCode: values.get('decisionReason')
	};
}

function toolName(definition: unknown): string | null {
	const tool = unpacked(definition);
	return isObject(tool) ? scalarText(tool.name) : null;
}
