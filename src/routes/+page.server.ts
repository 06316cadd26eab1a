import { checklist } from '#lib/server/checklist.ts';
import { currentDefinitions } from '#lib/server/definitions/store.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { attribution } from '#lib/server/queries/attribution.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { receipts } from '#lib/server/receipts.ts';
import { savesOf, standings, toldSummary } from '#lib/server/verdict-history/standing.ts';
import { nextStep } from '#lib/server/verdicts/next-step.ts';
import { taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import { headline, savingLine, totalSaving } from '#lib/verdicts/headline.ts';
import { stepSentence } from '#lib/verdicts/step-sentence.ts';
import type { Actions, PageServerLoad } from './$types';
import { acceptForm } from './accept-form.server.ts';

/** The first screen: which tasks are worth an agent, what that saves, what to do next. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const scope = await pageScope(await locals.workspace(), url);
	const { warehouse, asked, period, zone, place, before } = scope;
	const [verdicts, [totals], [previous], weeks, imported, tied, { definitions }, told] =
		await Promise.all([
			taskVerdicts(warehouse, { filters: place.filters, zone }),
			metricRows(warehouse, { names: TOTALS, by: [], filters: asked, zone }),
			before ? metricRows(warehouse, { names: TOTALS, by: [], filters: before, zone }) : [],
			metricRows(warehouse, {
				names: ['total_cost_usd', 'runs'],
				by: ['week'],
				filters: asked,
				zone
			}),
			receipts(warehouse),
			attribution(warehouse, asked, zone),
			currentDefinitions(warehouse),
			standings(warehouse, place.filters)
		]);
	const imports = imported.filter((one) => one.undone_at === null).length;
	const tasks = verdicts.map((one) => toldSummary(one, told.get(one.task)));
	const saves = verdicts.map((one) => savesOf(one, told.get(one.task)));
	const step = nextStep(verdicts);
	return {
		headline: verdicts.length ? headline(tasks.map((one) => one.verdict)) : null,
		line: savingLine(totalSaving(saves), period),
		step: step && { ...step, sentence: stepSentence(step) },
		tasks,
		totals: totals ?? null,
		previous: previous ?? null,
		weeks,
		attribution: tied,
		checklist: checklist(verdicts, tied, definitions, imports)
	};
};

const TOTALS = [
	'runs',
	'total_cost_usd',
	'cost_known_runs',
	'model_cost_usd',
	'tool_cost_usd',
	'state_cost_usd',
	'evaluation_cost_usd',
	'failed_cost_usd',
	'unknown_outcomes',
	'success_rate',
	'success_rate_low',
	'success_rate_high',
	'reviewed_runs',
	'review_minutes'
];

export const actions: Actions = {
	/** Makes a verdict that waits stand. */
	accept: async ({ request, locals }) => acceptForm(request, (await locals.workspace()).warehouse)
};
