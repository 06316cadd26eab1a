import {
	beliefsOf,
	type Belief,
	type Beliefs,
	type InputName
} from '#simulations/engine/beliefs.ts';
import { meanOf } from '#simulations/engine/distribution.ts';
import type { UnknownAs } from '#simulations/engine/evidence.ts';
import { narrowScope } from '#simulations/engine/narrow-scope.ts';
import { ratesOf } from '#simulations/engine/net-benefit.ts';
import { REVIEW_ALONE, type Oversight } from '#simulations/engine/oversight.ts';
import type { ReviewTerms } from '#simulations/engine/policy-replay.ts';
import { viewWith } from '#simulations/engine/scenario-view.ts';
import type { Scenario, ScenarioOption } from '#simulations/engine/scenario.ts';
import { prepare } from '#simulations/engine/simulate.ts';
import { lognormalFromInterval } from '#simulations/engine/statistics/lognormal.ts';
import { betaPosterior } from '#simulations/engine/statistics/posterior.ts';
import { drawnTogether } from '#simulations/engine/together.ts';
import { drawTrials } from '#simulations/engine/trials.ts';
import type { ChangedInputs } from './changed-inputs.ts';
import type { AgentOption, OversightChange, ScenarioDocument } from './document.ts';
import { reviewChoice, reviewOf, type ReviewChoice } from './review-choice.ts';
import { queueOutcome, rosterHours } from './review-desk.ts';
import { reviewHours } from './review-hours.ts';
import type { QueueOutcome } from './result.ts';
import { scopeOfCases } from './scope-of-cases.ts';
import { stateEffect, type StateEffect } from './state-tiers.ts';
import type { TaskFacts } from './task-facts.ts';

/** A scenario of one task as the engine simulates it, and what was computed on the way. */
export interface EngineScenario {
	scenario: Scenario;
	/** One per option of `scenario`; null where nothing is reviewed. */
	queues: (QueueOutcome | null)[];
	terms: ReviewTerms & { lossUsd: number };
	state: StateEffect;
	casesPerMonth: number;
}

/** Spread of one incident's cost when nothing is said of it (sd of the log). */
const WIDE_SEVERITY = 1;
const TRIALS_FOR_SCOPE = 4096;

/**
 * The engine's scenario behind a document: beliefs, the options with their oversight, scope and
 * queue, incidents, revisions and state. `unknownAs` says how outcomes nobody knows count.
 */
export function engineScenario(
	document: ScenarioDocument,
	facts: TaskFacts,
	changed: ChangedInputs,
	unknownAs: UnknownAs
): EngineScenario {
	const beliefs = beliefsWith(changed, unknownAs);
	const casesPerMonth = average(beliefs, 'volume_per_month');
	const state = stateEffect(document.state, casesPerMonth);
	const severity = document.incidents?.severity_usd;
	const terms = reviewTerms(beliefs);
	const base: Scenario = {
		beliefs,
		starting: (changed.inputs.decision ?? 'start') === 'start',
		options: [],
		retrainEveryMonths: document.retraining?.every_months ?? null,
		driftPerMonth: document.retraining?.drift_per_month ?? 0,
		correlations: drawnTogether(changed.evidence, beliefs, () => true),
		severitySigma: severity
			? lognormalFromInterval(severity.low, severity.high).sigma
			: WIDE_SEVERITY,
		causes: (document.incidents?.common_causes ?? []).map((cause) => ({
			name: cause.name,
			timesPerYear: cause.times_per_year,
			shareFailing: cause.share_failing,
			days: cause.days
		})),
		staleShare: state.staleShare
	};
	const oversight = oversightOf(document.oversight, state.usdPerMonth);
	const options = document.options.flatMap((name) => {
		const option = optionOf(name, { document, facts, changed, unknownAs, beliefs, terms });
		return option
			? [{ ...option, oversight: name === 'automate' ? oversight.direct : oversight.staged }]
			: [];
	});
	const staffed = options.map((option) =>
		withQueue({ ...base, options: [option] }, option, document, {
			casesPerMonth,
			reviewMinutes: terms.reviewMinutes,
			casesByHour: facts.casesByHour ?? null
		})
	);
	return {
		scenario: { ...base, options: staffed.map(({ option }) => option) },
		queues: staffed.map(({ queue }) => queue),
		terms,
		state,
		casesPerMonth
	};
}

function beliefsWith({ inputs, evidence, success }: ChangedInputs, unknownAs: UnknownAs): Beliefs {
	const beliefs = new Map(beliefsOf(inputs, evidence, unknownAs));
	if (success) beliefs.set('case_success_rate', success);
	return beliefs;
}

interface OptionContext {
	document: ScenarioDocument;
	facts: TaskFacts;
	changed: ChangedInputs;
	unknownAs: UnknownAs;
	beliefs: Beliefs;
	terms: ReviewTerms & { lossUsd: number };
}

