import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { lines, parseJson } from '../../../formats/json-stream.ts';
import { MALFORMED } from '../../../formats/otel/documents.ts';
import type { KnownSpan } from '../../../formats/otel/family.ts';
import type { RawSpan } from '../../../formats/otel/raw-span.ts';
import { momentUs } from '../../../formats/otel/times.ts';
import { contents } from '../../../formats/otel/shapes.ts';
import { annotationsOf } from '../../../formats/otel/evaluations.ts';
import { linkedSpan } from '../../../formats/otel/identity.ts';
import { hexId } from '../../../formats/otel/ids.ts';
import { isLeftOver, type RefusedLine } from '../../../formats/otlp.ts';
import { BulkRefused } from '../warehouse.ts';

/** Refused lines are held in memory; with more of them the whole file goes to the stream parser. */
const MOST_REFUSED_BYTES = 64 * 1024 * 1024;

/** Equal reasons are one entry, with the first place and the count; more reasons than this are cut. */
const LISTED_REASONS = 1_000;

export interface Leftovers {
	refused: RefusedLine[];
	rejected: { at: string; reason: string; count: number }[];
	/** Lines that gave nothing; also those whose reason is not listed. */
	rejectedLines: number;
	/** Spans in the refused lines that the set-based statement did not take. */
	spans: (KnownSpan & { parentSpanId: string })[];
}

/** Second pass, when something was not taken: which lines, and why (by the stream parser's own rules). */
export async function findLeftovers(
	path: string,
	isPacked: boolean,
	content: boolean
): Promise<Leftovers> {
	const leftovers: Leftovers = { refused: [], rejected: [], rejectedLines: 0, spans: [] };
	const byReason = new Map<string, { at: string; reason: string; count: number }>();
	let bytes = 0;
	const reject = (line: number, reason: string) => {
		leftovers.rejectedLines += 1;
		const known = byReason.get(reason);
		if (known) known.count += 1;
		else if (byReason.size < LISTED_REASONS) {
			byReason.set(reason, { at: `line ${line}`, reason, count: 1 });
		}
	};
	const raw = createReadStream(path, { highWaterMark: 1024 * 1024 });
	for await (const { line, text } of lines(isPacked ? raw.pipe(createGunzip()) : raw)) {
		const value = parseJson(text);
		if (value === undefined) {
			reject(line, MALFORMED);
			continue;
		}
		const found = [...contents(value, '', isLeftOver(content))];
		const [first] = found;
		if (!first) continue;
		if (found.length === 1 && first.type === 'unusable') {
			reject(line, first.reason);
			continue;
		}
		bytes += text.length;
		if (bytes > MOST_REFUSED_BYTES) {
			throw new BulkRefused('too much of it is in an unusual shape');
		}
		leftovers.refused.push({ line, text });
		for (const one of found) {
			if (one.type !== 'span') continue;
			const span = knownSpan(one.raw);
			if (span) leftovers.spans.push(span);
		}
	}
	leftovers.rejected = [...byReason.values()];
	return leftovers;
}

/** A refused span as others need to know it; null where it has no trace, or only carries results. */
function knownSpan(raw: RawSpan): Leftovers['spans'][number] | null {
	const isCarrier = annotationsOf(raw.attributes).length > 0 && linkedSpan(raw) !== null;
	const runId = hexId(raw.traceId, 16);
	if (!runId || isCarrier) return null;
	return {
		runId,
		spanId: hexId(raw.spanId, 8) ?? '',
		parentSpanId: hexId(raw.parentSpanId, 8) ?? '',
		startedAtUs: momentUs(raw.start),
		endedAtUs: momentUs(raw.end)
	};
}
