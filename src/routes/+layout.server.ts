import { filtersOf } from '#lib/filters.ts';
import { accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { facets } from '#lib/server/queries/facets.ts';
import { keptHours } from '#lib/server/retention/removed.ts';
import { workspaces } from '#lib/server/workspaces.ts';
import type { LayoutServerLoad } from './$types';

/** What stands around every page: the workspace, and what its runs can be filtered by. */
export const load: LayoutServerLoad = async ({ locals, url, depends }) => {
	depends('breakeven:data');
	const workspace = await locals.workspace();
	const { warehouse, asked, period, zone } = await pageScope(workspace, url);
	const { actor } = locals;
	return {
		/** Who is signed in; null where there are no accounts. */
		me: accountsAreOn() && actor ? { name: actor.name, role: actor.role } : null,
		workspace: workspace.id,
		isDemo: workspace.isDemo,
		/** The demo's files are still coming in: figures are of a part of them. */
		isMaking: workspace.isDemo && process.env.BREAKEVEN_MAKING_DEMO === '1',
		workspaces: workspaces().map(({ id, isDemo }) => ({ id, isDemo })),
		filters: filtersOf(url.searchParams),
		asked,
		period,
		/** The days of runs that retention has removed and of which only sums by hour are left. */
		older: await keptHours(warehouse),
		zone,
		facets: await facets(warehouse, asked, zone)
	};
};
