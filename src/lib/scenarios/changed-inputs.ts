import { assumptionOf } from '#simulations/engine/assumptions.ts';
import {
	beliefsOf,
	type Belief,
	type InputName,
	type Inputs
} from '#simulations/engine/beliefs.ts';
import { distributionOf, type Distribution } from '#simulations/engine/distribution.ts';
import type { Estimate, Figure, Source } from '#simulations/engine/estimate.ts';
import {
	successPosterior,
	type CostEvidence,
	type TaskEvidence,
	type TogetherName
} from '#simulations/engine/evidence.ts';
import { normalQuantile } from '#simulations/engine/statistics/normal.ts';
import {
	lognormalFromInterval,
	lognormalMoments
} from '#simulations/engine/statistics/lognormal.ts';
import type { InputChange, ModelChange, ScenarioDocument } from './document.ts';
import type { TaskFacts } from './task-facts.ts';

/** What a scenario believes of one task: what is measured, with its changes on top. */
export interface ChangedInputs {
	inputs: Inputs;
	evidence: TaskEvidence;
	/** The agent's success where the scenario says it; null: as the outcomes tell. */
	success: Belief | null;
	/** What each changed input was before. */
	was: ReadonlyMap<InputName, number>;
}

/** Pinned figures, then another model, then the inputs of the scenario and those of its task. */
export function changedInputs(scenario: ScenarioDocument, facts: TaskFacts): ChangedInputs {
	const before = beliefsOf(facts.inputs, facts.evidence);
	const changes = {
		...pinnedChanges(scenario, facts.task),
		...incidentChange(scenario),
		...scenario.inputs,
		...scenario.task_inputs[facts.task]
	};
	let changed: ChangedInputs = {
		inputs: { ...facts.inputs },
		evidence: facts.evidence,
		success: null,
		was: new Map()
	};
	if (scenario.model) changed = withModel(changed, scenario.model, facts);
	const was = new Map(changed.was);
	for (const [key, change] of Object.entries(changes)) {
		const name = key as InputName;
		const belief = before.get(name);
		if (belief && !('pinned' in change)) was.set(name, belief.figure.value);
		if (name === 'case_success_rate')
			changed = { ...changed, success: successAfter(change, changed, belief) };
		else if (name === 'cost_per_case_usd') changed = withCost(changed, change);
		else {
			const estimate = estimateAfter(name, change, belief);
			if (estimate) changed = { ...changed, inputs: { ...changed.inputs, [name]: estimate } };
		}
	}
	return { ...changed, evidence: withoutStated(changed.evidence, changes, facts), was };
}

/** A figure that somebody states does not err together with what cases measure; a moved one still does. */
function withoutStated(
	evidence: TaskEvidence,
	changes: Readonly<Record<string, Change>>,
	{ inputs }: TaskFacts
): TaskEvidence {
	const isMeasured = (name: TogetherName) => {
		const change = changes[name];
		if (change?.kind === 'set') return 'pinned' in change;
		const ofAgent = name === 'case_success_rate' || name === 'cost_per_case_usd';
		return ofAgent || inputs[name]?.source === 'measured';
	};
	const together = evidence.together?.filter(({ a, b }) => isMeasured(a) && isMeasured(b));
	return together ? { ...evidence, together } : evidence;
}

type Change = InputChange & { pinned?: { source: Source; n: number | null } };

function pinnedChanges({ pin }: ScenarioDocument, task: string): Record<string, Change> {
	return Object.fromEntries(
		Object.entries(pin?.tasks[task] ?? {}).map(([name, { source, n, ...figure }]) => [
			name,
			{ kind: 'set', ...figure, pinned: { source, n } }
		])
	);
}

/** A severity given by its 90 % interval has this mean. */
function incidentChange({ incidents }: ScenarioDocument): Record<string, Change> {
	if (!incidents?.severity_usd) return {};
	const { low, high } = incidents.severity_usd;
	const { mean } = lognormalMoments(lognormalFromInterval(low, high));
	return { incident_mean_cost: { kind: 'set', value: mean, low: null, high: null } };
}

function estimateAfter(name: string, change: Change, belief: Belief | undefined): Estimate | null {
	const { source, n } = change.pinned ?? { source: 'entered' as const, n: null };
	if (change.kind === 'set') return { ...figureOf(change), source, n };
	if (!belief) return null;
	const known = assumptionOf(name);
	const within = (x: number) => Math.min(known?.max ?? Infinity, Math.max(known?.min ?? 0, x));
	return { ...moved(belief.figure, change, within), source: 'entered', n: null };
}

