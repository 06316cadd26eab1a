import { notFound } from '#lib/server/answers.ts';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import { exportAnswer, reportExports } from '#lib/server/reports/report-exports.ts';
import type { RequestHandler } from './$types';

/** A report as a file. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const made = reportExports.find((one) => one.format === params.format);
	if (!made) {
		const known = reportExports.map((one) => one.format).join(', ');
		return notFound(`A report does not become "${params.format}": expected one of ${known}.`);
	}
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	return report ? exportAnswer(report, made) : notFound(`There is no report ${params.id}.`);
};
