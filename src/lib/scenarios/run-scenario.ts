import { breakEvenVolumes } from '#simulations/engine/break-even-volumes.ts';
import { cashFlows } from '#simulations/engine/cash-flow.ts';
import { decideOn, settingOf, undecided, type Prospect } from '#simulations/engine/decide.ts';
import { dominanceAmong } from '#simulations/engine/dominance.ts';
import { isThin, successPosterior, type UnknownAs } from '#simulations/engine/evidence.ts';
import { viewOf, type PreparedSimulation } from '#simulations/engine/scenario-view.ts';
import {
	chunksOf,
	joined,
	prepare,
	simulateChunk,
	type ChunkDraws
} from '#simulations/engine/simulate.ts';
import { CHUNK_TRIALS } from '#simulations/engine/statistics/random.ts';
import type { PlanName, ReviewRule, ScenarioDocument } from './document.ts';
import { engineScenario, type EngineScenario } from './engine-scenario.ts';
import { drivers } from './input-worth.ts';
import { askedOf, prepareTask, type PreparedTask, type RunOptions } from './prepared-task.ts';
import { offPolicyAnswer } from './off-policy.ts';
import { optionOutcome, sharedAxis, type OptionDraws } from './option-outcome.ts';
import type { OptionOutcome, Precision, ScenarioResult, TaskResult, Warning } from './result.ts';
import { routingOf } from './routing.ts';
import { shownInputs } from './shown-inputs.ts';
import type { TaskFacts } from './task-facts.ts';
import { thresholdsOf } from './thresholds.ts';
import { totalsOf } from './totals.ts';
import { warningsOf } from './warnings.ts';

/**
 * Runs a scenario on the facts of its tasks; null when `onChunk`, called after each chunk of trials,
 * stopped it by returning false.
 */
export function runScenario(
	document: ScenarioDocument,
	facts: readonly TaskFacts[],
	options: RunOptions & { onChunk?: (done: number, chunks: number) => boolean | void } = {}
): ScenarioResult | null {
	const asked = askedOf(document, options);
	const tasks = facts.map((one) => prepareTask(asked, one, options.precision ?? 'full'));
	const chunks = tasks.map(({ simulation }) => (simulation ? chunksOf(simulation.trials) : 0));
	const all = chunks.reduce((total, count) => total + count, 0);
	let done = 0;
	const drawn: ChunkDraws[][] = [];
	for (const [k, { simulation }] of tasks.entries()) {
		const ofTask: ChunkDraws[] = [];
		for (let chunk = 0; simulation && chunk < (chunks[k] ?? 0); chunk++) {
			ofTask.push(simulateChunk(simulation, chunk));
			if (options.onChunk?.(++done, all) === false) return null;
		}
		drawn.push(ofTask);
	}
	return finishScenario(tasks, drawn, asked, options.precision ?? 'full');
}

/** The result from the chunks of every task, in whatever order they were done. */
export function finishScenario(
	tasks: readonly PreparedTask[],
	drawn: readonly (readonly ChunkDraws[])[],
	document: ScenarioDocument,
	precision: Precision
): ScenarioResult {
	const warnings: Warning[] = [];
	const draws = tasks.map((task, k) => drawsOf(task, drawn[k] ?? []));
	const results = tasks.map((task, k) => {
		const result = taskResult(task, draws[k] ?? [], document, precision);
		warnings.push(...warningsOf(document, task.facts, task.changed, result));
		return result;
	});
	const [first] = tasks;
	return {
		name: document.name,
		seed: document.seed,
		precision,
		trials: first?.simulation?.trials ?? 0,
		mode: first?.simulation?.mode ?? 'random',
		tasks: results,
		total: tasks.length > 1 ? totalsOf(tasks, draws) : null,
		warnings
	};
}

/** The draws of every option of a task, in the order of its scenario. */
function drawsOf({ simulation }: PreparedTask, chunks: readonly ChunkDraws[]): OptionDraws[] {
	return (simulation?.scenario.options ?? []).map((_, k) => ({
		expected: joined(chunks, (chunk) => chunk.expected[k]),
		withEvents: joined(chunks, (chunk) => chunk.withEvents[k]),
		incidentLosses: joined(chunks, (chunk) => chunk.incidentLosses[k])
	}));
}

