import { error, fail, redirect } from '@sveltejs/kit';
import { noFilters } from '#lib/filters.ts';
import { href } from '#lib/links.ts';
import { changesSince } from '#lib/reports/changes-since.ts';
import { blockHtml, originLines } from '#lib/reports/html/report-html.ts';
import {
	noteOf,
	ORDER,
	shownBlocks,
	textPlaces,
	tidyText,
	titleOf
} from '#lib/reports/report-texts.ts';
import { suffices } from '#lib/server/access/rules.ts';
import { askedReport } from '#lib/server/reports/asked-report.ts';
import { deleteComment, reportComments, showComment } from '#lib/server/reports/report-comments.ts';
import { reportExports } from '#lib/server/reports/report-exports.ts';
import { reportLinks, revokeLink } from '#lib/server/reports/report-links.ts';
import {
	deleteReport,
	listReports,
	storeTexts,
	type StoredReport
} from '#lib/server/reports/report-store.ts';
import { shareLink, shareOrigin } from '#lib/server/reports/share-link.ts';
import { rowId } from '#lib/server/row-id.ts';
import type { Reader } from '#lib/server/warehouse/warehouse.ts';
import type { Actions, PageServerLoad } from './$types';

/** A report with what was written into it, its links, and what changed since an older one. */
export const load: PageServerLoad = async ({ params, locals, url, depends }) => {
	depends('breakeven:data');
	url.searchParams.get('workspace');
	const { warehouse } = await locals.workspace();
	const report = await reportOf(warehouse, params.id);
	const { document, sha256, texts } = report;
	const [links, comments, all] = await Promise.all([
		reportLinks(warehouse, report.id),
		// Who may not moderate gets none: what is not shown yet is among them.
		suffices(locals.actor?.role ?? null, 'analyst') ? reportComments(warehouse, report.id) : [],
		listReports(warehouse)
	]);
	const older = all.filter((one) => one.id < report.id);
	const since = await askedReport(
		warehouse,
		url.searchParams.get('since') ?? String(older[0]?.id ?? '')
	);
	const compared = since && since.id < report.id ? since : null;
	return {
		id: report.id,
		title: titleOf(document, texts),
		createdAt: document.createdAt,
		createdBy: document.createdBy,
		editedAt: report.editedAt,
		texts,
		ownTitle: document.title,
		blocks: blocksOf(report).map(({ block, isShown }) => ({
			isShown,
			id: block.id,
			title: block.title,
			place: noteOf(block.id),
			html: blockHtml(block).html
		})),
		origin: originLines(document, sha256),
		exports: reportExports.map(({ format, label, holds }) => ({ format, label, holds })),
		links,
		comments,
		shareOrigin: shareOrigin(),
		older: older.map(({ id, title, created_at }) => ({ id, title, created_at })),
		since: compared && {
			id: compared.id,
			changes: changesSince(compared.document, document)
		}
	};
};

/** The blocks as they are shown, then those that are left out. */
function blocksOf({ document, texts }: StoredReport) {
	const shown = shownBlocks(document, texts);
	const rest = document.blocks.filter((block) => !shown.includes(block));
	return [
		...shown.map((block) => ({ block, isShown: true })),
		...rest.map((block) => ({ block, isShown: false }))
	];
}

/** The order that a form asks for; empty = as the report has it, null where the form does not say, `none` where nothing would be left. */
function orderOf(given: FormData, { blocks }: StoredReport['document']): string | null {
	const typed = given.get('order');
	if (typeof typed !== 'string') return null;
	const all = blocks.map(({ id }) => id);
	const shown = new Set(given.getAll('shown'));
	const order = [...new Set([...typed.split(','), ...all])].filter(
		(id) => all.includes(id) && shown.has(id)
	);
	if (order.length === 0) return 'none';
	return order.join() === all.join() ? '' : order.join();
}

async function reportOf(reader: Reader, id: string): Promise<StoredReport> {
	const report = await askedReport(reader, id);
	return report ?? error(404, `There is no report ${id.slice(0, 20)} in this workspace.`);
}

export const actions: Actions = {
	/** Keeps the words of the form; an empty one takes an earlier one back. */
	texts: async ({ params, locals, request }) => {
		const { warehouse } = await locals.workspace();
		const { id, document, texts } = await reportOf(warehouse, params.id);
		const given = await request.formData();
		const written = new Map<string, string>();
		for (const { place, label, most } of textPlaces(document)) {
			const typed = given.get(place);
			if (typeof typed !== 'string') continue;
			const text = tidyText(typed, place === 'title');
			if (text.length > most)
				return fail(400, { problem: `${label}: ${text.length} characters, at most ${most}.` });
			const standing = titleOrNote(place, texts, document.title);
			if (text !== standing)
				written.set(place, place === 'title' && text === document.title ? '' : text);
		}
		const order = orderOf(given, document);
		if (order === 'none') return fail(400, { problem: 'At least one part has to stay.' });
		if (order !== null && order !== (texts[ORDER] ?? '')) written.set(ORDER, order);
		if (written.size > 0) await storeTexts(warehouse, id, written);
		return { saved: written.size };
	},

	/** Makes a link; its address is shown this once. */
	share: async ({ params, locals, request, url }) => {
		const { warehouse } = await locals.workspace();
		const { id } = await reportOf(warehouse, params.id);
		const given = await request.formData();
		const made = await shareLink(warehouse, id, {
			days: String(given.get('days') ?? ''),
			passphrase: String(given.get('passphrase') ?? ''),
			takesComments: given.has('comments'),
			origin: url.origin
		});
		return 'problem' in made ? fail(400, { shareProblem: made.problem }) : { link: made };
	},

	/** Takes a link back. */
	revoke: async ({ params, locals, request }) => {
		const { warehouse } = await locals.workspace();
		const { id } = await reportOf(warehouse, params.id);
		const link = rowId((await request.formData()).get('link'));
		const done = await revokeLink(warehouse, id, link);
		return done ? { revoked: link } : fail(404, { shareProblem: 'There is no such link.' });
	},

	/** Shows a reader's comment to other readers, takes it from them, or deletes it. */
	comment: async ({ params, locals, request }) => {
		const { warehouse } = await locals.workspace();
		const { id } = await reportOf(warehouse, params.id);
		const given = await request.formData();
		const comment = rowId(given.get('comment'));
		const what = given.get('what');
		const done =
			what === 'delete'
				? await deleteComment(warehouse, id, comment)
				: await showComment(warehouse, id, comment, what === 'show');
		return done ? { comment } : fail(404, { commentProblem: 'There is no such comment.' });
	},

	/** Deletes the report with its links and comments. */
	delete: async ({ params, locals }) => {
		const workspace = await locals.workspace();
		const { id } = await reportOf(workspace.warehouse, params.id);
		await deleteReport(workspace.warehouse, id);
		redirect(303, href('/reports', { workspace: workspace.id, filters: noFilters() }));
	}
};

const titleOrNote = (place: string, texts: StoredReport['texts'], title: string): string =>
	texts[place] ?? (place === 'title' ? title : '');
