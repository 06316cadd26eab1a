import { notFound, object } from '#lib/server/answers.ts';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import { rowId } from '#lib/server/row-id.ts';
import { deleteComment } from '#lib/server/reports/report-comments.ts';
import type { RequestHandler } from './$types';

/** Deletes a reader's comment for good. */
export const DELETE: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	if (!report || !(await deleteComment(warehouse, report.id, rowId(params.comment))))
		return notFound(`There is no comment ${params.comment} on report ${params.id}.`);
	return object({ deleted: true });
};
