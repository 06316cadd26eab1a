/**
 * OpenTelemetry traces: OTLP/JSON and JSON Lines (collector file exporter, any SDK), span dumps of the
 * JS SDK, and single attribute maps, in every dialect of otel/attributes.ts (OTel GenAI to 1.42,
 * OpenInference, Vercel AI SDK 4-6, OpenLLMetry, Langfuse, Pydantic AI, ADK, LangSmith, AgentOps, MLflow).
 * Tokens: the usage attributes, normalized by trace/tokens.ts; cost: what the span reports.
 * Lost: text of prompts and completions (unless asked for), links, trace state, events other than
 * exceptions and evaluation results. Newline-delimited OTLP goes through the warehouse's set-based
 * statement `otlp-lines`; `parse` takes what that refuses, and gives equal rows.
 */

import type { BulkFormat, Head, Parsed, ReadOptions } from './format.ts';
import { pieces } from './otel/documents.ts';
import type { KnownSpan } from './otel/family.ts';
import { mappable } from './otel/field-values.ts';
import { isRegular } from './otel/regular.ts';
import { contents, looksLikeTrace, type Found, type Takes } from './otel/shapes.ts';
import { TraceReader } from './otel/trace-reader.ts';
import { parseJson } from './json-stream.ts';

export const otlp: BulkFormat = {
	kind: 'bulk',
	id: 'otlp',
	label: 'OpenTelemetry (OTLP) traces',
	statement: 'otlp-lines',
	recognizes,
	parse
};

const START =
	/^\ufeff?\s*[[{][\s[{]*"(resource_?[sS]pans|resource_?[lL]ogs|resource_?[mM]etrics)"\s*:/;

function recognizes(head: Head): boolean {
	return head.objects.some(looksLikeTrace) || START.test(head.text);
}

async function* parse(
	chunks: AsyncIterable<Uint8Array>,
	options: ReadOptions
): AsyncIterable<Parsed> {
	const reader = new TraceReader(options);
	yield* unreadable(options);
	for await (const piece of pieces(chunks)) {
		if ('reason' in piece) yield { type: 'rejection', record: piece };
		else for (const found of contents(piece.value, piece.at)) yield* recordsOf(reader, found);
	}
	yield* reader.finish();
}

/** A line that the set-based statement left to the stream parser. */
export interface RefusedLine {
	line: number;
	text: string;
	/** Nothing of it was taken, however regular its spans look. */
	isWhole: boolean;
}

/**
 * Reads the lines that the set-based statement refused, and of them only the spans that it did not
 * take. `known`: spans that it took and that are parents, or come again, here.
 */
export function* parseRefused(
	refused: Iterable<RefusedLine>,
	known: readonly KnownSpan[],
	options: ReadOptions
): Iterable<Parsed> {
	const reader = new TraceReader(options, known);
	for (const { line, text, isWhole } of refused) {
		const takes = isWhole ? () => true : isLeftOver(options.content ?? false);
		const found = contents(parseJson(text), `line ${line}`, takes);
		for (const one of found) yield* recordsOf(reader, one);
	}
	yield* reader.finish();
}

/** Is a span of a request left to the stream parser, because the set-based statement does not take it? */
export const isLeftOver =
	(content: boolean): Takes =>
	(span, isPlain) =>
		!isPlain || !isRegular(span, content);

function recordsOf(reader: TraceReader, found: Found): Iterable<Parsed> {
	if (found.type === 'span') return reader.read(found.raw, found.at);
	if (found.type === 'evaluation') return reader.readEvaluation(found.event, found.ids, found.at);
	return [{ type: 'rejection', record: { at: found.at, reason: found.reason } }];
}

/** Names of a column map that a trace has no place for. */
function* unreadable({ map }: ReadOptions): Iterable<Parsed> {
	for (const [key, ours] of Object.entries(map?.columns ?? {})) {
		if (!Object.hasOwn(mappable, ours)) {
			yield { type: 'warning', message: `"${key}" is mapped to ${ours}, which traces do not take` };
		}
	}
}
