import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from '#lib/server/data-folder.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';

/** What a workspace holds, counted in its tables. */
export interface Contents {
	runs: number;
	cases: number;
	spans: number;
	tasks: number;
	outcomes: number;
	scores: number;
	reviews: number;
	incidents: number;
	assumptions: number;
	/** Imports that stand, and imports that were undone. */
	imports: number;
	undone: number;
	/** When the last file came in, ISO; null before the first. */
	last_import_at: string | null;
}

/** Counts what is in a workspace. */
export async function contents(warehouse: Warehouse): Promise<Contents> {
	const [row] = await warehouse.query<Contents>(sql`select
		(select count(*) from runs) as runs,
		(select count(*) from cases) as cases,
		(select count(*) from spans) as spans,
		(select count(distinct task) from rollup_hour) as tasks,
		(select count(*) from told_outcomes) as outcomes,
		(select count(*) from scores) as scores,
		(select count(*) from told_reviews) as reviews,
		(select count(*) from told_incidents) as incidents,
		(select count(*) from (
			select value from assumptions
			qualify row_number() over (partition by task, name order by assumption_id desc) = 1
		) where value is not null) as assumptions,
		(select count(*) from imports where undone_at is null) as imports,
		(select count(*) from imports where undone_at is not null) as undone,
		(select strftime(max(imported_at), '%Y-%m-%dT%H:%M:%SZ') from imports) as last_import_at`);
	if (!row) throw new Error('a select without from gives one row');
	return row;
}

/** Where a workspace lies and how many bytes it takes, what waits to be written too; null before its first import. */
export function fileOf(id: string): { path: string; bytes: number } | null {
	const path = join(folder('workspaces'), `${id}.duckdb`);
	if (!existsSync(path)) return null;
	const waiting = `${path}.wal`;
	const bytes = statSync(path).size + (existsSync(waiting) ? statSync(waiting).size : 0);
	return { path, bytes };
}
