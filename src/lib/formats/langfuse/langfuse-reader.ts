import type { Outcome, Run, StatementSource } from '../../trace/model.ts';
import { statementSource } from '../cells.ts';
import type { Parsed, ReadOptions, Rejection } from '../format.ts';
import { Family } from '../otel/family.ts';
import { fieldIndex, type FieldIndex } from '../otel/field-values.ts';
import { precedence, RunFacts } from '../otel/run-facts.ts';
import { reviewOf as spanReview, statedOutcome } from '../otel/statements.ts';
import { Children } from './children.ts';
import type { Entry } from './documents.ts';
import { Notes } from './notes.ts';
import { observationOf, type Observation } from './observation.ts';
import { columnScores, scoreOf } from './score.ts';
import { reviewOf, rootReviewId, runOf, traceOf, type TraceRecord } from './trace.ts';

interface Heard {
	observation: Observation;
	order: number;
}

interface RunState {
	/** The newest record of the trace itself; null when only observations are in the file. */
	trace: TraceRecord | null;
	/** How often that record came. */
	records: number;
	isBare: boolean;
	facts: RunFacts;
	roots: number;
	startedAtUs: number;
	endedAtUs: number;
	outcomes: Map<string, { outcome: Outcome; source: StatementSource; atUs: number | null }>;
	isEstimated: boolean;
}

/** Reads the records of a file one by one; what concerns whole traces comes out at the end. */
export class LangfuseReader {
	#index: FieldIndex;
	#content: boolean;
	#apiSource: StatementSource | null;
	#family = new Family<Heard>();
	#children = new Children<Heard>();
	#runs = new Map<string, RunState>();
	/** Observations and reviews told of: what they say beside themselves counts once. */
	#told = new Set<string>();
	#notes = new Notes();
	#order = 0;

	constructor(options: ReadOptions) {
		this.#index = fieldIndex(options.map);
		this.#content = options.content ?? false;
		this.#apiSource = statementSource(options.map?.constants?.score_source);
	}

	/** What one record gives; an observation is held back until its parent, or a child, is known. */
	*read(entry: Entry): Iterable<Parsed> {
		if (entry.table === 'trace') yield* this.#trace(entry);
		else if (entry.table === 'observation') yield* this.#observation(entry);
		else if (entry.table === 'score') yield* this.#score(entry);
		else yield refused(entry, 'a row of the sessions table only sums up traces: export those');
	}

