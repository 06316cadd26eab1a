import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { auditLabels, labelColumns } from '#lib/server/audits/audit-labels.ts';
import { readAudits } from '#lib/server/audits/audit.ts';
import { recordAudits } from '#lib/server/audits/record-audits.ts';
import { undoAudit } from '#lib/server/audits/undo-audit.ts';
import { limitedText } from '#lib/server/limited-text.ts';
import { csvLine } from '#lib/server/csv-line.ts';
import type { RequestHandler } from './$types';

const MAX_ANSWERS_BYTES = 1_000_000;

/** Every answer ever given, of `task` or of all; as a file with `format=csv`. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const { id, warehouse } = await locals.workspace();
	const rows = await auditLabels(warehouse, url.searchParams.get('task') || null);
	if (url.searchParams.get('format') !== 'csv') return object({ rows });
	const lines = rows.map((row) => csvLine(labelColumns.map((column) => row[column])));
	return new Response(csvLine(labelColumns) + lines.join(''), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="breakeven-checks-${id}.csv"`,
			'cache-control': 'no-store'
		}
	});
};

/** One answer, `{run_id, answer, ...}`, or `{answers: [...]}`: all are stored, or none. */
export const POST: RequestHandler = async ({ request, locals }) => {
	const text = await limitedText(request, MAX_ANSWERS_BYTES);
	if (text === null) return badRequest('The answers are larger than 1 MB.', 413);
	const json = jsonOf(text);
	if (json === undefined)
		return badRequest('This is no JSON: expected {"run_id": "...", "answer": "right"}.');
	const read = readAudits(json);
	if ('problem' in read) return badRequest(`Nothing was stored: ${read.problem}.`);
	const { warehouse } = await locals.workspace();
	const stored = await recordAudits(warehouse, read.audits);
	return 'unknownRun' in stored
		? notFound(`Nothing was stored: there is no run "${stored.unknownRun}".`)
		: object({ rows: stored.rows });
};

/** Takes the answer `audit_id` back; what the same person had said before holds again. */
export const DELETE: RequestHandler = async ({ url, locals }) => {
	const given = url.searchParams.get('audit_id') ?? '';
	const auditId = Number(given);
	if (!/^\d+$/.test(given) || auditId > 2 ** 31 - 1)
		return badRequest(`audit_id is "${given.slice(0, 60)}", expected the number of an answer.`);
	const { warehouse } = await locals.workspace();
	const runId = await undoAudit(warehouse, { auditId });
	return runId === null
		? notFound(`There is no answer ${auditId} that holds.`)
		: object({ run_id: runId });
};

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
