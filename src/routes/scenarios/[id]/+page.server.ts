import { error, fail, redirect } from '@sveltejs/kit';
import { scenarioParams } from '#lib/scenarios/scenario-address.ts';
import { rowId } from '#lib/server/row-id.ts';
import { deleteScenario, lockScenario, scenarioVersions } from '#lib/server/scenarios/store.ts';
import type { Actions, PageServerLoad } from './$types';

/** A saved scenario: its versions, what changed from one to the next, and which are locked. */
export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends('breakeven:data');
	const { warehouse } = await locals.workspace();
	const versions = await scenarioVersions(warehouse, rowId(params.id));
	const [newest] = versions;
	if (!newest) error(404, `There is no scenario ${params.id}.`);
	return {
		id: newest.id,
		name: newest.scenario.name,
		tasks: newest.scenario.tasks,
		versions: versions.map(({ scenario, ...version }) => ({
			...version,
			name: scenario.name,
			address: new URLSearchParams(scenarioParams(scenario)).toString()
		}))
	};
};

export const actions: Actions = {
	/** Locks a version for a reason. */
	lock: async ({ request, locals, params }) => {
		const form = await request.formData();
		const version = rowId(form.get('version'));
		const reason = String(form.get('reason') ?? '')
			.trim()
			.slice(0, 200);
		if (reason === '') return fail(400, { version, problem: 'Say why it is locked.' });
		const { warehouse } = await locals.workspace();
		if (!(await lockScenario(warehouse, rowId(params.id), version, reason)))
			return fail(404, { version, problem: `There is no version ${version}.` });
		return { version };
	},
	unlock: async ({ request, locals, params }) => {
		const version = rowId((await request.formData()).get('version'));
		const { warehouse } = await locals.workspace();
		if (!(await lockScenario(warehouse, rowId(params.id), version, null)))
			return fail(404, { version, problem: `There is no version ${version}.` });
		return { version };
	},
	/** Removes it with all versions, unless one is locked. */
	delete: async ({ locals, params, url }) => {
		const { warehouse, id: workspace } = await locals.workspace();
		const done = await deleteScenario(warehouse, rowId(params.id));
		if (done === 'locked')
			return fail(409, { version: 0, problem: 'A version is locked: unlock it first.' });
		redirect(303, `/scenarios?workspace=${url.searchParams.get('workspace') ?? workspace}`);
	}
};
