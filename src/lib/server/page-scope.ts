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
	/** The same filters over the days before, of equal length; null unless the page compares. */
	before: Filters | null;
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
	const compares = url.searchParams.get('compare') === '1';
	return {
		warehouse,
		place: { workspace: workspace.id, filters },
		asked,
		period,
		before: compares ? daysBefore(asked, period) : null,
		zone: 'UTC'
	};
}

/** The days before the chosen ones. */
function daysBefore(asked: Filters, period: Period | null): Filters | null {
	if (!period) return null;
	const from = Date.parse(asked.from ?? period.from);
	const to = Date.parse(asked.to ?? period.to);
	const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
	return { ...asked, from: day(from - (to - from) - DAY_MS), to: day(from - DAY_MS) };
}

const DAY_MS = 86_400_000;
