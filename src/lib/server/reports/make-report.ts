import { formatPeriod } from '../../format.ts';
import type { Filters } from '../../filters.ts';
import { canonicalJson } from '../../reports/canonical-json.ts';
import type { ReportDocument } from '../../reports/document.ts';
import { accountName } from '../account-name.ts';
import { withDefaults } from '../queries/default-filters.ts';
import { SEED } from '../verdicts/verdicts.ts';
import type { Workspace } from '../workspaces.ts';
import { blocks } from './blocks.ts';
import { inputsTable } from './blocks/assumptions.ts';
import { changesBlock } from './blocks/changes.ts';
import { reportFacts } from './facts.ts';
import { frozenTasks, reportData } from './frozen.ts';
import { newestLike, storeReport } from './report-store.ts';
import type { ReportScenario } from './simulated.ts';

/** What a report is about; the seed is the app's own unless told. */
export interface ReportWish {
	filters: Filters;
	/** Versions of saved scenarios that it is about, side by side; the workspace unless told. */
	scenarios?: ReportScenario[];
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
	const document = await draftReport(workspace, wish);
	return document && storeReport(workspace.warehouse, document);
}

/** What a report made now would say; null where no run is left to report on. */
export async function draftReport(
	workspace: Workspace,
	wish: ReportWish
): Promise<ReportDocument | null> {
	for (let left = TRIES; ; left--) {
		const { version } = workspace.warehouse;
		const document = await documentOf(workspace, wish);
		if (!document || workspace.warehouse.version === version || left === 1) return document;
	}
}

/** Whether two reports say the same, whenever and by whomever they were made. */
export const isSameReport = (one: ReportDocument, other: ReportDocument): boolean =>
	saidBy(one) === saidBy(other);

const saidBy = (document: ReportDocument): string =>
	canonicalJson({
		...document,
		createdAt: null,
		createdBy: null,
		// What changed since the one before is no part of what it says now.
		blocks: document.blocks.filter((block) => block.id !== changesBlock.id)
	});

async function documentOf(
	{ id, isDemo, warehouse }: Workspace,
	{ filters: given, scenarios = [], seed = SEED, at = new Date().toISOString() }: ReportWish
): Promise<ReportDocument | null> {
	const filters = scenarios.length > 0 ? { ...given, task: tasksOf(scenarios) } : given;
	const asked = await withDefaults(warehouse, filters);
	const named = scenarios.map(({ id, version, scenario: { name } }) => ({ id, version, name }));
	const previous = await newestLike(warehouse, filters, named);
	const question = { filters, asked, zone: 'UTC', seed, previous, scenarios };
	const facts = await reportFacts(warehouse, question);
	if (facts.verdicts.length === 0) return null;
	const { period, origin } = facts;
	const about =
		named.length === 0
			? 'Which work is worth an agent?'
			: `${named.length === 1 ? 'Scenario' : 'Scenarios'}: ${named.map(({ name }) => name).join(', ')}.`;
	return {
		schema: 'report/1',
		title: `${about}${period ? ` ${formatPeriod(period.from, period.to)}` : ''}`,
		workspace: id,
		isDemo,
		createdAt: at,
		createdBy: accountName(),
		period,
		filters,
		...(named.length > 0 ? { scenarios: named } : {}),
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

/** The tasks of all scenarios, each once. */
const tasksOf = (scenarios: readonly ReportScenario[]): string[] => [
	...new Set(scenarios.flatMap(({ scenario }) => scenario.tasks))
];
