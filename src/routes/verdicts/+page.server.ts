import { pageScope } from '#lib/server/page-scope.ts';
import {
	calibrationOf,
	SCORED_AFTER_DAYS,
	SCORED_OUTCOMES,
	verdictScores
} from '#lib/server/verdict-history/scores.ts';
import type { PageServerLoad } from './$types';

/** Past verdicts against what happened; of the task of `task`, else of all. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('breakeven:data');
	const { warehouse, place } = await pageScope(await locals.workspace(), url);
	const task = place.filters.task[0] ?? null;
	const { scores, waiting } = await verdictScores(warehouse, task);
	return {
		task,
		scores,
		waiting,
		calibration: calibrationOf(scores),
		needed: { days: SCORED_AFTER_DAYS, outcomes: SCORED_OUTCOMES }
	};
};