	/** What is known only at the end: orphans, leaves, runs, and how the runs ended. */
	*finish(): Iterable<Parsed> {
		for (const { item, rank } of this.#family.orphans()) yield* this.#settle(item, rank);
		for (const { observation } of this.#children.childless()) yield this.#span(observation, false);
		for (const [runId, state] of this.#runs) yield* this.#run(runId, state);
		yield* this.#notes.warnings(this.#apiSource !== null);
	}

	*#trace(entry: Entry): Iterable<Parsed> {
		const trace = traceOf(entry.row, this.#index, this.#content);
		if (typeof trace === 'string') {
			yield refused(entry, trace);
			return;
		}
		const { runId } = trace;
		const state = this.#state(runId);
		const isFirst = state.trace === null;
		if (isFirst || (trace.updatedAtUs ?? 0) > (state.trace?.updatedAtUs ?? 0)) state.trace = trace;
		state.records += 1;
		state.isBare ||= entry.isBare;
		if (!isFirst) return;
		for (const record of columnScores(entry.row, 'trace', { runId, spanId: null })) {
			yield { type: 'score', record };
		}
	}

	*#observation(entry: Entry): Iterable<Parsed> {
		const observation = observationOf(entry.row, this.#index, this.#content);
		if (typeof observation === 'string') {
			yield refused(entry, observation);
			return;
		}
		const { span } = observation;
		const { runId, spanId } = span;
		for (const parent of this.#children.born(span)) yield this.#span(parent.observation, true);
		const heard = { observation, order: this.#order++ };
		for (const { item, rank } of this.#family.add(span, heard)) yield* this.#settle(item, rank);
		if (!this.#isNew(`${runId}:${spanId}`)) return;
		yield* this.#statements(observation);
		for (const record of columnScores(entry.row, 'observation', { runId, spanId })) {
			yield { type: 'score', record };
		}
	}

	*#score(entry: Entry): Iterable<Parsed> {
		const found = scoreOf(entry.row, this.#content, this.#apiSource);
		if (typeof found === 'string') {
			yield refused(entry, found);
			return;
		}
		const { score, review } = found;
		yield { type: 'score', record: score, isRow: true };
		if (score.source === 'unknown') this.#notes.count('anonymous');
		if (review && this.#isNew(`review ${review.reviewId}`))
			yield { type: 'review', record: review };
	}

	/** An observation whose parent is known: the run hears it, and it goes unless a child matters. */
	*#settle(heard: Heard, rank: number): Iterable<Parsed> {
		const { observation, order } = heard;
		const { span, values, choice, runAttributes } = observation;
		const state = this.#state(span.runId);
		state.facts.hear(span, values, choice, precedence(span, rank, order), runAttributes);
		if (span.parentSpanId === null) state.roots += 1;
		state.startedAtUs = Math.min(state.startedAtUs, span.startedAtUs ?? Infinity);
		state.endedAtUs = Math.max(state.endedAtUs, span.endedAtUs ?? -Infinity);
		const isUndecided = observation.isPlain || observation.estimate === 'guessed';
		if (!isUndecided) yield this.#span(observation, false);
		else if (this.#children.hasOrWaits(span, heard)) yield this.#span(observation, true);
	}

	/**
	 * The span itself. A guess at the tokens of something that has steps below it is no usage: it would
	 * count where none of the steps reports any.
	 */
	#span({ span, estimate, isPlain }: Observation, hasChildren: boolean): Parsed {
		if (isPlain && hasChildren) span.kind = 'workflow';
		if (estimate !== 'none') span.flags.push('estimated');
		if (estimate === 'replaced') this.#notes.count('replaced');
		if (estimate === 'guessed' && hasChildren) {
			this.#notes.count('dropped');
			Object.assign(span, { ...noUsage, costIsEstimate: false });
		} else if (estimate === 'guessed') {
			this.#notes.count('guessed');
			this.#state(span.runId).isEstimated = true;
		}
		return { type: 'span', record: span };
	}

	*#statements({ span, values, choice }: Observation): Iterable<Parsed> {
		const { runId, spanId } = span;
		if (choice) {
			const isHigh = values.get('highStakes');
			const stakes = isHigh === null ? null : isHigh ? 'high' : 'low';
			yield { type: 'decision', record: { runId, spanId, ...choice, stakes } };
		}
		const review = spanReview(values, span);
		if (review) {
			const isRoot = span.parentSpanId === null && span.kind !== 'human';
			if (isRoot) review.reviewId = rootReviewId(runId);
			if (this.#isNew(`review ${review.reviewId}`)) yield { type: 'review', record: review };
		}
		const stated = statedOutcome(values, span);
		if (stated) this.#hearOutcome(this.#state(runId), stated);
	}

	*#run(runId: string, state: RunState): Iterable<Parsed> {
		const { trace, facts } = state;
		const heard = facts.run();
		const record = runOf(trace, heard && wholeRun(heard, state));
		if (!record) return;
		if (state.isEstimated) record.flags.push('estimated');
		// Without observations the record of the trace is the row that was read, each time it came.
		const times = heard === null ? state.records : 1;
		for (let time = 0; time < times; time++) yield { type: 'run', record };
		if (state.isBare && heard === null) this.#notes.count('bare');
		else if (heard === null && record.reportedCostUsd !== null) this.#notes.count('total');
		const review = trace && reviewOf(trace);
		if (review && this.#isNew(`review ${review.reviewId}`))
			yield { type: 'review', record: review };
		const outcome = trace?.values.get('outcome') as Outcome | null | undefined;
		if (outcome) {
			const source = (trace?.values.get('outcomeSource') as StatementSource | null) ?? 'unknown';
			this.#hearOutcome(state, { outcome, source, atUs: record.endedAtUs ?? record.startedAtUs });
		}
		for (const stated of state.outcomes.values()) {
			yield { type: 'outcome', record: { runId, ...stated } };
		}
	}

	/** The same word of trace and root is one statement. */
	#hearOutcome(
		{ outcomes }: RunState,
		stated: { outcome: Outcome; source: StatementSource; atUs: number | null }
	): void {
		const same = `${stated.outcome} ${stated.source}`;
		if (!outcomes.has(same)) outcomes.set(same, stated);
	}

	#state(runId: string): RunState {
		const known = this.#runs.get(runId);
		if (known) return known;
		const made: RunState = {
			trace: null,
			records: 0,
			isBare: false,
			facts: new RunFacts(),
			roots: 0,
			startedAtUs: Infinity,
			endedAtUs: -Infinity,
			outcomes: new Map(),
			isEstimated: false
		};
		this.#runs.set(runId, made);
		return made;
	}

	#isNew(statement: string): boolean {
		if (this.#told.has(statement)) return false;
		this.#told.add(statement);
		return true;
	}
}

const refused = ({ at }: Entry, reason: string): { type: 'rejection'; record: Rejection } => ({
	type: 'rejection',
	record: { at, reason }
});

const noUsage = {
	inputTokens: null,
	cacheReadTokens: null,
	cacheWriteTokens: null,
	cacheWrite1hTokens: null,
	outputTokens: null,
	reasoningTokens: null,
	reportedInputTokens: null,
	reportedOutputTokens: null,
	reportedCostUsd: null
} as const;

/** A trace of Langfuse's own clients often has several roots: it lasts from the first to the last. */
function wholeRun(run: Run, { roots, startedAtUs, endedAtUs }: RunState): Run {
	if (roots < 2 || !Number.isFinite(startedAtUs) || !Number.isFinite(endedAtUs)) return run;
	const durationUs = endedAtUs < startedAtUs ? null : endedAtUs - startedAtUs;
	return { ...run, startedAtUs, endedAtUs, durationUs };
}
