import {
	assumptions,
	type Assumption,
	type AssumptionName,
	type DecisionKind
} from './assumptions.ts';
import { distributionOf, type Distribution } from './distribution.ts';
import { checkFigure, type Estimate, type Figure, type Source } from './estimate.ts';
import { successPosterior, type TaskEvidence, type UnknownAs } from './evidence.ts';
import { betaQuantile } from './statistics/beta.ts';
import { lognormalOfMean } from './statistics/lognormal.ts';
import { normalQuantile } from './statistics/normal.ts';
import { betaPosterior, type BetaShape } from './statistics/posterior.ts';

/** What is known of a task besides its runs; an absent name takes its default. */
export type Inputs = Partial<Record<AssumptionName, Estimate>> & { decision?: DecisionKind };

/** Inputs that runs measure, named after the metrics of design.md 5. */
export type MeasuredName = 'case_success_rate' | 'cost_per_case_usd';

/** Everything a verdict may depend on. */
export type InputName = AssumptionName | MeasuredName;

/** One input: what we believe, what to show for it, where it comes from. */
export interface Belief {
	name: InputName;
	/** Of the value itself, or of its ratio to the input it follows. */
	distribution: Distribution;
	follows: Assumption['defaultFollows'];
	figure: Figure;
	source: Source;
	n: number | null;
}

/** Beliefs by name; an input without a figure and without a default is absent. */
export type Beliefs = ReadonlyMap<InputName, Belief>;

/** Which of the two figures no verdict can do without are missing or only assumed. */
export function missingBaseline(inputs: Inputs): AssumptionName[] {
	const needed = ['human_minutes', 'human_wage_per_hour'] as const;
	return needed.filter((name) => (inputs[name]?.source ?? 'default') === 'default');
}

/** Every input with its distribution: what was given, else what runs tell, else the default. */
export function beliefsOf(
	inputs: Inputs,
	evidence: TaskEvidence,
	unknownAs: UnknownAs = 'left_out'
): Beliefs {
	const beliefs = new Map<InputName, Belief>();
	for (const assumption of assumptions) {
		const belief = assumed(assumption, inputs[assumption.name]) ?? null;
		if (belief) beliefs.set(assumption.name, belief);
	}
	const visible = evidence.visibleFailures;
	if (visible && visible.failures > 0 && isDefault(inputs.visible_failure_share)) {
		const posterior = betaPosterior(visible.visible, visible.failures);
		beliefs.set(
			'visible_failure_share',
			measured('visible_failure_share', posterior, visible.failures)
		);
	}
	const success = successPosterior(evidence, evidence.designEffect, unknownAs);
	beliefs.set('case_success_rate', measured('case_success_rate', success, evidence.knownOutcomes));
	const cost = costBelief(evidence);
	if (cost) beliefs.set('cost_per_case_usd', cost);
	return followed(beliefs);
}

function assumed(assumption: Assumption, given: Estimate | undefined): Belief | null {
	const name = assumption.name as AssumptionName;
	if (given) {
		checkFigure(name, given, assumption.min, assumption.max);
		if (assumption.unit === 'months' && !Number.isInteger(given.value))
			throw new RangeError(`${name} is ${given.value}, expected whole months`);
		const { value, low, high, source, n } = given;
		const figure = { value, low, high };
		const distribution = distributionOf(figure, assumption.family);
		return { name, distribution, follows: null, figure, source, n };
	}
	if (!assumption.default) return null;
	return {
		name,
		distribution: distributionOf(
			assumption.default,
			// A ratio of a positive figure is positive.
			assumption.defaultFollows ? 'positive' : assumption.family
		),
		follows: assumption.defaultFollows,
		figure: assumption.default,
		source: 'default',
		n: null
	};
}

function isDefault(estimate: Estimate | undefined): boolean {
	return (estimate?.source ?? 'default') === 'default';
}

function measured(name: InputName, { alpha, beta }: BetaShape, n: number): Belief {
	return {
		name,
		distribution: { kind: 'beta', alpha, beta },
		follows: null,
		figure: {
			value: alpha / (alpha + beta),
			low: betaQuantile(alpha, beta, 0.05),
			high: betaQuantile(alpha, beta, 0.95)
		},
		source: 'measured',
		n
	};
}

function costBelief({ costPerCase: cost }: TaskEvidence): Belief | null {
	if (!cost) return null;
	const spread = cost.meanUsd > 0 && cost.standardErrorUsd > 0;
	const { mu, sigma } = spread
		? lognormalOfMean(cost.meanUsd, cost.standardErrorUsd)
		: { mu: 0, sigma: 0 };
	const z = normalQuantile(0.95);
	return {
		name: 'cost_per_case_usd',
		distribution: spread
			? { kind: 'lognormal', mu, sigma }
			: { kind: 'point', value: cost.meanUsd },
		follows: null,
		figure: {
			value: cost.meanUsd,
			low: spread ? Math.exp(mu - z * sigma) : null,
			high: spread ? Math.exp(mu + z * sigma) : null
		},
		source: 'measured',
		n: cost.n
	};
}

/** Shows the defaults that follow another input as what they come to. */
function followed(beliefs: Map<InputName, Belief>): Beliefs {
	const value = (name: InputName) => beliefs.get(name)?.figure.value ?? null;
	const minutes = value('human_minutes');
	const wage = value('human_wage_per_hour');
	const late = value('rework_minutes') ?? minutes;
	const scaleOf = {
		human_minutes: minutes,
		human_wage_per_hour: wage,
		human_cost: late === null || wage === null ? null : (late / 60) * wage
	};
	for (const belief of beliefs.values()) {
		const scale = belief.follows && scaleOf[belief.follows];
		if (scale === null) continue;
		const times = (x: number | null) => (x === null ? null : x * scale);
		const { value: ratio, low, high } = belief.figure;
		const figure = { value: ratio * scale, low: times(low), high: times(high) };
		beliefs.set(belief.name, { ...belief, figure });
	}
	return beliefs;
}
