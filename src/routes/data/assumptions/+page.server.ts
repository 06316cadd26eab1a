import { fail } from '@sveltejs/kit';
import { missingBaseline } from '#simulations/engine/beliefs.ts';
import { noFilters } from '#lib/filters.ts';
import { clearAssumption, storeAssumptions } from '#lib/server/assumptions/store.ts';
import { storedAssumptions } from '#lib/server/assumptions/stored.ts';
import { inputsOf } from '#lib/server/verdicts/measured-inputs.ts';
import { taskInputs } from '#lib/server/verdicts/verdicts.ts';
import { raw, sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import type { Actions, PageServerLoad } from './$types';
import { pageWorkspace } from '../page-workspace.server.ts';
import { changesOf } from './assumption-form.server.ts';
import { readAssumptions } from '#lib/server/assumptions/file.ts';
import { assumptionRows } from './assumption-rows.server.ts';

const MAX_FILE_BYTES = 5_000_000;

/** The assumptions of one scope: the task of `task`, else the workspace. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('breakeven:data');
	const { warehouse } = await pageWorkspace({ locals, url });
	const [tasks, stored] = await Promise.all([
		taskInputs(warehouse, { filters: noFilters(), zone: 'UTC' }),
		storedAssumptions(warehouse)
	]);
	const asked = url.searchParams.get('of') ?? '';
	const measured = new Map(tasks.map((one) => [one.task, one.measured]));
	const names = [...new Set([...measured.keys(), ...stored.map((one) => one.task)])]
		.filter(Boolean)
		.sort((a, b) => a.localeCompare(b, 'en'));
	const task = names.includes(asked) ? asked : '';
	return {
		task,
		/** The task that the address names and that is not here; null when all is well. */
		unknownTask: task === asked ? null : asked,
		scopes: ['', ...names].map((name) => ({
			task: name,
			entered: stored.filter((one) => one.task === name).length,
			missing: name === '' ? [] : missingBaseline(inputsOf(name, measured.get(name) ?? {}, stored))
		})),
		groups: assumptionRows({ task, stored, measured, tools: await toolsOf(warehouse, task) }),
		stored
	};
};

export const actions: Actions = {
	/** Stores what was changed in one scope: all of it, or nothing and why. */
	save: async ({ request, locals }) => {
		const form = await request.formData();
		const task = taskOf(form);
		const { warehouse } = await locals.workspace({ create: true });
		const changes = changesOf(form, task, await storedAssumptions(warehouse));
		const { stored, cleared, problems, typed } = changes;
		if (Object.keys(problems).length > 0) return fail(400, { task, problems, typed });
		if (stored.length > 0) await storeAssumptions(warehouse, stored);
		for (const name of cleared) await clearAssumption(warehouse, task, name);
		return { task, saved: stored.map(({ name }) => name), cleared };
	},

	/** Takes one figure of a scope back. */
	clear: async ({ request, locals }) => {
		const form = await request.formData();
		const task = taskOf(form);
		const name = form.get('clear');
		const { warehouse } = await locals.workspace();
		const there = (await storedAssumptions(warehouse)).some(
			(one) => one.task === task && one.name === name
		);
		if (!there || typeof name !== 'string')
			return fail(404, {
				task,
				problems: { [String(name)]: 'Nothing was entered here.' },
				typed: {}
			});
		await clearAssumption(warehouse, task, name);
		return { task, saved: [], cleared: [name] };
	},

	/** Stores a CSV or YAML file: all rows, or none and why. */
	import: async ({ request, locals }) => {
		const file = (await request.formData()).get('file');
		if (!(file instanceof File) || file.size === 0)
			return fail(400, { fileProblems: ['No file was chosen, or it is empty.'], file: '' });
		if (file.size > MAX_FILE_BYTES)
			return fail(413, { fileProblems: ['The file is larger than 5 MB.'], file: file.name });
		const read = readAssumptions(await file.text());
		if ('problems' in read) return fail(400, { fileProblems: read.problems, file: file.name });
		const { warehouse } = await locals.workspace({ create: true });
		await storeAssumptions(warehouse, read.entered);
		return { imported: read.entered.length, file: file.name };
	}
};

const taskOf = (form: FormData): string => String(form.get('task') ?? '').trim();

const MOST_TOOLS = 20;

/** The tools that are called most, in a task or in the whole workspace. */
async function toolsOf(warehouse: Warehouse, task: string): Promise<string[]> {
	const rows = await warehouse.query<{ tool_name: string }>(sql`
		select tool_name from run_tools
		${task === '' ? sql`` : sql`where run_id in (select run_id from runs where task = ${task})`}
		group by tool_name
		order by sum(calls) desc, tool_name
		limit ${raw(String(MOST_TOOLS))}`);
	return rows.map((row) => row.tool_name);
}
