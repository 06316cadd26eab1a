import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, redirect } from '@sveltejs/kit';
import { accounts, accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { recordChange } from '#lib/server/change-log/record-change.ts';
import { applyRetention } from '#lib/server/retention/apply.ts';
import { readLifetimes } from '#lib/server/retention/lifetimes.ts';
import { dataFolder } from '#lib/server/data-folder.ts';
import {
	DEMO,
	isWorkspaceName,
	removeWorkspace,
	openWorkspace,
	renameWorkspace,
	workspaces
} from '#lib/server/workspaces.ts';
import type { Actions, PageServerLoad } from './$types';
import { pageWorkspace } from '../page-workspace.server.ts';
import { contents, fileOf } from './contents.server.ts';
import { retentionOf } from './retention.server.ts';

/** What the workspace holds and how large it is; the others beside it. */
export const load: PageServerLoad = async (event) => {
	event.depends('breakeven:data');
	const { id, warehouse } = await pageWorkspace(event);
	return {
		contents: await contents(warehouse),
		retention: await retentionOf(warehouse, event.url.searchParams),
		file: fileOf(id),
		others: workspaces()
			.filter((one) => one.id !== id)
			.map((one) => ({ id: one.id, isDemo: one.isDemo, bytes: fileOf(one.id)?.bytes ?? one.bytes }))
	};
};

export const actions: Actions = {
	/** Gives the workspace another name and opens it there; the demo keeps its own. */
	rename: async ({ request, locals }) => {
		const { id, isDemo } = await locals.workspace();
		const to = String((await request.formData()).get('to') ?? '').trim();
		const refused = (renameProblem: string) => fail(400, { renameProblem, to });
		if (isDemo) return refused('The demo keeps its name.');
		if (!isWorkspaceName(to))
			return refused(
				`“${to.slice(0, 60)}” cannot name a workspace: lower-case letters, digits and dashes, at most 40.`
			);
		if (!fileOf(id)) return refused('There is nothing to rename yet.');
		if (to !== id && !(await renameWorkspace(id, to)))
			return refused(`There is a workspace called ${to} already.`);
		if (to !== id) {
			const { warehouse } = await openWorkspace(to);
			await warehouse.change((change) =>
				recordChange(change, {
					kind: 'workspace',
					what: 'renamed',
					object: 'workspace',
					was: id,
					became: to
				})
			);
		}
		redirect(303, `/data/workspace?workspace=${to}`);
	},
	/** Sets how long things are kept and removes at once what is older. */
	retention: async ({ request, locals }) => {
		const form = await request.formData();
		const read = readLifetimes((part) => String(form.get(part) ?? ''));
		if ('problem' in read) return fail(400, { retentionProblem: read.problem });
		const { id, warehouse } = await locals.workspace();
		await applyRetention(warehouse, new Date(), read.lifetimes);
		redirect(303, `/data/workspace?workspace=${id}`);
	},
	/** Deletes the workspace when its name was typed; the demo is not made again after that. */
	delete: async ({ request, locals }) => {
		const { id } = await locals.workspace();
		const typed = String((await request.formData()).get('name') ?? '').trim();
		if (typed !== id) {
			const seen = typed === '' ? 'Nothing was typed' : `“${typed.slice(0, 60)}” is not its name`;
			return fail(400, { problem: `${seen}: type ${id} to delete it.`, typed });
		}
		if (!fileOf(id)) return fail(404, { problem: `There is nothing to delete yet.`, typed });
		await removeWorkspace(id);
		if (accountsAreOn())
			await (
				await accounts()
			).change((change) =>
				recordChange(change, { kind: 'workspace', what: 'deleted', object: `workspace ${id}` })
			);
		if (id === DEMO) writeFileSync(join(dataFolder(), NO_DEMO), '');
		redirect(303, '/');
	}
};

/** `breakeven serve` makes no demo where this file lies. */
const NO_DEMO = 'no-demo';
