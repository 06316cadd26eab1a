import type { SpanNode } from './span-node.ts';

/** A line of the tree: a span, how deep, and its place among its siblings. */
export interface SpanLine {
	span: SpanNode;
	level: number;
	children: number;
	open: boolean;
	place: number;
	siblings: number;
}

/** The lines that show when the spans in `closed` are folded; a span whose parent is missing is a root. */
export function spanLines(spans: readonly SpanNode[], closed: ReadonlySet<string>): SpanLine[] {
	const ids = new Set(spans.map((span) => span.spanId));
	const under = new Map<string | null, SpanNode[]>();
	for (const span of spans) {
		const known = span.parentSpanId !== null && ids.has(span.parentSpanId);
		const parent = known && span.parentSpanId !== span.spanId ? span.parentSpanId : null;
		under.set(parent, [...(under.get(parent) ?? []), span]);
	}
	const lines: SpanLine[] = [];
	const seen = new Set<string>();
	const visit = (siblings: readonly SpanNode[], level: number) => {
		const inOrder = [...siblings].sort((a, b) => (a.startUs ?? Infinity) - (b.startUs ?? Infinity));
		inOrder.forEach((span, i) => {
			if (seen.has(span.spanId)) return;
			seen.add(span.spanId);
			const children = under.get(span.spanId) ?? [];
			const open = !closed.has(span.spanId);
			lines.push({
				span,
				level,
				children: children.length,
				open,
				place: i + 1,
				siblings: siblings.length
			});
			if (open) visit(children, level + 1);
		});
	};
	visit(under.get(null) ?? [], 1);
	return lines;
}
