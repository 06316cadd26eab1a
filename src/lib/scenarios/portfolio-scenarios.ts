import type { RunsChosen, ScenarioDocument } from './document.ts';
import type { PortfolioCaps } from './portfolio-answer.ts';
import { readScenario } from './read-scenario.ts';

/** As many tasks as a plan can be exact for. */
export const MOST_TASKS = 30;

/** Nothing is scarce. */
export const noCaps: PortfolioCaps = {
	reviewHours: null,
	budgetUsd: null,
	incidentCostUsd: null,
	incidents: null,
	limit: null
};

/** The scenarios whose options are the levels of a portfolio; the first is the work as it is. */
export function portfolioScenarios(
	tasks: readonly string[],
	runs: Partial<RunsChosen> = {}
): ScenarioDocument[] {
	return LEVELS.map((oversight) => {
		const read = readScenario({
			breakeven_schema: 'scenario/1',
			name: 'portfolio',
			tasks,
			oversight,
			targets: [],
			runs
		});
		if ('problem' in read) throw new Error(read.problem);
		return read.scenario;
	});
}

/** As the verdict has it, below the cheapest threshold, and the least that cuts 60 % of escapes. */
const LEVELS = [null, { review: {} }, { review: { target: 0.6 } }];
