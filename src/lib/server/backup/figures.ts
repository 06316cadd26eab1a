import { noFilters } from '../../filters.ts';
import { metrics } from '../../metrics/index.ts';
import { metricRows, type MetricRow } from '../queries/metric-query.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** What a workspace amounts to: by this a copy is known to be whole. */
export interface Figures {
	/** The number of its last migration. */
	schema: number;
	/** Rows by table. */
	rows: Record<string, number>;
	/** Every metric over all its runs. */
	metrics: MetricRow;
}

/** Counts and measures a workspace. */
export async function figuresOf(reader: Reader): Promise<Figures> {
	const [at] = await reader.query<{ schema: number }>(
		sql`select max(version) as schema from schema_version`
	);
	const question = { by: [], filters: noFilters(), zone: 'UTC' };
	const names = metrics.map((metric) => metric.name);
	const [row] = await metricRows(reader, { ...question, names });
	return { schema: at?.schema ?? 0, rows: await rowCounts(reader), metrics: row ?? {} };
}

/** The rows of every table but the one that migrations write. */
async function rowCounts(reader: Reader): Promise<Record<string, number>> {
	const tables = await reader.query<{ name: string }>(
		sql`select table_name as name from duckdb_tables() where not temporary and table_name <> 'schema_version' order by name`
	);
	const counts: Record<string, number> = {};
	for (const { name } of tables) {
		const [row] = await reader.query<{ n: number }>(
			sql`select count(*) as n from ${raw(`"${name.replaceAll('"', '""')}"`)}`
		);
		counts[name] = row?.n ?? 0;
	}
	return counts;
}

/** Sums of doubles depend on the order of the rows in their last bits. */
const ROUNDING = 1e-9;

/** The first of the figures stated that is another now, in words; null when they are the same. */
export function differenceOf(
	stated: Figures,
	now: Figures,
	{ metricsToo }: { metricsToo: boolean }
): string | null {
	for (const [name, was] of Object.entries(stated.rows))
		if (was !== now.rows[name]) return `rows of ${name}: ${was}, now ${now.rows[name] ?? 'none'}`;
	for (const [name, was] of Object.entries(metricsToo ? stated.metrics : {})) {
		const is = now.metrics[name] ?? null;
		if (!isSame(was, is)) return `${name}: ${was}, now ${is}`;
	}
	return null;
}

function isSame(was: MetricRow[string], is: MetricRow[string]): boolean {
	if (typeof was !== 'number' || typeof is !== 'number') return was === is;
	return Math.abs(was - is) <= ROUNDING * Math.max(1, Math.abs(was), Math.abs(is));
}
