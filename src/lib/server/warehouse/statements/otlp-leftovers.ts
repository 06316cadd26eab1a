import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parseJson } from '../../../formats/json-stream.ts';
import { MALFORMED } from '../../../formats/otel/piece.ts';
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
	let held = 0;
	const reject = (line: number, reason: string) => {
		leftovers.rejectedLines += 1;
		const known = byReason.get(reason);
		if (known) known.count += 1;
		else if (byReason.size < LISTED_REASONS) {
			byReason.set(reason, { at: `line ${line}`, reason, count: 1 });
		}
	};
	for await (const { line, bytes } of byteLines(path, isPacked)) {
		const text = lineText(bytes);
		if (text.trim() === '') continue;
		const value = parseJson(text);
		if (value === undefined) {
			reject(line, MALFORMED);
			continue;
		}
		const isWhole = isUnreadable(bytes, text);
		const takes = isWhole ? () => true : isLeftOver(content);
		const found = [...contents(value, '', takes)];
		const [first] = found;
		if (!first) continue;
		if (found.length === 1 && first.type === 'unusable') {
			reject(line, first.reason);
			continue;
		}
		held += bytes.length;
		if (held > MOST_REFUSED_BYTES) {
			throw new BulkRefused('too much of it is in an unusual shape');
		}
		leftovers.refused.push({ line, text, isWhole });
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

/** The lines of a file as bytes, counted from 1. */
async function* byteLines(
	path: string,
	isPacked: boolean
): AsyncIterable<{ line: number; bytes: Buffer }> {
	const raw = createReadStream(path, { highWaterMark: 1024 * 1024 });
	let line = 0;
	let rest: Buffer[] = [];
	for await (const chunk of (isPacked ? raw.pipe(createGunzip()) : raw) as AsyncIterable<Buffer>) {
		let from = 0;
		for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
			line += 1;
			yield { line, bytes: Buffer.concat([...rest, chunk.subarray(from, to)]) };
			rest = [];
			from = to + 1;
		}
		rest.push(chunk.subarray(from));
	}
	yield { line: line + 1, bytes: Buffer.concat(rest) };
}

/** As the stream parser decodes it: UTF-8 without a byte order mark, else Windows-1252. */
const lineText = (bytes: Buffer): string =>
	new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes).replace(/\r$/, '');

/** Does the engine find this JSON malformed that JSON.parse reads? It knows no byte order mark, wants UTF-8, and both halves of a surrogate pair. */
const isUnreadable = (bytes: Buffer, text: string): boolean =>
	bytes[0] === 0xef || !isUtf8(bytes) || hasHalfPair(text);

function hasHalfPair(text: string): boolean {
	if (!/\\u[dD][89a-fA-F]/.test(text)) return false;
	let high = -1;
	for (const { 0: escape, index } of text.matchAll(/\\(?:u[0-9a-fA-F]{4}|.)/g)) {
		const code = escape[1] === 'u' ? parseInt(escape.slice(2), 16) : 0;
		const isLow = code >= 0xdc00 && code < 0xe000;
		const isPaired = high >= 0 && index === high + 6;
		if (isLow !== isPaired) return true;
		high = code >= 0xd800 && code < 0xdc00 ? index : -1;
	}
	return high >= 0;
}
