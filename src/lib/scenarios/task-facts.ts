import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { TaskEvidence } from '#simulations/engine/evidence.ts';

/** Everything a scenario needs to know of one task; plain JSON, so that a browser can simulate too. */
export interface TaskFacts {
	task: string;
	/** The configuration it was measured on, in words. */
	configuration: string;
	/** First and last day of its runs; null where none has a time. */
	window: { from: string; to: string } | null;
	evidence: TaskEvidence;
	/** Inputs as they hold: entered before measured. */
	inputs: Inputs;
	/** Cases with a known outcome, oldest first; null where there are none. */
	cases: CaseColumns | null;
	/** How long a run takes, seconds; null where no run says. */
	runSeconds: { p50: number; p95: number } | null;
	/** Cases that started in each hour of a week, Monday 0:00 first; null or absent without times of day. */
	casesByHour?: readonly number[] | null;
	/** All mature cases by hundredth of confidence; null or absent where none has one. */
	byConfidence?: readonly ConfidenceCount[] | null;
	/** What the document's other model would cost and get right; null when it names none. */
	otherModel: OtherModel | null;
}

/** Outcomes of the cases whose confidence is at least `from` and below the next hundredth. */
export interface ConfidenceCount {
	from: number;
	right: number;
	/** Partly right counts as wrong. */
	wrong: number;
	unknown: number;
}

/** A bounded sample of cases, column by column. */
export interface CaseColumns {
	/** One in this many cases is in the sample. */
	oneIn: number;
	/** Confidence of the result; null where it has none. */
	confidence: readonly (number | null)[];
	/** 1 right, 0 wrong. */
	right: readonly number[];
	/** 1 when much is at stake. */
	highStakes: readonly number[];
	/** 1 when a person reviewed it. */
	reviewed: readonly number[];
	costUsd: readonly (number | null)[];
	humanMinutes: readonly (number | null)[];
	/** The attributes that a scope asks for: their values, and which of them each case has (-1: none). */
	attributes: Readonly<Record<string, { values: readonly string[]; codes: readonly number[] }>>;
}

/** The same tokens at another model's prices, and what is known of how often it is right. */
export interface OtherModel {
	name: string;
	/** Model cost against the present model's; null where a price is not known. */
	costRatio: number | null;
	/** From runs of that model on this task; null where there are none. */
	quality: { knownOutcomes: number; successes: number } | null;
}
