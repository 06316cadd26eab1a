import type { SpanKind, Status } from '#lib/trace/model.ts';

/** A step of a run as the tree shows it; times relative to the run's start, null where unknown. */
export interface SpanNode {
	spanId: string;
	parentSpanId: string | null;
	name: string;
	kind: SpanKind;
	status: Status;
	startUs: number | null;
	durationUs: number | null;
	costUsd: number | null;
	inputTokens: number | null;
	outputTokens: number | null;
	/** Second line: model, tool, store. */
	detail?: string | null;
	/** `orphan`, `clock_skew`, ... */
	flags?: readonly string[];
	href?: string | null;
}
