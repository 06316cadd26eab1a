import type { Pin, PinnedFigure, ScenarioDocument } from './document.ts';

/**
 * The same scenario held at the figures of a day: it looks at no later runs and no later figure.
 * `tasks` are the inputs as they hold, by task and name.
 */
export function pinScenario(
	scenario: ScenarioDocument,
	date: string,
	tasks: Readonly<Record<string, Readonly<Record<string, PinnedFigure>>>>
): ScenarioDocument {
	const last = scenario.runs.to;
	const to = last !== null && last < date ? last : date;
	const pin: Pin = { date, tasks };
	return { ...scenario, runs: { ...scenario.runs, to }, pin };
}

/** The same scenario moving with the data again; the days it was measured over stay as they are. */
export function unpinScenario(scenario: ScenarioDocument): ScenarioDocument {
	const heldBack = scenario.pin !== null && scenario.runs.to === scenario.pin.date;
	const runs = heldBack ? { ...scenario.runs, to: null } : scenario.runs;
	return { ...scenario, runs, pin: null };
}
