import type { Span } from '../../trace/model.ts';
import { ranks } from './run-facts.ts';
import { addFlags } from './span.ts';

/** A child may lie this far outside its parent before the clocks are doubted. */
const LENIENCY_US = 5 * 60 * 1e6;

interface Times {
	startedAtUs: number | null;
	endedAtUs: number | null;
}

/** A span that is in the file, though not among those read here. */
export interface KnownSpan extends Times {
	runId: string;
	spanId: string;
}

/** A span whose parent decides about its flags, and what to do when that is known. */
interface Waiting<T> {
	span: Span;
	item: T;
}

/**
 * Which spans have their parent in the file? Exporters write children first, so a span waits until
 * its parent comes, and is an orphan when the file ends without one.
 */
export class Family<T> {
	#times = new Map<string, Times>();
	#waiting = new Map<string, Waiting<T>[]>();

	/** `known`: spans that another reader of the same file has. */
	constructor(known: Iterable<KnownSpan> = []) {
		for (const span of known) this.#times.set(idOf(span.runId, span.spanId), span);
	}

	/** Takes a span in; returns what is settled now: the span or not yet, and children that waited for it. */
	*add(span: Span, item: T): Iterable<{ item: T; rank: number }> {
		const own = idOf(span.runId, span.spanId);
		if (!this.#times.has(own)) this.#times.set(own, span);
		if (span.parentSpanId === null) {
			yield { item, rank: span.flags.includes('orphan') ? ranks.orphan : ranks.root };
		} else {
			const parent = idOf(span.runId, span.parentSpanId);
			const times = this.#times.get(parent);
			if (times) yield settled({ span, item }, times);
			else this.#waiting.set(parent, [...(this.#waiting.get(parent) ?? []), { span, item }]);
		}
		const children = this.#waiting.get(own) ?? [];
		this.#waiting.delete(own);
		for (const child of children) yield settled(child, span);
	}

	/** Those whose parent never came. */
	*orphans(): Iterable<{ item: T; rank: number }> {
		for (const { span, item } of [...this.#waiting.values()].flat()) {
			addFlags(span, ['orphan']);
			yield { item, rank: ranks.orphan };
		}
		this.#waiting.clear();
	}
}

const idOf = (runId: string, spanId: string): string => `${runId}:${spanId}`;

function settled<T>({ span, item }: Waiting<T>, parent: Times): { item: T; rank: number } {
	if (isOutside(span, parent)) addFlags(span, ['clock_skew']);
	return { item, rank: ranks.inner };
}

function isOutside(child: Times, parent: Times): boolean {
	const isAfter = (a: number | null, b: number | null) =>
		a !== null && b !== null && a > b + LENIENCY_US;
	return (
		isAfter(parent.startedAtUs, child.startedAtUs) ||
		isAfter(child.endedAtUs, parent.endedAtUs) ||
		isAfter(child.startedAtUs, parent.endedAtUs)
	);
}
