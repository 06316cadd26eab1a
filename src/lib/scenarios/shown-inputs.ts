import { beliefsOf } from '#simulations/engine/beliefs.ts';
import type { ChangedInputs } from './changed-inputs.ts';
import type { EngineScenario } from './engine-scenario.ts';
import type { InputShown } from './result.ts';

/** Every input as the scenario has it, with what it was where the scenario changed it. */
export function shownInputs(changed: ChangedInputs, engine: EngineScenario | null): InputShown[] {
	const beliefs = engine?.scenario.beliefs ?? beliefsOf(changed.inputs, changed.evidence);
	return [...beliefs.values()].map(({ name, figure, source, n }) => ({
		input: name,
		...figure,
		source,
		n,
		wasValue: changed.was.get(name) ?? null
	}));
}
