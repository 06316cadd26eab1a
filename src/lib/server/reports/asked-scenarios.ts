import { scenarioVersions } from '../scenarios/store.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { ReportScenario } from './simulated.ts';

/** Columns that can still be told apart. */
const MOST = 4;

/** The scenarios of `scenarios=1.3,2` (2 = its newest version), or why they cannot be reported on. */
export async function askedScenarios(
	reader: Reader,
	params: URLSearchParams
): Promise<{ scenarios: ReportScenario[] } | { problem: string }> {
	const named = params.getAll('scenarios').flatMap((list) => list.split(',').filter(Boolean));
	const names = [...new Set(named)];
	if (names.length > MOST)
		return { problem: `${names.length} scenarios: at most ${MOST} fit beside each other.` };
	const scenarios: ReportScenario[] = [];
	for (const name of names) {
		const [, id, version] = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(name) ?? [];
		const versions = id ? await scenarioVersions(reader, Number(id)) : [];
		const found = versions.find((one) => version === undefined || one.version === Number(version));
		if (!found) return { problem: `There is no scenario ${name.slice(0, 20)}.` };
		scenarios.push({ id: found.id, version: found.version, scenario: found.scenario });
	}
	return { scenarios };
}
