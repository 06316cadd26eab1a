import { formatPeriod } from '../../format.ts';
import type { Filters } from '../../filters.ts';
import type { ReportDocument } from '../../reports/document.ts';
import { accountName } from '../account-name.ts';
import { withDefaults } from '../queries/default-filters.ts';
import { SEED } from '../verdicts/verdicts.ts';
import type { Workspace } from '../workspaces.ts';
import { blocks } from './blocks.ts';
import { inputsTable } from './blocks/assumptions.ts';
import { reportFacts } from './facts.ts';
import { frozenTasks, reportData } from './frozen.ts';
import { reportOrigin } from './report-origin.ts';
import { newestLike, storeReport } from './report-store.ts';

/** What a report is about; the seed is the app's own unless told. */
export interface ReportWish {
	filters: Filters;
	seed?: number;
	/** ISO time; now unless told. */
	at?: string;
}

/** Reads of a report that an import came in between are made again, so often. */
const TRIES = 3;

/**
 * Makes a report of what a workspace holds now and freezes it; its id, or null where no run is left
 * to report on.
 */
export async function makeReport(workspace: Workspace, wish: ReportWish): Promise<number | null> {
	for (let left = TRIES; ; left--) {
		const { version } = workspace.warehouse;
		const document = await documentOf(workspace, wish);
		if (!document) return null;
		if (workspace.warehouse.version === version || left === 1)
			return storeReport(workspace.warehouse, document);
	}
}

async function documentOf(
	{ id, isDemo, warehouse }: Workspace,
	{ filters, seed = SEED, at = new Date().toISOString() }: ReportWish
): Promise<ReportDocument | null> {
	const asked = await withDefaults(warehouse, filters);
	const previous = await newestLike(warehouse, filters);
	const question = { filters, asked, zone: 'UTC', seed, previous };
	const [facts, origin] = await Promise.all([
		reportFacts(warehouse, question),
		reportOrigin(warehouse, seed)
	]);
	if (facts.verdicts.length === 0) return null;
	const { period } = facts;
	return {
		schema: 'report/1',
		title: `Which work is worth an agent?${period ? ` ${formatPeriod(period.from, period.to)}` : ''}`,
		workspace: id,
		isDemo,
		createdAt: at,
		createdBy: accountName(),
		period,
		filters,
		origin,
		blocks: blocks.flatMap(({ id, title, make }) => {
			const pieces = make(facts);
			return pieces ? [{ id, title, pieces }] : [];
		}),
		tasks: frozenTasks(facts),
		data: reportData(facts),
		inputs: inputsTable(facts)
	};
}
