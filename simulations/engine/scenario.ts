import type { Belief, Beliefs, InputName, Inputs } from './beliefs.ts';
import { beliefsOf } from './beliefs.ts';
import type { Correlation } from './correlation.ts';
import type { Option } from './decision-rule.ts';
import type { TaskEvidence } from './evidence.ts';
import type { Distribution } from './distribution.ts';
import type { Oversight } from './oversight.ts';
import type { BetaShape } from './statistics/posterior.ts';
import { drawnTogether } from './together.ts';

/** One way to work that a scenario compares with the person alone. */
export interface ScenarioOption {
	option: Exclude<Option, 'keep_human'>;
	/** Shares of right and of silently wrong results that are reviewed before execution. */
	reviewShareGood: number | Distribution;
	reviewShareBad: number | Distribution;
	/** What else happens to results; nothing unless told. */
	oversight?: Oversight;
	/** Confidence below which results are reviewed, for show; null or absent: none. */
	threshold?: number | null;
	/** Which part the agent handles; everything unless told. */
	scope?: ScenarioScope | null;
}

/** The part of the work an agent handles. */
export interface ScenarioScope {
	/** Of all cases. */
	share: number;
	/** Cost of a run and minutes of a person for a case in scope, against the task's means. */
	costRatio: number;
	humanMinutesRatio: number;
	/** Its parts with their own success; null: as right as the task. */
	parts: readonly ScopePart[] | null;
}

/** A part of a scope: weights of all parts sum to 1. */
export interface ScopePart {
	name: string;
	weight: number;
	success: BetaShape;
	costRatio: number;
}

/** What makes many runs fail at once: so often a year a share of right results fails for some days. */
export interface CommonCause {
	name: string;
	timesPerYear: number;
	shareFailing: number;
	days: number;
}

/** Everything a simulated future needs (simulation-spec D.5). */
export interface Scenario {
	beliefs: Beliefs;
	/** Whether the build cost is still to be spent. */
	starting: boolean;
	options: readonly ScenarioOption[];
	/** Months between retrainings, each at `retrain_cost`; null when there are none by plan. */
	retrainEveryMonths: number | null;
	/** Success lost per month since the last retraining. */
	driftPerMonth: number;
	/** Inputs that go together; none unless told. */
	correlations: readonly Correlation<InputName>[];
	/** Spread of one incident's cost around its mean (sd of the log); 0 when all cost the same. */
	severitySigma: number;
	/** What makes many runs fail at once; nothing unless told. */
	causes?: readonly CommonCause[];
	/** Share of right results that stale state turns wrong; 0 unless told. */
	staleShare?: number;
}

/** Days of a mean month. */
export const DAYS_PER_MONTH = 365.25 / 12;

/** Share of right results that stale state and common causes leave right, on average. */
export function successFactor({ causes = [], staleShare = 0 }: Scenario): number {
	return causes.reduce(
		(factor, cause) => factor * (1 - shareOfTime(cause) * cause.shareFailing),
		1 - staleShare
	);
}

/** Share of the time in which a cause is at work. */
function shareOfTime({ timesPerYear, days }: CommonCause): number {
	return Math.min(1, (timesPerYear * days) / (12 * DAYS_PER_MONTH));
}

/** A scenario from what decides a verdict: both options without drift, incidents of spread 1. */
export function scenarioOf(
	evidence: TaskEvidence,
	inputs: Inputs,
	changes: Partial<Omit<Scenario, 'beliefs' | 'starting'>> = {}
): Scenario {
	const beliefs = beliefsOf(inputs, evidence);
	return {
		beliefs,
		starting: (inputs.decision ?? 'start') === 'start',
		options: [
			{ option: 'automate', reviewShareGood: 0, reviewShareBad: 0 },
			{ option: 'automate_with_review', reviewShareGood: 1, reviewShareBad: 1 }
		],
		retrainEveryMonths: null,
		driftPerMonth: 0,
		correlations: drawnTogether(evidence, beliefs),
		severitySigma: 1,
		...changes
	};
}

/** An input's shown value; 0 when the scenario has none. */
export function shown(beliefs: Beliefs, name: InputName): number {
	return beliefs.get(name)?.figure.value ?? 0;
}

/** Inputs that a scenario draws: more than one value is possible. */
export function uncertainInputs(beliefs: Beliefs): Belief[] {
	return [...beliefs.values()].filter((belief) => belief.distribution.kind !== 'point');
}
