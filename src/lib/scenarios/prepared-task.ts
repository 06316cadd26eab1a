import { missingBaseline } from '#simulations/engine/beliefs.ts';
import { checkEvidence } from '#simulations/engine/evidence.ts';
import type { PreparedSimulation } from '#simulations/engine/scenario-view.ts';
import { prepare } from '#simulations/engine/simulate.ts';
import { changedInputs, type ChangedInputs } from './changed-inputs.ts';
import type { ScenarioDocument } from './document.ts';
import { engineScenario, type EngineScenario } from './engine-scenario.ts';
import type { Precision } from './result.ts';
import type { TaskFacts } from './task-facts.ts';

/** How to run a scenario; what is left out is as the document says. */
export interface RunOptions {
	precision?: Precision;
	seed?: number;
}

/** Trials of a preview. */
const PREVIEW_TRIALS = 2000;

/** The document with what was asked for in place of what it says. */
export function askedOf(document: ScenarioDocument, { seed }: RunOptions): ScenarioDocument {
	return seed === undefined ? document : { ...document, seed };
}

/** One task of a scenario made ready to be simulated chunk by chunk. */
export interface PreparedTask {
	facts: TaskFacts;
	changed: ChangedInputs;
	/** Null where a figure of the person or of cost is missing. */
	engine: EngineScenario | null;
	simulation: PreparedSimulation | null;
}

/** What a scenario believes of a task, ready for its trials. */
export function prepareTask(
	document: ScenarioDocument,
	facts: TaskFacts,
	precision: Precision
): PreparedTask {
	checkEvidence(facts.evidence);
	const changed = changedInputs(document, facts);
	const { inputs, evidence } = changed;
	if (missingBaseline(inputs).length > 0 || evidence.costPerCase === null)
		return { facts, changed, engine: null, simulation: null };
	const engine = engineScenario(document, facts, changed, 'left_out');
	const preview = precision === 'preview';
	const simulation = prepare(engine.scenario, {
		seed: document.seed,
		trials: preview ? Math.min(PREVIEW_TRIALS, document.replications) : document.replications,
		mode: preview ? 'random' : document.mode
	});
	return { facts, changed, engine, simulation };
}
