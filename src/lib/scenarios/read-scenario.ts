import type { ScenarioDocument, Shift } from './document.ts';
import { scenarioShape } from './scenario-shape.ts';
import { Unreadable, type JsonSchema } from './shape.ts';

/** A scenario, or one sentence on why there is none, starting with the place of the problem. */
export type ReadScenario = { scenario: ScenarioDocument } | { problem: string };

/** Reads the document of a scenario from what JSON gave, every default filled in. */
export function readScenario(json: unknown): ReadScenario {
	try {
		const scenario = scenarioShape.read(json, '');
		const problem = contradiction(scenario);
		return problem === null ? { scenario } : { problem };
	} catch (error) {
		if (error instanceof Unreadable) return { problem: error.message };
		throw error;
	}
}

/** Reads the text of a scenario file. */
export function readScenarioText(text: string): ReadScenario {
	try {
		return readScenario(JSON.parse(text));
	} catch (error) {
		return { problem: `the file is no JSON: ${(error as Error).message}` };
	}
}

/** JSON Schema (2020-12) of the format, as `simulations/scenarios/scenario.schema.json` holds it. */
export function scenarioJsonSchema(): JsonSchema {
	return {
		$schema: 'https://json-schema.org/draft/2020-12/schema',
		$id: 'https://breakeven.dev/schemas/scenario-1.json',
		title: 'Breakeven scenario',
		...scenarioShape.schema
	};
}

/** What two parts of a document say against each other; null when nothing. */
function contradiction(scenario: ScenarioDocument): string | null {
	const unknown = Object.keys(scenario.task_inputs).find((task) => !scenario.tasks.includes(task));
	if (unknown !== undefined) return `task_inputs.${unknown}: the scenario is not about this task`;
	const { oversight, scope, runs } = scenario;
	if (oversight?.review && ways(oversight.review) > 1)
		return 'oversight.review says how to choose in more than one way: give below, share or target';
	const upsideDown = oversight?.desk?.shifts.findIndex((shift: Shift) => shift.from >= shift.to);
	if (upsideDown !== undefined && upsideDown >= 0)
		return `oversight.desk.shifts[${upsideDown}] ends before it starts`;
	for (const name of ['confidence', 'human_minutes'] as const) {
		const band = scope?.[name];
		if (band && (band.at_least ?? -Infinity) >= (band.below ?? Infinity))
			return `scope.${name} is empty: at_least ${band.at_least} is not below ${band.below}`;
	}
	if (runs.from !== null && runs.to !== null && runs.from > runs.to)
		return `runs.to is ${runs.to}, before runs.from ${runs.from}`;
	const { mode, replications } = scenario;
	if (mode === 'sobol' && !Number.isInteger(Math.log2(replications / 16)))
		return `replications is ${replications}, expected 16 x a power of two in sobol mode, such as 16384`;
	return null;
}

const ways = ({
	below,
	share,
	target
}: {
	below: number | null;
	share: number | null;
	target: number | null;
}) => [below, share, target].filter((way) => way !== null).length;
