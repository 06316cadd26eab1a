import { fingerprint } from '../fingerprint.ts';
import { hexId } from './ids.ts';
import type { RawSpan } from './raw-span.ts';

/** Which span of which run this is. */
export interface SpanIdentity {
	runId: string;
	spanId: string;
	/** Null = no parent, or one that cannot be read, which is then flagged `orphan`. */
	parentSpanId: string | null;
	flags: string[];
}

/** Reads ids, and makes them for spans that have none. */
export class Identities {
	#copies = new Map<string, number>();

	/** Who a span is; a text is why it cannot be told. A span without ids is a run of its own. */
	of(raw: RawSpan): SpanIdentity | string {
		const traceId = hexId(raw.traceId, 16);
		const stated = hexId(raw.spanId, 8);
		const parentId = hexId(raw.parentSpanId, 8);
		if (traceId === null) return 'traceId is not 32 hexadecimal digits';
		if (stated === null) return 'spanId is not 16 hexadecimal digits';
		const made = traceId === '' || stated === '' ? this.#made(raw.json) : '';
		const spanId = stated || made.slice(0, 16);
		const isChild = Boolean(parentId) && parentId !== spanId && traceId !== '';
		return {
			runId: traceId || made,
			spanId,
			parentSpanId: isChild ? parentId : null,
			flags: [...(made === '' ? [] : ['no_ids']), ...(parentId === null ? ['orphan'] : [])]
		};
	}

	/** The same span in the same file gets the same id; equal ones are told apart by their order. */
	#made(json: unknown): string {
		const text = JSON.stringify(json);
		const hash = fingerprint(text);
		const copy = this.#copies.get(hash) ?? 0;
		this.#copies.set(hash, copy + 1);
		return `${fingerprint(`${copy}:${text}`)}${hash}`.padEnd(32, '0');
	}
}

/** A result that came later stands on a span of its own, with one link to the span that it is about; null = no such span. */
export function linkedSpan(raw: RawSpan): { runId: string; spanId: string } | null {
	const [link, ...more] = raw.links;
	if (!link || more.length > 0) return null;
	const runId = hexId(link.traceId, 16);
	const spanId = hexId(link.spanId, 8);
	return runId && spanId ? { runId, spanId } : null;
}
