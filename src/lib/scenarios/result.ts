import type { InputName } from '#simulations/engine/beliefs.ts';
import type { BreakEvenVolume } from '#simulations/engine/break-even-volumes.ts';
import type { CashMonth } from '#simulations/engine/cash-flow.ts';
import type { DecisionResult, OptionResult } from '#simulations/engine/decision-result.ts';
import type { Option } from '#simulations/engine/decision-rule.ts';
import type { Dominance } from '#simulations/engine/dominance.ts';
import type { Source } from '#simulations/engine/estimate.ts';
import type { InputRank, InputShare } from '#simulations/engine/input-effects.ts';
import type { InputSwing } from '#simulations/engine/input-swings.ts';
import type { Interval } from '#simulations/engine/statistics/summary.ts';
import type { PlanName, ScenarioDocument, weekdays } from './document.ts';
import type { Routing } from './routing.ts';

/** How precise a run of a scenario is: 2,000 trials without sensitivity, or all that was asked for. */
export type Precision = 'preview' | 'full';

/** What a scenario comes to; plain JSON for pages, API, command line and reports alike. */
export interface ScenarioResult {
	name: string;
	/** The same seed gives the same figures, to the bit. */
	seed: number;
	precision: Precision;
	trials: number;
	mode: ScenarioDocument['mode'];
	tasks: TaskResult[];
	/** All tasks together; null with one task. */
	total: OptionTotal[] | null;
	warnings: Warning[];
}

/** Something to know before leaning on a result. */
export interface Warning {
	code:
		| 'default_input'
		| 'imputed'
		| 'queue_overloaded'
		| 'target_not_reachable'
		| 'no_confidence'
		| 'thin_coverage'
		| 'few_outcomes'
		| 'not_applied'
		| 'more_trials'
		| 'correlations_repaired';
	/** Null when it is about the whole scenario. */
	task: string | null;
	/** One sentence. */
	sentence: string;
}

/** One task of a scenario. */
export interface TaskResult {
	task: string;
	configuration: string;
	window: { from: string; to: string } | null;
	/** The option the scenario stands for. */
	plan: PlanName;
	horizonMonths: number;
	/** The verdict on the scenario, with reasons, flips and the sample that pays best. */
	decision: DecisionResult;
	/** Null where a figure of the person or of cost is missing: `decision.why` says which. */
	options: OptionOutcome[] | null;
	inputs: InputShown[];
	/** Thresholds against their cost, escapes and latency; null without confidence. */
	thresholds: ThresholdPoint[] | null;
	targets: TargetAnswer[];
	/** How the scenario's rule routes the recorded cases; null without cases or without a rule. */
	routing: Routing | null;
	/** From which volume on the plan pays, by how often the agent is right; empty without a plan. */
	breakEven: BreakEvenVolume[];
	/** Which input drives the plan's net benefit; null in a preview. */
	swings: InputSwing[] | null;
	/** Rank correlation of the plan's net benefit with each input, the strongest first; null in a preview. */
	ranks: InputRank[] | null;
	/** Share of its variance by input (Sobol), the largest first; null in a preview. */
	shares: InputShare[] | null;
	/** Options that nobody would choose beside another, by net benefit with incidents as they fall. */
	dominance: Dominance<Option>[];
	/** Risk of executing by confidence where outcomes are unknown; null where all are known. */
	offPolicy: OffPolicyAnswer | null;
	/** What to measure next, the most valuable first; null in a preview. */
	measureNext: InputWorth[] | null;
	tiers: TierAnswer[];
}

/** One option of a task: its figures (see `OptionResult`), and what may happen to it. */
export interface OptionOutcome extends OptionResult {
	/** Expected net benefit in closed form, present value; null where an input's form allows none. */
	exactMeanUsd: number | null;
	/** Net benefit given the parameters on the axis that all options of the task share. */
	histogram: Histogram;
	/** Net benefit with incidents as they fall. */
	range: {
		meanUsd: number;
		quantilesUsd: Record<'p05' | 'p25' | 'p50' | 'p75' | 'p95', number>;
		/** Mean of the worst 5 % of futures. */
		worst5PercentUsd: number;
		pLoss: number;
		histogram: Histogram;
	};
	perMonth: {
		cases: number;
		/** Of them the agent's. */
		agentCases: number;
		reviews: number;
		reviewHours: number;
		redos: number;
		escapes: number;
		incidents: number;
	};
	incidents: IncidentOutcome;
	queue: QueueOutcome | null;
	cash: { months: CashMonth[]; paybackMonth: number | null };
	/** From the person's cost of a case to the option's, in steps that sum. */
	waterfall: WaterfallStep[];
}

/** Counts over an axis of equal bins. */
export interface Histogram {
	low: number;
	high: number;
	counts: number[];
}

/** Incidents of the agent's cases over the horizon, present value. */
export interface IncidentOutcome {
	meanUsd: number;
	p95Usd: number;
	/** Mean of the worst 5 % of futures. */
	worst5PercentUsd: number;
	pNone: number;
	/** P(loss above this); empty when no incident can cost anything. */
	exceedance: { lossUsd: number; probability: number }[];
}

