import { fail, redirect } from '@sveltejs/kit';
import { formats } from '#lib/formats/registry.ts';
import { filesUnderWay } from '#lib/server/import-jobs.ts';
import { undo } from '#lib/server/undo.ts';
import { removedParts } from '#lib/server/retention/removed.ts';
import { receipts } from '#lib/server/receipts.ts';
import { DEMO, OWN } from '#lib/server/workspaces.ts';
import type { Actions, PageServerLoad } from './$types';
import { importForm } from './import-form.server.ts';
import { pageWorkspace } from './page-workspace.server.ts';

const PER_PAGE = 12;

/** The receipts of the workspace, newest first, one page of them. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('breakeven:data');
	const { id, warehouse } = await pageWorkspace({ locals, url });
	const all = await receipts(warehouse);
	const pages = Math.max(1, Math.ceil(all.length / PER_PAGE));
	const asked = Number(url.searchParams.get('page') ?? 1);
	const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1;
	return {
		receipts: all.slice((page - 1) * PER_PAGE, page * PER_PAGE),
		first: (page - 1) * PER_PAGE + 1,
		total: all.length,
		page,
		pages,
		underWay: filesUnderWay(id),
		removed: await removedParts(warehouse),
		own: OWN,
		formats: readable()
	};
};

/** Formats by id: one may be read in two ways, as text and as Parquet. */
const readable = () => [
	...new Map(formats.map(({ id, label }) => [id, { id, label }] as const)).values()
];

export const actions: Actions = {
	/** Small files of a visitor without scripts; the demo takes none, they go to the own workspace. */
	import: async ({ request, locals, url }) => {
		const asked = url.searchParams.get('workspace');
		const id = (await locals.workspace({ create: asked !== DEMO })).id;
		const target = id === DEMO ? OWN : id;
		const result = await importForm(request, target);
		if ('problem' in result) return fail(result.status, { problem: result.problem });
		const refused = result.receipts.filter((receipt) => receipt.rows.kept === 0);
		if (refused.length > 0) return fail(422, { receipts: refused });
		redirect(303, `/data?${new URLSearchParams({ workspace: target })}`);
	},

	/** Takes an import out again. */
	undo: async ({ request, locals, url }) => {
		const { id, warehouse } = await locals.workspace();
		const importId = Number((await request.formData()).get('import_id'));
		const receipt = Number.isInteger(importId) ? await undo(warehouse, importId) : null;
		if (!receipt) return fail(404, { problem: `There is no such import in the workspace ${id}.` });
		const back = new URLSearchParams({ workspace: id });
		const page = url.searchParams.get('page');
		if (page) back.set('page', page);
		redirect(303, `/data?${back}#import-${importId}`);
	}
};
