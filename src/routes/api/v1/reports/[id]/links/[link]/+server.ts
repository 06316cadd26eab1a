import { notFound, object } from '#lib/server/answers.ts';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import { revokeLink } from '#lib/server/reports/report-links.ts';
import type { RequestHandler } from './$types';

/** Takes a link back. */
export const DELETE: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	const isNumber = /^[1-9]\d{0,8}$/.test(params.link);
	if (!report || !isNumber || !(await revokeLink(warehouse, report.id, Number(params.link))))
		return notFound(`There is no link ${params.link} to report ${params.id}.`);
	return object({ revoked: true });
};
