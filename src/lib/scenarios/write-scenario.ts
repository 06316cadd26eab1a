import type { ScenarioDocument } from './document.ts';
import { scenarioShape } from './scenario-shape.ts';

/** A scenario as JSON: only what differs from the defaults, in the order of the format. */
export function scenarioJson(scenario: ScenarioDocument): Record<string, unknown> {
	return scenarioShape.write(scenario) as Record<string, unknown>;
}

/** The text of a scenario file: one field a line, so that two versions can be compared by lines. */
export function writeScenario(scenario: ScenarioDocument): string {
	return `${JSON.stringify(scenarioJson(scenario), null, '\t')}\n`;
}
