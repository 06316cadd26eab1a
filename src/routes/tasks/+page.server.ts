import { pageScope } from '#lib/server/page-scope.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { standings, toldSummary } from '#lib/server/verdict-history/standing.ts';
import { taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import type { PageServerLoad } from './$types';

const COLUMNS = [
	'runs',
	'unknown_outcomes',
	'success_rate',
	'success_rate_low',
	'success_rate_high',
	'total_cost_usd',
	'cost_known_runs',
	'mean_cost_per_run_usd',
	'expected_cost_per_success_usd',
	'expected_cost_per_success_low_usd',
	'expected_cost_per_success_high_usd',
	'review_rate',
	'p50_duration_s',
	'p95_duration_s'
];

/** Every task with its economics beside its reliability. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { warehouse, asked, place, zone } = await pageScope(await locals.workspace(), url);
	const ask = (by: string[]) => metricRows(warehouse, { names: COLUMNS, by, filters: asked, zone });
	const [rows, [totals], verdicts, told] = await Promise.all([
		ask(['task']),
		ask([]),
		taskVerdicts(warehouse, { filters: place.filters, zone }),
		standings(warehouse, place.filters)
	]);
	return {
		rows,
		totals: totals ?? null,
		verdicts: verdicts.map((one) => toldSummary(one, told.get(one.task)))
	};
};
