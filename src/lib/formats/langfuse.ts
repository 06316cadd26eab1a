/**
 * Langfuse: the user interface's trace download (`{trace, observations}`, since 2026 `{observations,
 * scores}`), answers of its API (traces, observations v1 and v2, scores), and the tables traces,
 * observations or events, scores of its exports and blob storage (CSV, JSON, JSON Lines, Parquet).
 * Files join by trace id, in any order. Tokens: usageDetails, whose classes are disjoint, unless the
 * original attributes of the instrumentation say otherwise; cost: costDetails.total. A trace's own sum
 * counts only where no observation reports any. Lost: input and output (unless asked for), comments,
 * latency columns (seconds or milliseconds; times say it), session sums.
 */
import type { Parsed, ReadOptions, StreamFormat } from './format.ts';
import { entriesOf, type Found } from './langfuse/documents.ts';
import { LangfuseReader } from './langfuse/langfuse-reader.ts';
import { recognizes } from './langfuse/tables.ts';
import { mappable } from './otel/field-values.ts';

export const langfuse: StreamFormat = {
	kind: 'stream',
	id: 'langfuse',
	label: 'Langfuse export',
	recognizes,
	parse: (chunks, options) => langfuseRecords(entriesOf(chunks), options)
};

/** The records of Langfuse -> spans, runs, scores and reviews. */
export async function* langfuseRecords(
	entries: AsyncIterable<Found>,
	options: ReadOptions
): AsyncIterable<Parsed> {
	const reader = new LangfuseReader(options);
	yield* unreadable(options);
	for await (const entry of entries) {
		if ('warning' in entry) yield { type: 'warning', message: entry.warning };
		else if ('rejection' in entry) yield { type: 'rejection', record: entry.rejection };
		else yield* reader.read(entry);
	}
	yield* reader.finish();
}

/** Names of a column map that a trace has no place for. */
function* unreadable({ map }: ReadOptions): Iterable<Parsed> {
	for (const [key, ours] of Object.entries(map?.columns ?? {})) {
		if (!Object.hasOwn(mappable, ours)) {
			yield { type: 'warning', message: `"${key}" is mapped to ${ours}, which traces do not take` };
		}
	}
}
