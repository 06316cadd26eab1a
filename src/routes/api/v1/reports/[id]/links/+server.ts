import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { limitedText } from '#lib/server/limited-text.ts';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import { reportLinks } from '#lib/server/reports/report-links.ts';
import { shareLink } from '#lib/server/reports/share-link.ts';
import type { RequestHandler } from './$types';

/** The links of a report and when they were opened. */
export const GET: RequestHandler = async ({ params, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	if (!report) return notFound(`There is no report ${params.id}.`);
	const rows = await reportLinks(warehouse, report.id);
	return object({ rows });
};

/** Makes a link; the body is its passphrase, empty for none. */
export const POST: RequestHandler = async ({ params, url, request, locals }) => {
	const { warehouse } = await locals.workspace();
	const report = await askedReport(warehouse, params.id);
	if (!report) return notFound(`There is no report ${params.id}.`);
	const passphrase = await limitedText(request, 1024);
	if (passphrase === null) return badRequest('A passphrase needs 8 to 200 characters.', 413);
	const days = url.searchParams.get('days') ?? '';
	const takesComments = url.searchParams.get('comments') === '1';
	const wish = { days, passphrase, takesComments, origin: url.origin };
	const made = await shareLink(warehouse, report.id, wish);
	return 'problem' in made
		? badRequest(made.problem)
		: object({ address: made.address, days: made.days, reaches_others: made.reachesOthers });
};