function taskResult(
	task: PreparedTask,
	draws: readonly OptionDraws[],
	document: ScenarioDocument,
	precision: Precision
): TaskResult {
	const { facts, changed, engine, simulation } = task;
	const trials = simulation?.trials ?? 1;
	const full = precision === 'full';
	const setting = settingOf(changed.inputs, { seed: document.seed, trials, withFlips: full });
	const shared = {
		task: facts.task,
		configuration: facts.configuration,
		window: facts.window,
		inputs: shownInputs(changed, engine)
	};
	if (!engine || !simulation)
		return {
			...shared,
			plan: planOf(document, []),
			horizonMonths: changed.inputs.horizon_months?.value ?? 12,
			decision: undecided(changed.evidence, changed.inputs, setting),
			options: null,
			thresholds: null,
			targets: [],
			routing: null,
			breakEven: [],
			swings: null,
			ranks: null,
			shares: null,
			dominance: [],
			offPolicy: offPolicyAnswer(facts.byConfidence ?? null, null),
			measureNext: null,
			tiers: []
		};
	const prospect = prospectOf(task, engine, simulation);
	const decision = decideOn(prospect, sidesOf(task, document, simulation), setting);
	const queueOf = (index: number) => engine.queues[index] ?? null;
	const context = {
		prepared: simulation,
		view: { trials: prospect.trials, plans: [...prospect.plans] },
		human: decision.options.find((one) => one.option === 'keep_human'),
		cash: cashFlows(simulation, viewOf(simulation, 0, Math.min(CHUNK_TRIALS, simulation.trials))),
		axis: {
			expected: sharedAxis(draws.map((one) => one.expected)),
			withEvents: sharedAxis(draws.map((one) => one.withEvents))
		}
	};
	const none = new Float64Array(trials);
	const indices = decision.options.map(({ option }) =>
		prospect.plans.findIndex((plan) => plan.option === option)
	);
	const options = decision.options.map((result, k): OptionOutcome => {
		const index = indices[k] ?? -1;
		const own = draws[index] ?? { expected: none, withEvents: none, incidentLosses: none };
		return optionOutcome(result, index, own, queueOf(index), context);
	});
	const stands = planOf(document, options);
	const plan = prospect.plans.findIndex((one) => one.option === stands);
	const standsFor = prospect.plans[plan];
	const reviewed = prospect.plans.findIndex((one) => one.option === 'automate_with_review');
	const rule = byThreshold(document);
	const { points, targets } = thresholdsOf(document, facts, engine, queueOf(reviewed));
	const known = full ? drivers(simulation, context.view, draws, plan) : null;
	return {
		...shared,
		plan: stands,
		horizonMonths: simulation.calendar.months,
		decision: { ...decision, draws: null },
		options,
		thresholds: points,
		targets,
		routing: rule
			? routingOf(facts, rule, engine.scenario.options[reviewed]?.threshold ?? null)
			: null,
		breakEven: standsFor ? breakEvenVolumes(prospect.trials, standsFor) : [],
		swings: known?.swings ?? null,
		ranks: known?.ranks ?? null,
		shares: known?.shares ?? null,
		dominance: dominanceAmong(
			options.map(({ option }, k) => ({
				option,
				draws: draws[indices[k] ?? -1]?.withEvents ?? none
			}))
		),
		offPolicy: offPolicyAnswer(
			facts.byConfidence ?? null,
			engine.scenario.options[reviewed]?.threshold ?? null
		),
		measureNext: known?.measureNext ?? null,
		tiers: engine.state.tiers
	};
}

function prospectOf(
	{ changed }: PreparedTask,
	{ scenario }: EngineScenario,
	simulation: PreparedSimulation,
	unknownAs: UnknownAs = 'left_out'
): Prospect {
	const { evidence, success } = changed;
	const stated = success?.distribution;
	return {
		evidence,
		beliefs: scenario.beliefs,
		success:
			stated?.kind === 'beta'
				? { alpha: stated.alpha, beta: stated.beta }
				: successPosterior(evidence, evidence.designEffect, unknownAs),
		...viewOf(simulation, 0, simulation.trials)
	};
}

/** The same with unknown outcomes all wrong and all right; null where they do not matter. */
function sidesOf(
	task: PreparedTask,
	document: ScenarioDocument,
	{ seed, trials, mode }: PreparedSimulation
): { wrong: Prospect; right: Prospect } | null {
	const { facts, changed } = task;
	if (changed.success || !isThin(changed.evidence)) return null;
	const side = (unknownAs: UnknownAs) => {
		const engine = engineScenario(document, facts, changed, unknownAs);
		const simulation = prepare(engine.scenario, { seed, trials, mode });
		return prospectOf(task, engine, simulation, unknownAs);
	};
	return { wrong: side('wrong'), right: side('right') };
}

/** The rule of review by confidence; null where there is none. */
function byThreshold({ oversight }: ScenarioDocument): ReviewRule | null {
	const rule = oversight?.review ?? null;
	return rule === null || rule.share !== null ? null : rule;
}

/** What the scenario stands for: as it says or describes, else the agent option that brings most. */
function planOf(
	{ plan, scope, oversight, options }: ScenarioDocument,
	outcomes: readonly OptionOutcome[]
): PlanName {
	if (plan !== null) return plan;
	if (scope && options.includes('narrow_scope')) return 'narrow_scope';
	if (oversight && options.includes('automate_with_review')) return 'automate_with_review';
	const agents = outcomes.filter(({ option }) => option !== 'keep_human');
	const best = agents.toSorted((a, b) => b.netBenefitUsd.mean - a.netBenefitUsd.mean)[0];
	return best?.option ?? options[0] ?? 'automate';
}
