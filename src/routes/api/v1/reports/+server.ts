import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { askedOf } from '#lib/server/questions.ts';
import { makeReport } from '#lib/server/reports/make-report.ts';
import { findReport, listReports } from '#lib/server/reports/report-store.ts';
import type { RequestHandler } from './$types';

/** Every report, newest first. */
export const GET: RequestHandler = async ({ locals }) => {
	const { warehouse } = await locals.workspace();
	return object({ rows: await listReports(warehouse) });
};

/** Freezes a report of what the workspace holds now, under the filters of the address. */
export const POST: RequestHandler = async ({ url, locals }) => {
	const asked = askedOf(url.searchParams);
	if ('problem' in asked) return badRequest(asked.problem);
	const workspace = await locals.workspace();
	const id = await makeReport(workspace, { filters: asked.filters });
	const report = id === null ? null : await findReport(workspace.warehouse, id);
	if (!report) return notFound('There are no runs to report on.');
	const { document, sha256 } = report;
	return object({ id: report.id, title: document.title, sha256, origin: document.origin });
};
