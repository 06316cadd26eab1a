import { fail, redirect } from '@sveltejs/kit';
import { filtersOf } from '#lib/filters.ts';
import { href } from '#lib/links.ts';
import { askedScenarios } from '#lib/server/reports/asked-scenarios.ts';
import { makeReport } from '#lib/server/reports/make-report.ts';
import { listReports } from '#lib/server/reports/report-store.ts';
import type { Actions, PageServerLoad } from './$types';

/** Every report of the workspace, newest first. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('breakeven:data');
	url.searchParams.get('workspace');
	const { warehouse } = await locals.workspace();
	return { reports: await listReports(warehouse) };
};

export const actions: Actions = {
	/** Freezes a report of the workspace under the filters of the address, or of its scenarios. */
	create: async ({ locals, url }) => {
		const workspace = await locals.workspace();
		const filters = filtersOf(url.searchParams);
		const asked = await askedScenarios(workspace.warehouse, url.searchParams);
		if ('problem' in asked) return fail(400, asked);
		const id = await makeReport(workspace, { filters, scenarios: asked.scenarios });
		if (id === null) return fail(400, { problem: 'There are no runs to report on.' });
		redirect(303, href(`/reports/${id}`, { workspace: workspace.id, filters }));
	}
};
