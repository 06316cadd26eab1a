import { notFound, object } from '#lib/server/answers.ts';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import type { RequestHandler } from './$types';

/** A report with its hash and what was written into it. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	if (!report) return notFound(`There is no report ${params.id}.`);
	const { id, sha256, texts, document } = report;
	return object({ id, sha256, texts, document });
};
