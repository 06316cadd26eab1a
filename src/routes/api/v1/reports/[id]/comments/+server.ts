import { notFound, object } from '#lib/server/answers.ts';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import { reportComments } from '#lib/server/reports/report-comments.ts';
import type { RequestHandler } from './$types';

/** What readers wrote below a report, newest first. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	if (!report) return notFound(`There is no report ${params.id}.`);
	return object({ rows: await reportComments(warehouse, report.id) });
};
