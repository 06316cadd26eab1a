import { error, fail, redirect } from '@sveltejs/kit';
import type { ScenarioDocument } from '#lib/scenarios/document.ts';
import type { Precision, ScenarioResult } from '#lib/scenarios/result.ts';
import { runScenario } from '#lib/scenarios/run-scenario.ts';
import { scenarioOfParams, scenarioParams } from '#lib/scenarios/scenario-address.ts';
import type { TaskFacts } from '#lib/scenarios/task-facts.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { withDefaults } from '#lib/server/queries/default-filters.ts';
import { scopeAttributes } from '#lib/server/queries/scope-attributes.ts';
import { scenarioFacts } from '#lib/server/scenarios/facts.ts';
import {
	saveScenario,
	scenarioVersions,
	type ScenarioVersion
} from '#lib/server/scenarios/store.ts';
import type { Reader } from '#lib/server/warehouse/warehouse.ts';
import { noFilters } from '#lib/filters.ts';
import type { Actions, PageServerLoad } from './$types';
import { submitted } from './submitted.ts';

/** A scenario with its inputs and what it comes to; without a task, the tasks to choose from. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('breakeven:data');
	const { warehouse, zone } = await pageScope(await locals.workspace(), url);
	const stored = await storedVersion(warehouse, url.searchParams);
	const params = url.searchParams;
	const isGiven = params.getAll('task').some((task) => task !== '');
	if (!isGiven && !stored) return { state: 'choose' as const };
	const read = stored && !isGiven ? stored : scenarioOfParams(submitted(params));
	if ('problem' in read) return { state: 'unreadable' as const, problem: read.problem };
	const { scenario } = read;
	if (params.has('now')) redirect(303, addressOf(scenario, params));
	const filters = await withDefaults(warehouse, { ...noFilters(), task: [...scenario.tasks] });
	const attributes = await scopeAttributes(warehouse, filters, zone);
	const known = await scenarioFacts(warehouse, scenario, zone, attributes);
	if ('problem' in known) return { state: 'unreadable' as const, problem: known.problem };
	const precision = params.has('full') ? 'full' : 'preview';
	const run = simulated(scenario, known.facts, precision);
	return {
		state: 'ready' as const,
		scenario,
		facts: known.facts,
		result: run.result,
		problem: run.problem,
		stored: stored && {
			id: stored.id,
			version: stored.version,
			name: stored.scenario.name,
			scenario: stored.scenario,
			lock: stored.lock
		}
	};
};

export const actions: Actions = {
	/** Saves the scenario of an address, as the next version of `id` or as a new one. */
	save: async ({ request, locals, url }) => {
		const form = await request.formData();
		const text = (name: string) => String(form.get(name) ?? '').trim();
		const params = new URLSearchParams(text('address').split('?')[1] ?? '');
		if (text('name') !== '') params.set('s.name', JSON.stringify(text('name').slice(0, 200)));
		const read = scenarioOfParams(params);
		if ('problem' in read) return fail(400, { problem: `It cannot be saved: ${read.problem}.` });
		const { warehouse, id: workspace } = await locals.workspace({ create: true });
		const id = text('id') === '' ? null : Number(text('id'));
		const note = text('note').slice(0, 200) || null;
		const saved = await saveScenario(warehouse, read.scenario, { id, note });
		if (!saved) return fail(404, { problem: `There is no scenario ${id} any more.` });
		redirect(
			303,
			`/scenarios/${saved.id}?workspace=${url.searchParams.get('workspace') ?? workspace}`
		);
	}
};

/** The page's address for a scenario: what a form without scripts comes back to. */
function addressOf(scenario: ScenarioDocument, params: URLSearchParams): string {
	const own = [...params].filter(([name]) => ['workspace', 'scenario', 'version'].includes(name));
	return `/simulate?${new URLSearchParams([...own, ...scenarioParams(scenario)])}`;
}

/** The version that the address names, the newest without one; null where it names no scenario. */
async function storedVersion(
	reader: Reader,
	params: URLSearchParams
): Promise<ScenarioVersion | null> {
	const id = params.get('scenario');
	if (id === null) return null;
	const versions = /^\d{1,9}$/.test(id) ? await scenarioVersions(reader, Number(id)) : [];
	const asked = params.get('version');
	const found = versions.find(({ version }) => asked === null || String(version) === asked);
	if (!found) error(404, `There is no scenario ${id}${asked ? ` with a version ${asked}` : ''}.`);
	return found;
}

/** What cannot be simulated is said, not thrown: an input may be typed halfway. */
function simulated(
	scenario: ScenarioDocument,
	facts: readonly TaskFacts[],
	precision: Precision
): { result: ScenarioResult | null; problem: string | null } {
	try {
		return { result: runScenario(scenario, facts, { precision }), problem: null };
	} catch (fault) {
		if (!(fault instanceof RangeError)) throw fault;
		return { result: null, problem: fault.message };
	}
}
