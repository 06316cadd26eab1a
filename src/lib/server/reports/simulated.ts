import { listFields, type Filters } from '../../filters.ts';
import { diffScenarios } from '../../scenarios/diff-scenarios.ts';
import type { ScenarioDocument } from '../../scenarios/document.ts';
import { MOST_TASKS, portfolioScenarios } from '../../scenarios/portfolio-scenarios.ts';
import { readScenario } from '../../scenarios/read-scenario.ts';
import { JobThread } from '../job-thread.ts';
import { scenarioFacts } from '../scenarios/facts.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { Simulated, SimulationJob } from './simulated-worker.ts';

/** A version of a saved scenario that a report is about. */
export interface ReportScenario {
	id: number;
	version: number;
	scenario: ScenarioDocument;
}

/** Scenarios side by side, with what is different in each, in words. */
export interface ScenarioColumn {
	name: string;
	/** Null = the work as it is. */
	version: { id: number; version: number } | null;
	differs: string[];
	figures: Simulated['compared'][number];
}

/** What a report says that takes a simulation. */
export interface SimulatedFacts extends Pick<Simulated, 'portfolio' | 'frontiers'> {
	scenarios: ScenarioColumn[];
}

const thread = new JobThread<SimulationJob, Simulated>(
	() => import('./simulated-worker.ts'),
	600_000
);

/**
 * Simulates what a report is about, in a thread of its own: the scenarios, or the portfolio of the
 * tasks. Under filters that scenarios do not have there is neither portfolio nor frontier.
 */
export async function simulatedFacts(
	reader: Reader,
	tasks: readonly string[],
	{ filters, zone, scenarios }: { filters: Filters; zone: string; scenarios: ReportScenario[] }
): Promise<SimulatedFacts> {
	const runs = runsOf(filters);
	const shown = tasks.slice(0, MOST_TASKS);
	const all = runs && shown.length > 0 ? portfolioScenarios(shown, runs) : [];
	const levels = scenarios.length > 0 || shown.length < 2 ? all.slice(0, 1) : all;
	const [asIs] = levels;
	const known = asIs ? await scenarioFacts(reader, asIs, zone) : { facts: [] };
	const columns = await columnsOf(reader, scenarios, zone);
	const simulated = await thread.do({
		levels: 'facts' in known ? levels : [],
		facts: 'facts' in known ? known.facts : [],
		compared: columns.map(({ scenario, facts }) => ({ scenario, facts }))
	});
	return {
		portfolio: simulated.portfolio,
		frontiers: simulated.frontiers,
		scenarios: columns.flatMap(({ facts: _, scenario, ...column }, at) => {
			const figures = simulated.compared[at];
			return figures ? [{ ...column, name: scenario.name, figures }] : [];
		})
	};
}

/** The runs of a scenario that are those of the filters; null where a scenario cannot say so. */
function runsOf(filters: Filters) {
	const { agent, agent_version, model, from, to, attributes } = filters;
	const others = listFields.filter((field) => !['task', ...CHOSEN].includes(field));
	const single = [agent, agent_version, model].every((values) => values.length < 2);
	if (!single || others.some((field) => filters[field].length > 0)) return null;
	if (Object.keys(attributes).length > 0) return null;
	const one = (values: readonly string[]) => values[0] ?? null;
	return { agent: one(agent), agent_version: one(agent_version), model: one(model), from, to };
}

const CHOSEN = ['agent', 'agent_version', 'model'];

/** One scenario is held against the work as it is, several against the first. */
async function columnsOf(reader: Reader, scenarios: readonly ReportScenario[], zone: string) {
	const [first] = scenarios;
	if (!first) return [];
	const base = scenarios.length === 1 ? asItIs(first.scenario) : null;
	const all = [
		...(base ? [{ scenario: base, version: null }] : []),
		...scenarios.map(({ scenario, id, version }) => ({ scenario, version: { id, version } }))
	];
	const found = [];
	for (const one of all) {
		const known = await scenarioFacts(reader, one.scenario, zone);
		if ('problem' in known) continue;
		const against = all[0]?.scenario ?? one.scenario;
		const differs = diffScenarios(against, one.scenario)
			.filter(({ path }) => path !== 'name' && path !== 'note')
			.map(({ sentence }) => sentence);
		found.push({ ...one, differs, facts: known.facts });
	}
	return found;
}

/** The same tasks and seed, and nothing changed. */
function asItIs({ tasks, seed, runs }: ScenarioDocument): ScenarioDocument {
	const read = readScenario({
		breakeven_schema: 'scenario/1',
		name: 'As it is today',
		tasks,
		seed,
		runs
	});
	if ('problem' in read) throw new Error(read.problem);
	return read.scenario;
}
