import { notFound, object } from '#lib/server/answers.ts';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import { revokeLink } from '#lib/server/reports/report-links.ts';
import { rowId } from '#lib/server/row-id.ts';
import type { RequestHandler } from './$types';

/** Takes a link back. */
export const DELETE: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	if (!report || !(await revokeLink(warehouse, report.id, rowId(params.link))))
		return notFound(`There is no link ${params.link} to report ${params.id}.`);
	return object({ revoked: true });
};
