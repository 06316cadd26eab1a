import type { Span } from '../../trace/model.ts';

/**
 * Which observations have children in the file? A child may stand before or after its parent, so what
 * depends on having one waits for the first child, or for the end of the file.
 */
export class Children<T> {
	#parents = new Set<string>();
	#waiting = new Map<string, T[]>();

	/** Takes note of a child; what waited for it comes back. */
	born({ runId, parentSpanId }: Span): T[] {
		if (parentSpanId === null) return [];
		const parent = idOf(runId, parentSpanId);
		this.#parents.add(parent);
		const waited = this.#waiting.get(parent) ?? [];
		this.#waiting.delete(parent);
		return waited;
	}

	/** Has this observation a child already? If not, `item` waits for one. */
	hasOrWaits({ runId, spanId }: Span, item: T): boolean {
		const own = idOf(runId, spanId);
		if (this.#parents.has(own)) return true;
		this.#waiting.set(own, [...(this.#waiting.get(own) ?? []), item]);
		return false;
	}

	/** Those for which no child came. */
	*childless(): Iterable<T> {
		for (const items of this.#waiting.values()) yield* items;
		this.#waiting.clear();
	}
}

const idOf = (runId: string, spanId: string): string => `${runId}:${spanId}`;
