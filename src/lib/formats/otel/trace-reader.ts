import type { OutcomeStatement, Score, Span } from '../../trace/model.ts';
import type { Parsed, ReadOptions } from '../format.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Attributes } from './any-value.ts';
import { choiceOf, type Choice } from './decisions.ts';
import {
	annotationsOf,
	annotationScore,
	EVALUATION_EVENT,
	outcomeOf,
	scoreOf,
	taskStatusScore
} from './evaluations.ts';
import { Family, type KnownSpan } from './family.ts';
import { fieldIndex, readFields, type FieldIndex, type FieldValues } from './field-values.ts';
import { Identities, linkedSpan } from './identity.ts';
import { hexId } from './ids.ts';
import type { RawEvent, RawSpan } from './raw-span.ts';
import { precedence, RunFacts } from './run-facts.ts';
import { keptAttributes, spanOf } from './span.ts';
import { reviewOf, statedOutcome } from './statements.ts';

interface Heard {
	span: Span;
	values: FieldValues;
	choice: Choice | null;
	order: number;
	/** Attributes of its scope and resource. */
	context: Attributes;
	/** It only carries results, and does not speak for a run. */
	isCarrier: boolean;
}

interface RunStatements {
	facts: RunFacts;
	byAttribute: OutcomeStatement[];
	byEvaluation: OutcomeStatement[];
}

/** Reads the spans of a file one by one; what concerns whole runs comes out at the end. */
export class TraceReader {
	#index: FieldIndex;
	#content: boolean;
	#family: Family<Heard>;
	#known: ReadonlySet<string>;
	#identities = new Identities();
	#runs = new Map<string, RunStatements>();
	/** Of a statement that comes twice the first counts; spans that come twice are the appender's. */
	#stated = new Set<string>();
	#order = 0;

	/** `known`: spans that another reader of the same file has. */
	constructor(options: ReadOptions, known: readonly KnownSpan[] = []) {
		this.#index = fieldIndex(options.map);
		this.#content = options.content ?? false;
		this.#family = new Family(known);
		this.#known = new Set(known.map(({ runId, spanId }) => `${runId}:${spanId}`));
	}

	/** What one span gives; a span is held back until its parent is known. */
	*read(raw: RawSpan, at: string): Iterable<Parsed> {
		const identity = this.#identities.of(raw);
		if (typeof identity === 'string') {
			yield { type: 'rejection', record: { at, reason: identity } };
			return;
		}
		const own = `${identity.runId}:${identity.spanId}`;
		const annotations = annotationsOf(raw.attributes);
		const about = annotations.length > 0 ? linkedSpan(raw) : null;
		if (about) Object.assign(identity, { runId: about.runId, parentSpanId: about.spanId });

		const values = readFields(this.#index, [raw.context, raw.attributes]);
		const span = spanOf(raw, values, identity, this.#content);
		if (about && span.kind === 'other') span.kind = 'evaluator';
		const choice = choiceOf(values, raw.attributes, span);
		const order = this.#order++;
		const isCarrier = about !== null;
		const heard: Heard = { span, values, choice, order, context: raw.context, isCarrier };
		for (const { item, rank } of this.#family.add(span, heard)) yield this.#settle(item, rank);

		// A copy of a span that the other reader has: its statements were read there.
		if (this.#known.has(own)) return;
		yield* this.#statements(span, values, choice);
		const events = raw.events.filter((event) => event.name === EVALUATION_EVENT);
		for (const [position, event] of events.entries()) {
			yield* this.#score(scoreOf(event, span, position));
		}
		for (const annotation of annotations) {
			const target = { runId: span.runId, spanId: about?.spanId ?? span.spanId };
			const conversationId = values.get('conversationId');
			const where = { target, conversationId, carrier: own, atUs: span.endedAtUs };
			yield* this.#score(annotationScore(annotation, where));
		}
	}

	/** An evaluation that came as a log record beside the traces. */
	*readEvaluation(
		event: RawEvent,
		ids: { traceId: unknown; spanId: unknown },
		at: string
	): Iterable<Parsed> {
		const runId = hexId(ids.traceId, 16);
		const spanId = hexId(ids.spanId, 8) || null;
		if (!runId) {
			const reason = `the log record ${EVALUATION_EVENT} names no trace`;
			yield { type: 'rejection', record: { at, reason } };
			return;
		}
		const score = scoreOf(event, { runId, spanId }, 0);
		const text = fingerprint(JSON.stringify([...event.attributes, event.at]));
		yield* this.#score(score && { ...score, scoreId: `${runId}:${spanId ?? ''}:log:${text}` });
	}

	/** What is known only at the end: orphans, runs, and how the runs ended. */
	*finish(): Iterable<Parsed> {
		for (const { item, rank } of this.#family.orphans()) yield this.#settle(item, rank);
		for (const { facts, byAttribute, byEvaluation } of this.#runs.values()) {
			const run = facts.run();
			if (run) yield { type: 'run', record: run };
			for (const record of byEvaluation.length > 0 ? byEvaluation : byAttribute) {
				yield { type: 'outcome', record };
			}
		}
	}

	#settle({ span, values, choice, order, context, isCarrier }: Heard, rank: number): Parsed {
		if (!isCarrier) {
			const attributes = () => ({
				...keptAttributes(context, false),
				...keptAttributes(Object.entries(span.attributes), false)
			});
			const { facts } = this.#run(span.runId);
			facts.hear(span, values, choice, precedence(span, rank, order), attributes);
		}
		return { type: 'span', record: span };
	}

	#run(runId: string): RunStatements {
		const known = this.#runs.get(runId);
		if (known) return known;
		const made = { facts: new RunFacts(), byAttribute: [], byEvaluation: [] };
		this.#runs.set(runId, made);
		return made;
	}

	*#statements(span: Span, values: FieldValues, choice: Choice | null): Iterable<Parsed> {
		const { runId, spanId } = span;
		if (choice && this.#isNew(`decision ${runId}:${spanId}`)) {
			const isHigh = values.get('highStakes');
			const stakes = isHigh === null ? null : isHigh ? 'high' : 'low';
			yield { type: 'decision', record: { runId, spanId, ...choice, stakes } };
		}
		const review = reviewOf(values, span);
		if (review && this.#isNew(`review ${review.reviewId}`)) {
			yield { type: 'review', record: review };
		}
		const outcome = statedOutcome(values, span);
		const isFirst = outcome !== null && this.#isNew(`outcome ${runId}:${spanId}`);
		if (isFirst && this.#isNew(`outcome ${runId} ${JSON.stringify(outcome)}`)) {
			this.#run(runId).byAttribute.push({ runId, ...outcome });
		}
		yield* this.#score(taskStatusScore(values.get('taskStatus'), span));
	}

	*#score(score: Score | null): Iterable<Parsed> {
		if (!score || !this.#isNew(`score ${score.scoreId}`)) return;
		yield { type: 'score', record: score };
		const outcome = outcomeOf(score);
		if (outcome === null || score.runId === null) return;
		const { runId, source, atUs } = score;
		this.#run(runId).byEvaluation.push({ runId, outcome, source, atUs });
	}

	#isNew(statement: string): boolean {
		if (this.#stated.has(statement)) return false;
		this.#stated.add(statement);
		return true;
	}
}
