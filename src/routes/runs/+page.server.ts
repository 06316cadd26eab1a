import { activeCount } from '#lib/filters.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { emptyColumns, runList, runOrderOf, RUNS_PER_PAGE } from '#lib/server/queries/run-list.ts';
import { countRuns, failureModes, runTotals, waysOut } from '#lib/server/queries/run-totals.ts';
import type { PageServerLoad } from './$types';

/** A page of the runs that the filters leave, and what all of them come to. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { warehouse, asked, zone, place } = await pageScope(await locals.workspace(), url);
	const order = runOrderOf(url.searchParams);
	const question = { filters: asked, zone, ...order };
	const [totals, outcomes, modes, unfiltered, empty] = await Promise.all([
		runTotals(warehouse, question),
		runTotals(warehouse, { ...question, filters: { ...asked, outcome: [] } }),
		failureModes(warehouse, { ...asked, error_type: [] }, zone),
		countRuns(warehouse, { ...question, filters: place.filters }),
		emptyColumns(warehouse, question)
	]);
	const pages = Math.max(1, Math.ceil(totals.runs / RUNS_PER_PAGE));
	const at = Math.min(Math.max(1, Math.trunc(Number(url.searchParams.get('page')) || 1)), pages);
	const isEmpty = totals.runs === 0;
	return {
		order,
		at,
		pages,
		perPage: RUNS_PER_PAGE,
		runs: isEmpty ? [] : await runList(warehouse, question, at),
		empty,
		totals,
		outcomes,
		modes,
		/** Runs that only the defaults leave out: people's, other environments'. */
		leftOut: Math.max(0, unfiltered - totals.runs),
		waysOut: isEmpty ? await waysOut(warehouse, asked, zone) : [],
		isNarrowed: activeCount(place.filters) > 0
	};
};
