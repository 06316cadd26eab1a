import type { Outcome, ReviewDecision, Review, Span, StatementSource } from '../../trace/model.ts';
import type { FieldValues } from './field-values.ts';

/** How the run ended by a span's own attribute, at the end of the span; null when it does not say. */
export function statedOutcome(
	values: FieldValues,
	span: Span
): { outcome: Outcome; source: StatementSource; atUs: number | null } | null {
	const outcome = values.get('outcome');
	if (outcome === null) return null;
	return {
		outcome: outcome as Outcome,
		source: (values.get('outcomeSource') as StatementSource | null) ?? 'unknown',
		atUs: span.endedAtUs ?? span.startedAtUs
	};
}

/** The review that a span of kind human is, or that review attributes tell of; null when there is none. */
export function reviewOf(values: FieldValues, span: Span): Review | null {
	const requested = values.get('reviewRequested');
	const decision = values.get('reviewDecision') as ReviewDecision | null;
	const stated = values.get('reviewMinutes');
	const minutes = stated !== null && stated >= 0 ? stated : null;
	const isHuman = span.kind === 'human';
	if (!isHuman && requested === null && decision === null && minutes === null) return null;
	return {
		reviewId: `${span.runId}:${span.spanId}`,
		runId: span.runId,
		spanId: span.spanId,
		requested: requested ?? (isHuman ? true : null),
		decision,
		minutes,
		requestedAtUs: isHuman ? span.startedAtUs : null,
		decidedAtUs: isHuman ? span.endedAtUs : null,
		reviewerRef: null
	};
}