function moved(
	{ value, low, high }: Figure,
	change: Exclude<InputChange, { kind: 'set' }>,
	within: (x: number) => number
): Figure {
	const to = (x: number) => within(change.kind === 'times' ? x * change.times : x + change.plus);
	const ends = low === null || high === null ? null : { low: to(low), high: to(high) };
	return { value: to(value), low: ends?.low ?? null, high: ends?.high ?? null };
}

const figureOf = ({ value, low, high }: Figure): Figure => ({ value, low, high });

/** A stated success is a belief of its own; a moved one is as sure as it was. */
function successAfter(
	change: Change,
	{ evidence }: ChangedInputs,
	belief: Belief | undefined
): Belief {
	if (change.kind === 'set') {
		const { source, n } = change.pinned ?? { source: 'entered' as const, n: null };
		const figure = figureOf(change);
		return successBelief(distributionOf(figure, 'probability'), figure, source, n);
	}
	const { alpha, beta } = successPosterior(evidence, evidence.designEffect, 'left_out');
	const within = (x: number) => Math.min(0.9999, Math.max(0.0001, x));
	const figure = moved(
		belief?.figure ?? { value: alpha / (alpha + beta), low: null, high: null },
		change,
		within
	);
	const rate = figure.value;
	const size = alpha + beta;
	const shape = { kind: 'beta' as const, alpha: size * rate, beta: size * (1 - rate) };
	return successBelief(shape, figure, 'entered', null);
}

const successBelief = (
	distribution: Distribution,
	figure: Figure,
	source: Source,
	n: number | null
): Belief => ({ name: 'case_success_rate', distribution, follows: null, figure, source, n });

const Z90 = normalQuantile(0.95);

function withCost(changed: ChangedInputs, change: Change): ChangedInputs {
	const cost = changed.evidence.costPerCase;
	if (change.kind === 'set') {
		const { value, low, high } = change;
		const standardErrorUsd = low === null || high === null ? 0 : (high - low) / (2 * Z90);
		const n = change.pinned?.n ?? cost?.n ?? 0;
		return withMeanCost(changed, { meanUsd: value, standardErrorUsd, n });
	}
	if (!cost) return changed;
	const { meanUsd, standardErrorUsd, n } = cost;
	if (change.kind === 'times')
		return withMeanCost(changed, {
			meanUsd: meanUsd * change.times,
			standardErrorUsd: standardErrorUsd * change.times,
			n
		});
	return withMeanCost(changed, {
		meanUsd: Math.max(0, meanUsd + change.plus),
		standardErrorUsd,
		n
	});
}

function withMeanCost(changed: ChangedInputs, cost: Omit<CostEvidence, 'classes'>): ChangedInputs {
	const before = changed.evidence.costPerCase;
	const ratio = before && before.meanUsd > 0 ? cost.meanUsd / before.meanUsd : null;
	const classes = before?.classes && ratio !== null ? scaled(before.classes, ratio) : null;
	return { ...changed, evidence: { ...changed.evidence, costPerCase: { ...cost, classes } } };
}

const scaled = (classes: NonNullable<CostEvidence['classes']>, ratio: number) => ({
	model: classes.model * ratio,
	tools: classes.tools * ratio,
	state: classes.state * ratio,
	evaluation: classes.evaluation * ratio
});

/** Model cost by the other model's prices and tokens; its quality as said, or from its own runs. */
function withModel(changed: ChangedInputs, model: ModelChange, facts: TaskFacts): ChangedInputs {
	let { evidence, success } = changed;
	const cost = evidence.costPerCase;
	if (cost) {
		const price = (model.to === null ? 1 : (facts.otherModel?.costRatio ?? 1)) * model.price_times;
		const { value: tokens, low, high } = model.tokens_times;
		const old = cost.classes?.model ?? cost.meanUsd;
		const now = old * price * tokens;
		const spread = low === null || high === null ? 0 : (high - low) / (2 * Z90) / tokens;
		const rest = cost.meanUsd - old;
		evidence = {
			...evidence,
			costPerCase: {
				meanUsd: rest + now,
				standardErrorUsd: Math.hypot(
					cost.meanUsd > 0 ? (cost.standardErrorUsd * (rest + now)) / cost.meanUsd : 0,
					now * spread
				),
				n: cost.n,
				classes: cost.classes && { ...cost.classes, model: now }
			}
		};
	}
	const known = facts.otherModel?.quality;
	if (model.quality === 'measured' && known)
		evidence = {
			...evidence,
			cases: known.knownOutcomes,
			knownOutcomes: known.knownOutcomes,
			successes: known.successes,
			verifiedOutcomes: known.knownOutcomes,
			segments: null,
			together: []
		};
	else if (model.quality !== null && model.quality !== 'measured') {
		const figure = figureOf(model.quality);
		const belief = distributionOf(figure, 'probability');
		success = successBelief(belief, figure, 'entered', null);
	}
	return { ...changed, evidence, success };
}
