import { notFound, object } from '#lib/server/answers.ts';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import { deleteReport } from '#lib/server/reports/report-store.ts';
import type { RequestHandler } from './$types';

/** A report with its hash and what was written into it. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	if (!report) return notFound(`There is no report ${params.id}.`);
	const { id, sha256, texts, document } = report;
	return object({ id, sha256, texts, document });
};

/** Deletes a report for good, with its links and comments. */
export const DELETE: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	if (!report) return notFound(`There is no report ${params.id}.`);
	return object({ deleted: await deleteReport(warehouse, report.id) });
};
