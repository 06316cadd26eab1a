import { error } from '@sveltejs/kit';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import { readerPage } from '#lib/server/reports/reader-answer.ts';
import type { RequestHandler } from './$types';

/** The report as a reader sees it; nothing is counted. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	return report ? readerPage(report, null) : error(404, 'There is no such report.');
};
