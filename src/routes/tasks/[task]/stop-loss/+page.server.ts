import { error } from '@sveltejs/kit';
import { bestLimit, limitEffect, limitEffects } from '#simulations/engine/stop-loss.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { limited, stopLossRuns } from '#lib/server/queries/stop-loss.ts';
import { effectiveInputs } from '#lib/server/verdicts/effective-inputs.ts';
import { taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import type { PageServerLoad } from './$types';

/** What stopping runs at a limit would have saved and lost: chosen on the earlier half, told of the later. */
export const load: PageServerLoad = async ({ locals, url, params, depends }) => {
	depends('breakeven:data');
	const scope = await pageScope(await locals.workspace(), url);
	const { warehouse, zone, asked } = scope;
	const { task } = params;
	const given = url.searchParams.get('limit') ?? 'cost';
	const on = limited.find((one) => one === given) ?? 'cost';
	const filters = { ...asked, task: [task] };
	const [[verdict], runs] = await Promise.all([
		taskVerdicts(warehouse, { filters: { ...scope.place.filters, task: [task] }, zone }),
		stopLossRuns(warehouse, { limited: on, filters, zone })
	]);
	if (!verdict) error(404, `There is no task called "${task}" among these runs.`);
	const inputs = new Map(effectiveInputs(verdict).map((input) => [input.name, input.value]));
	const [minutes, wage] = [inputs.get('human_minutes'), inputs.get('human_wage_per_hour')];
	const personUsd = minutes && wage ? (minutes / 60) * wage : null;
	const best = bestLimit(limitEffects(runs.earlier, personUsd));
	return {
		task,
		on,
		personUsd,
		unknown: runs.unknown,
		laterFrom: runs.laterFrom,
		effects: limitEffects(runs.later, personUsd),
		best: best && { chosen: best, later: limitEffect(runs.later, best.limit, personUsd) }
	};
};
