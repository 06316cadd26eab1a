import { compareScenarios } from '#lib/scenarios/compare-scenarios.ts';
import { diffScenarios } from '#lib/scenarios/diff-scenarios.ts';
import type { TaskFacts } from '#lib/scenarios/task-facts.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { scenarioFacts } from '#lib/server/scenarios/facts.ts';
import { savedScenarios, scenarioVersions } from '#lib/server/scenarios/store.ts';
import type { PageServerLoad } from './$types';

/** Columns that can still be told apart. */
const MOST = 4;

/** Up to four saved scenarios on the same luck: `ids=1,2` or `ids=1&ids=2`, `1.3` is version 3 of 1. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('breakeven:data');
	const { warehouse, zone } = await pageScope(await locals.workspace(), url);
	const saved = await savedScenarios(warehouse);
	const asked = url.searchParams.getAll('ids').flatMap((ids) => ids.split(','));
	const names = [...new Set(asked.filter((one) => /^\d{1,9}(\.\d{1,6})?$/.test(one)))];
	const problems = names.length > MOST ? [`Only the first ${MOST} are compared.`] : [];
	const found: Found[] = [];
	for (const name of names.slice(0, MOST)) {
		const [id, version] = name.split('.');
		const versions = await scenarioVersions(warehouse, Number(id));
		const one = versions.find((each) => version === undefined || String(each.version) === version);
		if (!one) {
			problems.push(`There is no scenario ${name}.`);
			continue;
		}
		const known = await scenarioFacts(warehouse, one.scenario, zone);
		if ('problem' in known) problems.push(`${one.scenario.name}: ${known.problem}`);
		else found.push({ ...one, facts: known.facts });
	}
	const compared = compareScenarios(found);
	const [first] = found;
	return {
		saved: saved.map(({ id, name }) => ({ id, name })),
		problems,
		compared: found.flatMap(({ id, version, scenario }, k) => {
			const one = compared[k];
			return one && first
				? [
						{
							...one,
							id,
							version,
							name: scenario.name,
							tasks: scenario.tasks,
							differs: diffScenarios(first.scenario, scenario)
								.filter(({ path }) => path !== 'name' && path !== 'note')
								.map(({ sentence }) => sentence)
						}
					]
				: [];
		})
	};
};

type Found = Awaited<ReturnType<typeof scenarioVersions>>[number] & { facts: TaskFacts[] };