/** Reviewers as a queue in the hours they are on duty; waits null where they cannot keep up. */
export interface QueueOutcome {
	arrivalsPerHour: number;
	/** On duty on average; null when the scenario does not say. */
	reviewers: number | null;
	dutyHoursPerWeek: number;
	utilisation: number | null;
	meanWaitMinutes: number | null;
	/** Share of waits above the promised minutes. */
	promisedMinutes: number;
	pWaitAbovePromised: number | null;
	/** Share that waits past the deadline and falls back; null without a deadline. */
	lapsedShare: number | null;
	/** By how much the backlog grows an hour; 0 when they keep up. */
	backlogPerHour: number;
	/** Fewest reviewers for 90 % of waits within the promised minutes. */
	reviewersNeeded: number;
	/** The 168 hours of a mean week, Monday 0:00 first; null where no case has a time of day. */
	byHour: ReviewHour[] | null;
}

/** One hour of a mean week at the reviewers' desk, as if its load lasted. */
export interface ReviewHour {
	day: (typeof weekdays)[number];
	/** 0 to 23, in the workspace's time zone. */
	hour: number;
	/** Results that come to review in this hour. */
	reviews: number;
	/** Fewest reviewers for 90 % of waits within the promised minutes; 0 when nothing comes. */
	reviewersNeeded: number;
	/** On duty; null when the scenario does not say. */
	reviewers: number | null;
	/** Null where nobody is on duty, or nobody says who is; above 1 the backlog grows. */
	utilisation: number | null;
	/** Null there too, and where they cannot keep up. */
	meanWaitMinutes: number | null;
	/** Share of reviews that fall back at the deadline; null without one. */
	lapsedShare: number | null;
}

/** One step of a waterfall, US dollars a case. */
export interface WaterfallStep {
	/** `human` is the person's own total; a cost class; `labour` is people's work on the rest. */
	step: string;
	usdPerCase: number;
}

/** An input as the scenario has it. */
export interface InputShown {
	input: InputName;
	value: number;
	low: number | null;
	high: number | null;
	source: Source;
	n: number | null;
	/** What it would be without the scenario; null when the scenario does not change it. */
	wasValue: number | null;
}

/** What reviewing below one threshold would have done, over the cases with a known outcome. */
export interface ThresholdPoint {
	threshold: number;
	reviewShare: number;
	escapeRate: number;
	/** Share of the wrong results it stops, and the same by reviewing as many at random. */
	reduction: number | null;
	randomReduction: number | null;
	costUsdPerCase: number;
	/** Null where reviewers cannot keep up, or no run says how long it takes. */
	meanLatencySeconds: number | null;
	p95LatencySeconds: number | null;
	utilisation: number | null;
	/** Another threshold is as fast and lets no more escape. */
	dominated: boolean;
	cheapest: boolean;
}

/** The least review that cuts a share of the escapes. */
export interface TargetAnswer {
	target: number;
	reachable: boolean;
	/** The most that reviewing everything could cut. */
	mostReachable: number;
	threshold: number | null;
	reviewShare: number | null;
	reviewHoursPerMonth: number | null;
	reduction: number | null;
	/** 90 % interval over cases. */
	reductionInterval: Interval | null;
	randomReduction: number | null;
	/** Cost of the reviews and of what they redo, per incident that does not happen; null without one. */
	costPerPreventedIncidentUsd: number | null;
	costPerPreventedEscapeUsd: number | null;
}

/** Execution at or above thresholds over cases of which some outcomes are unknown. */
export interface OffPolicyAnswer {
	/** Cases with a confidence, and those of them whose outcome nobody knows. */
	cases: number;
	unknown: number;
	points: OffPolicyPoint[];
}

/** One threshold: what is executed at or above it, and how much of all cases that is wrong. */
export interface OffPolicyPoint {
	threshold: number;
	/** Whether it is the threshold of the scenario. */
	isPlan: boolean;
	/** Of all cases with a confidence, as the two below. */
	executedShare: number;
	/** Unknown outcomes all right, and all wrong. */
	wrongShareBounds: Interval;
	/** If it is chance whose outcome is known; null where some executed could never be known. */
	wrongShare: number | null;
	standardError: number | null;
	/** Known outcomes that the estimate is worth, and the most cases one of them stands for. */
	effectiveSampleSize: number | null;
	largestWeight: number | null;
}

/** What knowing one input exactly would bring (EVPPI). */
export interface InputWorth {
	input: InputName;
	source: Source;
	worthUsd: number;
}

/** A state store under the scenario's conversations. */
export interface TierAnswer {
	name: string;
	concurrentConversations: number;
	utilisation: number;
	/** Null where it cannot keep up. */
	meanResponseMs: number | null;
	staleShare: number;
	usdPerMonth: number;
}

/** One option summed over all tasks; a task without it stays with people. */
export interface OptionTotal {
	option: Option;
	netBenefitUsd: Interval & { mean: number };
	pBetterThanHuman: number | null;
	worst5PercentUsd: number;
	tasks: number;
}
