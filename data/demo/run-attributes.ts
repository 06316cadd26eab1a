import { isDecided, type Knowledge } from './statements.ts';
import type { Calendar } from './calendar.ts';
import { lastRun, type Case } from './case.ts';
import { decimal, flag, text, texts, whole, type Attribute } from './otlp.ts';
import type { Run } from './run.ts';

/** What both dialects write on the root span about the case, by our own names (trace-formats 19.1). */
export function runAttributes(
	one: Case,
	run: Run,
	known: Knowledge,
	calendar: Calendar
): Attribute[] {
	const { task, part, review } = one;
	const isLast = run === lastRun(one);
	const attributes = [text(task.parts.attribute, part.value)];
	if (one.configuration.unnamed) return attributes;
	attributes.push(text('breakeven.task', task.name));
	if (one.runs.length > 1 || task.app === 'copilot' || task.oversight) {
		attributes.push(text('breakeven.case.id', one.id), whole('breakeven.run.attempt', run.attempt));
	}
	if (task.highStakes > 0) attributes.push(flag('breakeven.high_stakes', one.highStakes));
	if (!isLast) return attributes;
	if (one.confidence !== null) {
		attributes.push(
			decimal('breakeven.confidence', one.confidence),
			text('breakeven.confidence.method', 'self_report')
		);
	}
	if (known.trace) {
		attributes.push(
			text('breakeven.outcome', known.trace.outcome),
			text('breakeven.outcome.source', known.trace.source)
		);
	}
	if (review) {
		attributes.push(flag('breakeven.review.requested', true));
		if (review.written === 'root' && isDecided(review, calendar)) {
			attributes.push(
				text('breakeven.review.decision', review.decision),
				decimal('breakeven.review.minutes', review.minutes)
			);
		}
	}
	return attributes;
}

/** The choice that a case's last model call took; none where a task only calls tools. */
export function choiceAttributes(one: Case): Attribute[] {
	const { choices } = one.task;
	const offered = [...choices.map(({ chosen }) => chosen), ABSTAIN];
	const taken =
		one.fate === 'abstained' ? { chosen: ABSTAIN, reason: 'missing_information' } : choiceOf(one);
	if (!taken) return [];
	return [
		text('breakeven.decision.chosen', taken.chosen),
		texts('breakeven.decision.alternatives', offered),
		text('breakeven.decision.reason_code', taken.reason)
	];
}

const ABSTAIN = 'escalate_to_human';

/** By the conversation, so that a case chooses the same whoever asks. */
function choiceOf({ task, conversationId }: Case) {
	let left = Number.parseInt(conversationId.slice(-6), 16) / 16 ** 6;
	return task.choices.find(({ share }) => (left -= share) < 0);
}
