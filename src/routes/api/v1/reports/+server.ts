import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { askedOf } from '#lib/server/questions.ts';
import { askedScenarios } from '#lib/server/reports/asked-scenarios.ts';
import { makeReport } from '#lib/server/reports/make-report.ts';
import { findReport, listReports } from '#lib/server/reports/report-store.ts';
import type { RequestHandler } from './$types';

/** Every report, newest first. */
export const GET: RequestHandler = async ({ locals }) => {
	const { warehouse } = await locals.workspace();
	return object({ rows: await listReports(warehouse) });
};

/** Freezes a report of the workspace under the filters of the address, or of its scenarios. */
export const POST: RequestHandler = async ({ url, locals }) => {
	const asked = askedOf(url.searchParams, ['scenarios']);
	if ('problem' in asked) return badRequest(asked.problem);
	const workspace = await locals.workspace();
	const about = await askedScenarios(workspace.warehouse, url.searchParams);
	if ('problem' in about) return badRequest(about.problem);
	const { filters } = asked;
	const id = await makeReport(workspace, { filters, scenarios: about.scenarios });
	const report = id === null ? null : await findReport(workspace.warehouse, id);
	if (!report) return notFound('There are no runs to report on.');
	const { document, sha256 } = report;
	return object({ id: report.id, title: document.title, sha256, origin: document.origin });
};
