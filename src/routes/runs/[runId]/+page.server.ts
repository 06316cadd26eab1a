import { error } from '@sveltejs/kit';
import { formerNames, judgedWords, namedWords } from '#lib/definitions/origin-words.ts';
import { sourceLink, sourceOfRun } from '#lib/definitions/source-link.ts';
import { namingOf } from '#lib/server/definitions/naming.ts';
import { currentDefinitions } from '#lib/server/definitions/store.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { runDetail } from '#lib/server/queries/run-detail.ts';
import { runOrderOf, runPlace } from '#lib/server/queries/run-list.ts';
import { runCost } from '#lib/server/queries/run-cost.ts';
import { countRuns } from '#lib/server/queries/run-totals.ts';
import type { PageServerLoad } from './$types';

/** One run: how it ended, what it cost and why, its steps, and its neighbours in the list it was opened from. */
export const load: PageServerLoad = async ({ locals, url, params }) => {
	const workspace = await locals.workspace();
	const { warehouse, asked, zone } = await pageScope(workspace, url);
	const order = runOrderOf(url.searchParams);
	const question = { filters: asked, zone, ...order };
	const { definitions } = await currentDefinitions(warehouse);
	const [detail, [naming], inList, listed] = await Promise.all([
		runDetail(warehouse, params.runId),
		namingOf(warehouse, definitions, { runId: params.runId }),
		runPlace(warehouse, params.runId, question),
		countRuns(warehouse, question)
	]);
	if (!detail) {
		error(404, `The workspace "${workspace.id}" has no run called "${params.runId}".`);
	}
	const { usages: _, run, outcomes, ...told } = detail;
	return {
		...told,
		run,
		outcomes: outcomes.map((one) => ({
			...one,
			rule: one.rule === null ? null : judgedWords(definitions, one.rule)
		})),
		named: namedWords(definitions, naming?.rule ?? 0),
		formerNames: formerNames(definitions, run.task),
		sourceLink: sourceLink(definitions.links[sourceOfRun(run.run_id)], run),
		order,
		inList: { ...inList, listed },
		cost: runCost(detail),
		step: url.searchParams.get('step')
	};
};
