import { fail, redirect } from '@sveltejs/kit';
import { relative } from 'node:path';
import { activeCount, filtersOf } from '#lib/filters.ts';
import { href } from '#lib/links.ts';
import { askedScenarios } from '#lib/server/reports/asked-scenarios.ts';
import { makeReport } from '#lib/server/reports/make-report.ts';
import { dataFolder } from '#lib/server/data-folder.ts';
import { askedSchedule } from '#lib/server/reports/asked-schedule.ts';
import { reportsFolder } from '#lib/server/reports/drop-reports.ts';
import { reportExports } from '#lib/server/reports/report-exports.ts';
import {
	deleteSchedule,
	makeSchedule,
	pauseSchedule,
	reportSchedules
} from '#lib/server/reports/schedule-store.ts';
import { rowId } from '#lib/server/row-id.ts';
import { listReports } from '#lib/server/reports/report-store.ts';
import type { Actions, PageServerLoad } from './$types';

/** Every report of the workspace, newest first. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('breakeven:data');
	url.searchParams.get('workspace');
	const { warehouse, id } = await locals.workspace();
	const [reports, schedules] = await Promise.all([
		listReports(warehouse),
		reportSchedules(warehouse)
	]);
	return {
		reports,
		schedules: schedules.map(({ filters, ...schedule }) => ({
			...schedule,
			filters: activeCount(filters)
		})),
		folder: shownFolder(id),
		formats: reportExports.map(({ format, label }) => ({ format, label }))
	};
};

/** As the data folder has it, in full only where the command line has said another place. */
function shownFolder(workspace: string): string {
	const folder = reportsFolder(workspace);
	const inside = relative(dataFolder(), folder);
	return inside.startsWith('..') ? folder : inside;
}

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
	},

	/** Has the report of the filters of the address written to the folder by the calendar. */
	schedule: async ({ locals, url, request }) => {
		const { warehouse } = await locals.workspace({ create: true });
		const given = await request.formData();
		const asked = askedSchedule(given.get('every'), given.getAll('format'));
		if ('problem' in asked) return fail(400, { scheduleProblem: asked.problem });
		await makeSchedule(warehouse, { ...asked, filters: filtersOf(url.searchParams) });
		return { scheduled: true };
	},

	/** Pauses a schedule, lets it go on, or deletes it. */
	change: async ({ locals, request }) => {
		const { warehouse } = await locals.workspace();
		const given = await request.formData();
		const id = rowId(given.get('schedule'));
		const what = given.get('what');
		const done =
			what === 'delete'
				? await deleteSchedule(warehouse, id)
				: await pauseSchedule(warehouse, id, what === 'pause');
		return done
			? { scheduled: true }
			: fail(404, { scheduleProblem: 'There is no such schedule.' });
	}
};
