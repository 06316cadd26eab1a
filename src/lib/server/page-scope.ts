import { filtersOf, type Filters } from '../filters.ts';
import type { Place } from '../links.ts';
import { withDefaults } from './queries/default-filters.ts';
import { dataPeriod, type Period } from './verdicts/period.ts';
import type { Warehouse } from './warehouse/warehouse.ts';
import type { Workspace } from './workspaces.ts';

/** What a page is about: read from its URL once, the same for every panel. */
export interface PageScope {
	warehouse: Warehouse;
	place: Place;
	/** The filters with the defaults of design.md 2 filled in: what is really asked. */
	asked: Filters;
	period: Period | null;
	zone: string;
}

/** The scope of a page from its workspace and URL. */
export async function pageScope(workspace: Workspace, url: URL): Promise<PageScope> {
	const { warehouse } = workspace;
	const filters = filtersOf(url.searchParams);
	const [asked, period] = await Promise.all([
		withDefaults(warehouse, filters),
		dataPeriod(warehouse)
	]);
	return { warehouse, place: { workspace: workspace.id, filters }, asked, period, zone: 'UTC' };
}