/** An option before its oversight; null when a scope is asked for that no case fits. */
function optionOf(name: AgentOption, context: OptionContext): ScenarioOption | null {
	const { document, facts, changed, terms } = context;
	if (name === 'automate') return { option: name, reviewShareGood: 0, reviewShareBad: 0 };
	const rule = document.oversight?.review ?? null;
	const choice = rule ? reviewChoice(rule, facts.cases, terms) : gateChoice(changed);
	if (name === 'automate_with_review') return reviewed({ option: name }, choice);
	if (document.scope) {
		const counted = facts.cases && scopeOfCases(document.scope, facts.cases);
		const own = { option: name, scope: counted?.scope ?? null };
		return counted ? reviewed(own, rule ? choice : reviewOf(document.oversight ? 1 : 0)) : null;
	}
	// A success that is stated for the whole task says nothing of its segments.
	if (changed.success) return null;
	const trials = drawTrials(context.beliefs, {
		seed: document.seed,
		count: TRIALS_FOR_SCOPE,
		starting: true,
		together: drawnTogether(changed.evidence, context.beliefs, () => true)
	});
	const luck = { seed: document.seed, unknownAs: context.unknownAs };
	const narrow = narrowScope(trials, changed.evidence, luck);
	return (
		narrow &&
		reviewed({ option: name, scope: narrow.scope }, rule ? choice : reviewOf(narrow.reviewShare))
	);
}

function reviewed(
	option: Pick<ScenarioOption, 'option' | 'scope'>,
	{ good, bad, threshold }: ReviewChoice
): ScenarioOption {
	return { ...option, reviewShareGood: good, reviewShareBad: bad, threshold };
}

/** Without a rule: behind the gate that the evidence counts, else of everything, as the verdict. */
function gateChoice({ evidence: { gate } }: ChangedInputs): ReviewChoice {
	if (!gate) return reviewOf(1);
	const { right, rightReviewed, wrong, wrongReviewed, threshold } = gate;
	return {
		good: { kind: 'beta', ...betaPosterior(rightReviewed, right) },
		bad: { kind: 'beta', ...betaPosterior(wrongReviewed, wrong) },
		threshold
	};
}

/** Without review only audits; staged: plan check, flags, review, audits of the rest. */
function oversightOf(
	change: OversightChange | null,
	stateUsdPerMonth: number
): { direct: Oversight; staged: Oversight } {
	const direct = { ...REVIEW_ALONE, auditShare: change?.audit_share ?? 0, stateUsdPerMonth };
	const { plan = null, flag = null, desk = null } = change ?? {};
	const passRight = 1 - (plan?.false_alarm ?? 0);
	const passWrong = 1 - (plan?.detect ?? 0);
	return {
		direct,
		staged: {
			...direct,
			passRight,
			passWrong,
			flagRight: flag?.false_alarm ?? 0,
			flagWrong: flag?.detect ?? 0,
			checkRightUsd: (plan?.cost_usd ?? 0) + passRight * (flag?.cost_usd ?? 0),
			checkWrongUsd: (plan?.cost_usd ?? 0) + passWrong * (flag?.cost_usd ?? 0),
			lapsedRejects: desk?.fallback !== 'execute',
			rosterHoursPerMonth: desk?.charge === 'roster' ? rosterHours(desk) : null
		}
	};
}

/** The option with the wait and the lapsed reviews that its own load causes. */
function withQueue(
	scenario: Scenario,
	option: ScenarioOption,
	document: ScenarioDocument,
	load: {
		casesPerMonth: number;
		reviewMinutes: number;
		casesByHour: readonly number[] | null;
	}
): { option: ScenarioOption; queue: QueueOutcome | null } {
	const desk = document.oversight?.desk ?? null;
	const { casesPerMonth, reviewMinutes } = load;
	const prepared = prepare(scenario, { seed: document.seed, trials: 1, mode: 'random' });
	const { trials, plans } = viewWith(prepared, 1, (of) => Float64Array.of(meanOf(of) ?? 0));
	const [plan] = plans;
	const share = plan ? plan.scopeShare * (ratesOf(trials, plan).review[0] ?? 0) : 0;
	const reviews = casesPerMonth * share;
	const steady = queueOutcome(reviews, reviewMinutes, desk);
	const byHour = reviewHours(reviews, reviewMinutes, desk, load.casesByHour);
	const queue = steady && { ...steady, byHour };
	const oversight = option.oversight ?? REVIEW_ALONE;
	if (!desk || !queue || queue.reviewers === null) return { option, queue };
	const wait = queue.meanWaitMinutes;
	return {
		option: {
			...option,
			oversight: {
				...oversight,
				lapsedShare: queue.lapsedShare ?? 0,
				delayHours: wait === null ? null : (wait + reviewMinutes) / 60
			}
		},
		queue
	};
}

/** What a review costs and catches, at the means of all inputs. */
function reviewTerms(beliefs: Beliefs): ReviewTerms & { lossUsd: number } {
	const trials = drawTrials(beliefs, {
		seed: 0,
		count: 1,
		starting: true,
		draw: ({ distribution }: Belief) => Float64Array.of(meanOf(distribution) ?? 0)
	});
	const of = (column: Float64Array) => column[0] ?? 0;
	const { columns } = trials;
	return {
		costPerReviewUsd: of(trials.perReview),
		reviewMinutes: of(columns.review_minutes),
		redoCostUsd: of(trials.humanTotal),
		detect: of(columns.reviewer_detect),
		falseAlarm: of(columns.reviewer_false_alarm),
		lossUsd: of(trials.lossPerEscape)
	};
}

function average(beliefs: Beliefs, name: InputName): number {
	const belief = beliefs.get(name);
	return belief ? (meanOf(belief.distribution) ?? belief.figure.value) : 0;
}
