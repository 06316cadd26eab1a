import type { ScenarioDocument } from '../../scenarios/document.ts';
import { pinnedFacts } from '../../scenarios/pinned-facts.ts';
import type { TaskFacts } from '../../scenarios/task-facts.ts';
import { noFilters, type Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { withDefaults } from '../queries/default-filters.ts';
import {
	configurationName,
	inConfigurations,
	type TaskConfiguration
} from '../verdicts/configurations.ts';
import { taskInputs } from '../verdicts/verdicts.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { caseColumns } from './case-columns.ts';
import { casesByConfidence, casesByHour } from './case-counts.ts';
import { otherModel } from './other-model.ts';

/** What the workspace knows of a scenario's tasks, or the task it knows nothing of. */
export type ScenarioFacts = { facts: TaskFacts[] } | { problem: string };

/**
 * The facts a scenario stands on, from the runs it chooses: measured inputs, cases, latencies. Also
 * `attributes` of the cases beside those its scope names.
 */
export async function scenarioFacts(
	reader: Reader,
	document: ScenarioDocument,
	zone: string,
	attributes: readonly string[] = []
): Promise<ScenarioFacts> {
	const asked = filtersOf(document);
	const [filters, tasks] = await Promise.all([
		withDefaults(reader, asked),
		taskInputs(reader, { filters: asked, zone })
	]);
	const missing = document.tasks.find(
		(name) => !tasks.some(({ task }) => task === name) && pinnedFacts(document, name) === null
	);
	if (missing !== undefined) return { problem: `There is no task called "${missing}" with runs.` };
	const named = document.scope?.segments.map(({ attribute }) => attribute) ?? [];
	const columns = [...new Set([...named, ...attributes])];
	const facts = document.tasks.map((name): (() => Promise<TaskFacts | null>) => {
		const known = tasks.find(({ task }) => task === name);
		if (!known) return () => Promise.resolve(pinnedFacts(document, name));
		const { configuration, evidence, inputs, window } = known;
		return async () => ({
			task: name,
			configuration: configurationName(configuration),
			window,
			evidence,
			inputs,
			cases: await caseColumns(reader, configuration, columns, filters, zone),
			runSeconds: await runSeconds(reader, configuration, filters, zone),
			casesByHour: await casesByHour(reader, configuration, filters, zone),
			byConfidence: await casesByConfidence(reader, configuration, filters, zone),
			otherModel: document.model?.to
				? await otherModel(
						reader,
						configuration,
						{ to: document.model.to, provider: document.model.provider },
						filters,
						zone
					)
				: null
		});
	});
	const all = await Promise.all(facts.map((of) => of()));
	return { facts: all.filter((one) => one !== null) };
}

function filtersOf({ tasks, runs }: Pick<ScenarioDocument, 'tasks' | 'runs'>): Filters {
	const list = (value: string | null) => (value === null ? [] : [value]);
	return {
		...noFilters(),
		task: [...tasks],
		agent: list(runs.agent),
		agent_version: list(runs.agent_version),
		model: list(runs.model),
		from: runs.from,
		to: runs.to
	};
}

async function runSeconds(
	reader: Reader,
	configuration: TaskConfiguration,
	filters: Filters,
	zone: string
): Promise<TaskFacts['runSeconds']> {
	const [row] = await reader.query<{ p50: number | null; p95: number | null }>(sql`
		select
			quantile_cont(duration_us, 0.5) / 1e6 as p50,
			quantile_cont(duration_us, 0.95) / 1e6 as p95
		from runs
		where duration_us > 0
			and ${conditions(filters, 'runs', zone)} and ${inConfigurations([configuration])}`);
	return row?.p50 && row.p95 ? { p50: row.p50, p95: row.p95 } : null;
}
