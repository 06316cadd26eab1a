import { fail } from '@sveltejs/kit';
import { changesInWords } from '#lib/definitions/definition-changes.ts';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { definitionsText, MAX_DEFINITIONS_BYTES } from '#lib/server/definitions/body.ts';
import { fields, proposals } from '#lib/server/definitions/fields.ts';
import { previewDefinitions } from '#lib/server/definitions/preview.ts';
import { ruleCounts } from '#lib/server/definitions/rule-counts.ts';
import {
	currentDefinitions,
	definitionVersions,
	goBackTo,
	saveDefinitions
} from '#lib/server/definitions/store.ts';
import { taskFigures } from '#lib/server/definitions/task-figures.ts';
import { toldScores } from '#lib/server/definitions/told-scores.ts';
import { workspaceFacts } from '#lib/server/definitions/workspace-facts.ts';
import type { Reader } from '#lib/server/warehouse/warehouse.ts';
import type { Actions, PageServerLoad } from './$types';
import { pageWorkspace } from '../page-workspace.server.ts';
import { draftForm, underJob } from './draft-form.server.ts';

/** The definitions that hold, what they do, and what the runs offer for others. */
export const load: PageServerLoad = async (event) => {
	event.depends('breakeven:data');
	const { warehouse } = await pageWorkspace(event);
	const [current, tasks] = await Promise.all([
		currentDefinitions(warehouse),
		taskFigures(warehouse)
	]);
	const [known, scores, facts, counts, proposed, versions] = await Promise.all([
		fields(warehouse),
		toldScores(warehouse),
		workspaceFacts(warehouse),
		ruleCounts(warehouse, current.definitions),
		proposals(
			warehouse,
			tasks.map(({ task }) => task)
		),
		versionsInWords(warehouse)
	]);
	return {
		current,
		versions,
		tasks,
		fields: known,
		scores,
		facts,
		counts,
		proposals: proposed.map(({ task, field, rule }) => ({
			task,
			field,
			rule,
			runs: tasks.find((one) => one.task === task)?.runs ?? 0
		}))
	};
};

/** Every version with what it changed, newest first. */
async function versionsInWords(reader: Reader) {
	const all = await definitionVersions(reader);
	return all.map(({ definitions, ...version }, at) => ({
		...version,
		changes: changesInWords(all[at + 1]?.definitions ?? noDefinitions, definitions)
	}));
}

const CALLED_OFF = 'Called off: nothing was changed.';

export const actions: Actions = {
	/** What the draft would change; nothing is stored. */
	preview: async ({ request, locals }) => {
		const { text, note, from, job, read } = await draftForm(request);
		const draft = { draft: text, note, from };
		if ('problem' in read) return fail(read.status, { ...draft, problem: read.problem });
		const { warehouse } = await locals.workspace();
		const preview = await underJob(job, request.signal, (signal) =>
			previewDefinitions(warehouse, read.definitions, signal)
		);
		if (preview === null) return fail(499, { ...draft, problem: CALLED_OFF });
		return { ...draft, preview };
	},

	/** Stores the draft as a new version, unless another one came in between. */
	save: async ({ request, locals }) => {
		const { text, note, from, job, read } = await draftForm(request);
		const draft = { draft: text, note, from };
		if ('problem' in read) return fail(read.status, { ...draft, problem: read.problem });
		const { warehouse } = await locals.workspace({ create: true });
		const current = await currentDefinitions(warehouse);
		if (changesInWords(current.definitions, read.definitions).length === 0)
			return fail(400, { ...draft, problem: 'Nothing was changed: there is nothing to save.' });
		if (current.version !== from) {
			const problem = `Version ${current.version} was saved since this draft was begun. Your draft is still here: look at what it would change now, then save it again.`;
			return fail(409, { ...draft, from: current.version, problem });
		}
		const saved = await underJob(job, request.signal, (signal) =>
			saveDefinitions(warehouse, read.definitions, note || null, signal)
		);
		return saved === null ? fail(499, { ...draft, problem: CALLED_OFF }) : { saved };
	},

	/** Makes an earlier version hold again, as a new one; 0 is nothing defined. */
	back: async ({ request, locals }) => {
		const version = Number((await request.formData()).get('version') ?? NaN);
		const { warehouse } = await locals.workspace();
		const saved = Number.isInteger(version)
			? await goBackTo(warehouse, version, request.signal)
			: null;
		return saved === null
			? fail(404, { versionProblem: 'There is no such version to go back to.' })
			: { saved };
	},

	/** Puts a file into the draft, for looking at before it is saved. */
	import: async ({ request }) => {
		const file = (await request.formData()).get('file');
		if (!(file instanceof File) || file.size === 0)
			return fail(400, { fileProblem: 'No file was chosen, or it is empty.' });
		if (file.size > MAX_DEFINITIONS_BYTES)
			return fail(413, { fileProblem: 'The file is larger than 1 MB.' });
		const read = definitionsText(await file.text());
		if ('problem' in read)
			return fail(read.status, { fileProblem: `${file.name}: ${read.problem}` });
		return { draft: JSON.stringify(read.definitions, null, 2), file: file.name };
	}
};
