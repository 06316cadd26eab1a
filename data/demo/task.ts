import type { Band } from './confidence.ts';
import type { Model } from './models.ts';

/** A figure of the company's: what is true, and what the company believes it to be. */
export interface Known {
	truth: number;
	/**
	 * Half the company's own 90 % range, as a factor: 1.2 = from value / 1.2 to value x 1.2 (of the odds,
	 * for probabilities); absent = known exactly.
	 */
	spread?: number;
	/** Measured in the exports: not entered. */
	measured?: boolean;
	note: string;
}

/** Names of design.md 4 that every task has, and those that some have. */
type Needed =
	| 'human_minutes'
	| 'human_wage_per_hour'
	| 'human_success'
	| 'review_minutes'
	| 'reviewer_detect'
	| 'reviewer_false_alarm'
	| 'monthly_fixed'
	| 'build_cost';
type Optional =
	/** Absent: every case goes through the agent, so that the exports measure it. */
	| 'volume_per_month'
	| 'reviewer_wage_per_hour'
	| 'review_delay_hours'
	| 'delay_cost_per_hour'
	| 'incident_prob_given_escape'
	| 'incident_mean_cost'
	| 'incident_rate_cap'
	| 'rework_prob_given_escape'
	| 'late_rework_cost'
	| 'retrain_cycles_per_month'
	| 'retrain_cost'
	| 'growth_month'
	| 'value_usd';
export type Figures = Record<Needed, Known> & Partial<Record<Optional, Known>>;

/** Who did the work in which days (both included): what a verdict is about. */
export interface Configuration {
	version: string;
	model: Model;
	fromDay: number;
	toDay: number;
	/** Of the work of its days. */
	share: number;
	/** Added to the task's success. */
	lift: number;
	/** Traces of this configuration say neither task nor agent, only "LangGraph". */
	unnamed?: boolean;
}

/** A part of the work that can be told apart beforehand. */
export interface Part {
	value: string;
	share: number;
	success: number;
	/** How its documents' length compares with the task's. */
	length: number;
}

/** One step that a run takes before or after its model calls, in a share of the runs. */
export interface Stop {
	step: 'session' | 'vector' | 'graph' | 'embed' | 'guardrail' | 'judge' | 'tool' | 'screen';
	share: number;
}

/** How a run goes, and what its model calls are made of. */
export interface Shape {
	before: readonly Stop[];
	after: readonly Stop[];
	/** Model calls of a run: as few or as many, evenly. */
	calls: readonly [low: number, high: number];
	/** Called between model calls, in turn. */
	tools: readonly string[];
	store: 'pinecone' | 'qdrant';
	collection: string;
	/** Tokens of the instructions (they are cached), mean of the rest of the first call, growth per call. */
	systemTokens: number;
	bodyTokens: number;
	historyTokens: number;
	outputTokens: number;
	/** Mean duration of a model call. */
	callSeconds: number;
}

/** What people looked at while the exports were written. */
export interface Oversight {
	/** Confidence below which a result is reviewed before it goes out; 0 = none. */
	threshold: number;
	highStakes: boolean;
	/** Share of the rest that is reviewed at random. */
	random: number;
	waitHours: number;
	/** Where reviews are written: on the root span, as a span of their own, or in the outcomes file. */
	written: readonly { where: 'root' | 'span' | 'file'; share: number }[];
}

/** How it becomes known whether a result was right. */
export interface Verification {
	/** Share of the results whose outcome becomes known, right or wrong alike. */
	coverage: number;
	/** Of those, the share that the system knows at once and writes into the trace. */
	atOnce: number;
	source: 'system' | 'human';
	lagHours: readonly [low: number, high: number];
	/** Share of the wrong results that looked right at first and came back nine days later. */
	reopened: number;
	/** Instead of all that: only so many results are known, complaints first. */
	complaints?: number;
}

/** One kind of work, as it truly is. */
export interface Task {
	name: string;
	app: 'support' | 'copilot' | 'sheet';
	agent: string;
	/** Over all days and environments. */
	cases: number;
	staging: number;
	configurations: readonly Configuration[];
	/** From a day on one model's results get worse, though it keeps its name. */
	drift: { fromDay: number; points: number; model: Model } | null;
	/** The root attribute that tells parts apart, whether or not they go differently well. */
	parts: { attribute: string; values: readonly Part[] };
	highStakes: number;
	/** Share of failures that announce themselves. */
	visibleShare: number;
	/** Probability that a first attempt breaks down and is tried again. */
	errorRate: number;
	confidence: readonly Band[] | null;
	choices: readonly { chosen: string; share: number; reason: string }[];
	shape: Shape;
	oversight: Oversight | null;
	verification: Verification;
	/** Spread of review minutes and of incident severity, as the deviation of the logarithm. */
	severitySigma: number;
	decision: 'start' | 'continue';
	/** Tools that charge by the call, USD. */
	toolRates: Readonly<Record<string, number>>;
	figures: Figures;
}

/** The true probability that a result is right before any review. */
export function successOf(
	task: Task,
	configuration: Configuration,
	day: number,
	part: Part | null
) {
	const { drift } = task;
	const hit = drift && day >= drift.fromDay && configuration.model === drift.model;
	const base = part ? part.success : meanSuccess(task);
	return base + configuration.lift - (hit ? drift.points : 0);
}

/** The task's success over its parts. */
export const meanSuccess = ({ parts }: Task): number =>
	parts.values.reduce((sum, part) => sum + part.share * part.success, 0);

/** Configurations at work on a day. */
export const activeOn = ({ configurations }: Task, day: number): Configuration[] =>
	configurations.filter(({ fromDay, toDay }) => fromDay <= day && day <= toDay);

/** Parts that all go equally well. */
export const alike = (
	attribute: string,
	success: number,
	shares: Readonly<Record<string, number>>
): Task['parts'] => ({
	attribute,
	values: Object.entries(shares).map(([value, share]) => ({ value, share, success, length: 1 }))
});
