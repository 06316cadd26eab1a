import type { Receipt } from '../receipt.ts';
import { unmatchedRows } from './outcome-matches.ts';
import { raw, sql } from './warehouse/sql.ts';
import type { AppendCounts, Change, Reader } from './warehouse/warehouse.ts';

interface Import {
	import_id: number;
	file_name: string;
	imported_at: string;
	undone_at: string | null;
	receipt: string;
}

const COLUMNS =
	raw(`import_id, file_name, strftime(imported_at, '%Y-%m-%dT%H:%M:%SZ') as imported_at,
	strftime(undone_at, '%Y-%m-%dT%H:%M:%SZ') as undone_at, receipt::varchar as receipt`);

/** All receipts of a workspace, newest first, undone ones too. */
export async function receipts(reader: Reader): Promise<Receipt[]> {
	const rows = await reader.query<Import>(
		sql`select ${COLUMNS} from imports order by import_id desc`
	);
	const unmatched = await unmatchedRows(reader);
	return rows.map((row) => withUnmatched(told(row), unmatched.get(row.import_id) ?? 0));
}

/** The receipt of the import that a file with this content made, unless it was undone. */
export async function importStory(reader: Reader, sha256: string): Promise<Receipt | null> {
	const [row] = await reader.query<Import>(
		sql`select ${COLUMNS} from imports where sha256 = ${sha256} and undone_at is null`
	);
	if (!row) return null;
	const unmatched = await unmatchedRows(reader);
	return withUnmatched(told(row), unmatched.get(row.import_id) ?? 0);
}

/** A receipt that says how many of its rows wait for their run: runs may come in later, or leave. */
export const withUnmatched = (receipt: Receipt, unmatched: number): Receipt => ({
	...receipt,
	unmatched,
	warnings: [...receipt.warnings, ...waiting(unmatched)]
});

function waiting(unmatched: number): string[] {
	if (unmatched === 0) return [];
	const rows = unmatched === 1 ? '1 row speaks' : `${unmatched} rows speak`;
	return [
		`${rows} of no run that is here (or of several): kept, and matched as soon as the run comes in.`
	];
}

const told = (row: Import): Receipt => ({
	...(JSON.parse(row.receipt) as Receipt),
	import_id: row.import_id,
	imported_at: row.imported_at,
	undone_at: row.undone_at
});

/** What an import brought, counted in the tables themselves; without the sentence on what is unmatched. */
export async function receiptOf(
	change: Change,
	importId: number,
	file: string,
	format: string,
	counts: AppendCounts
): Promise<Receipt> {
	const id = raw(String(importId));
	const [found] = await change.query<Record<string, number>>(sql`select
		(select count(distinct run_id) from run_rows where import_id = ${id}) as runs,
		(select count(*) from spans where import_id = ${id}) as spans,
		(select count(*) from scores where import_id = ${id}) as scores,
		(select count(*) from outcomes where import_id = ${id})
			+ (select count(outcome) from statements where import_id = ${id}) as outcomes,
		(select count(*) from told_reviews where import_id = ${id}) as reviews,
		(select count(*) from incidents where import_id = ${id})
			+ (select count(incident_id) from statements where import_id = ${id}) as incidents`);
	const unpriced = await unpricedModels(change, importId);
	const refused = counts.rejected.reduce((sum, one) => sum + one.count, 0);
	const count = (name: string): number => found?.[name] ?? 0;
	return {
		file,
		format,
		import_id: importId,
		imported_at: new Date().toISOString().replace(/\.\d+/, ''),
		undone_at: null,
		rows: {
			read: counts.read,
			kept: counts.kept,
			duplicates: counts.duplicates,
			rejected: refused
		},
		runs: count('runs'),
		spans: count('spans'),
		scores: count('scores'),
		outcomes: count('outcomes'),
		reviews: count('reviews'),
		incidents: count('incidents'),
		unmatched: (await unmatchedRows(change)).get(importId) ?? 0,
		duplicates: counts.duplicates,
		rejected: counts.rejected,
		unpriced_models: unpriced,
		warnings: [...counts.warnings, ...(await doubts(change, importId))]
	};
}

async function unpricedModels(change: Change, importId: number): Promise<string[]> {
	const rows = await change.query<{ model: string }>(sql`
		select distinct coalesce(model, '(no model name)') as model
		from usages
		where counted and priced_cost_usd is null
			and coalesce(input_tokens, 0) + coalesce(output_tokens, 0) > 0
			and run_id in (select run_id from run_rows where import_id = ${raw(String(importId))})
		order by model`);
	return rows.map((row) => row.model);
}

/** What a reader of the numbers should know about this file before trusting them. */
async function doubts(change: Change, importId: number): Promise<string[]> {
	const [row] = await change.query<{
		runs: number;
		costs: number;
		zeros: number;
		same_duration: boolean;
		durations: number;
		coverage: number;
		orphans: number;
	}>(sql`
		select
			count(*) as runs,
			count(reported_cost_usd) as costs,
			count(*) filter (where reported_cost_usd = 0) as zeros,
			count(duration_us) as durations,
			count(distinct duration_us) = 1 as same_duration,
			count(*) filter (where list_contains(flags, 'coverage')) as coverage,
			count(*) filter (where list_contains(flags, 'orphan')) as orphans
		from (
			select f.duration_us, f.flags, r.reported_cost_usd
			from run_facts as f
			join (
				select run_id, any_value(reported_cost_usd) as reported_cost_usd
				from run_rows where import_id = ${raw(String(importId))} group by run_id
			) as r using (run_id)
		)`);
	if (!row || row.runs === 0) return [];
	const found: string[] = [];
	if (row.costs >= 10 && row.zeros === row.costs) {
		found.push(
			`All ${row.costs} costs in this file are 0: usually this means that the tool did not know the price. Runs with tokens are priced by the price book; for the others the zero counts as the cost.`
		);
	}
	if (row.durations >= 10 && row.same_duration) {
		found.push(
			`All ${row.durations} runs in this file take exactly the same time: a placeholder, so durations of this file mean nothing.`
		);
	}
	if (row.coverage > 0) {
		found.push(
			`${row.coverage} runs have a total that is more than 1 % above what their steps report: steps were lost or sampled out. The steps are counted.`
		);
	}
	if (row.orphans > 0) {
		found.push(`${row.orphans} runs have steps whose parent is not in the file.`);
	}
	return found;
}
