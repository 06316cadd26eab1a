import type { Session } from './duckdb.ts';
import { priceSql, timeOfDaySql } from './price-sql.ts';
import { addPrices, type PriceLookup } from './prices.ts';
import priceUsagesSql from './statements/price-usages.duckdb.sql?raw';
import runFactsSql from './statements/run-facts.duckdb.sql?raw';
import runToolsSql from './statements/run-tools.duckdb.sql?raw';
import usagesSql from './statements/usages.duckdb.sql?raw';

/** From what exports say to facts about runs. `importId` limits the reading when all runs are new. */
export async function readSpans(
	session: Session,
	importId: number | null,
	prices: PriceLookup
): Promise<void> {
	const fresh = importId !== null;
	const rows = fresh
		? `(select * from run_rows where import_id = ${importId})`
		: '(select * from run_rows where run_id in (select run_id from touched))';
	await session.run(
		fresh
			? `create temp view touched_spans as select * from spans where import_id = ${importId}`
			: `create temp table touched_spans as
				select * from spans where run_id in (select run_id from touched)
				qualify row_number() over (
					partition by run_id, span_id
					order by ended_at desc nulls last, map_extract_value(attributes, 'updated_at') desc nulls last, import_id
				) = 1`
	);
	if (!fresh) {
		for (const table of ['usages', 'run_tools', 'run_facts']) {
			await session.run(`delete from ${table} where run_id in (select run_id from touched)`);
		}
	}
	const fill = (text: string, merged = '') =>
		text
			.replaceAll('{{spans}}', 'touched_spans')
			.replaceAll('{{rows}}', rows)
			.replaceAll('{{merged}}', merged)
			.replaceAll('{{price}}', priceSql('u', 'p'))
			.replaceAll('{{time_of_day}}', timeOfDaySql('u.used_at', 'p'));
	await session.run(fill(usagesSql));
	await addPrices(session, prices);
	await session.run(fill(priceUsagesSql));
	await session.run(fill(runToolsSql));
	await session.run(fill(runFactsSql, await mergedRows(session, rows)));
	await session.run(
		`drop ${fresh ? 'view' : 'table'} touched_spans;
		drop table used; drop table above_usage; drop table evaluated; drop table counted_usage`
	);
}

const MERGED = [
	'trace_id root_span_id name task case_id attempt agent agent_version model provider environment',
	'purpose actor conversation_id user_ref error_type visible_failure confidence high_stakes steps',
	'human_minutes value_usd weight'
]
	.join(' ')
	.split(' ');

/** One row per run: as it stands when every run has one row, else each column's best known value. */
async function mergedRows(session: Session, rows: string): Promise<string> {
	const [count] = await session.rows<{ several: boolean }>(
		`select count(*) > count(distinct run_id) as several from ${rows}`
	);
	if (!count?.several) return 'select * from ranked';
	const columns = MERGED.map((name) => `arg_min(${name}, pick) as ${name}`);
	return `select
		run_id,
		arg_min(import_id, pick) as import_id,
		coalesce(arg_min(status, pick) filter (status <> 'unknown'), 'unknown') as status,
		arg_min(duration_us, pick) as duration_us,
		coalesce(arg_min(started_at, pick) filter (root_span_id is not null), min(started_at)) as started_at,
		coalesce(arg_min(ended_at, pick) filter (root_span_id is not null), max(ended_at)) as ended_at,
		coalesce(arg_min(flags, pick) filter (len(flags) > 0), []) as flags,
		coalesce(arg_min(attributes, pick) filter (cardinality(attributes) > 0), map {}) as attributes,
		${columns.join(', ')}
	from ranked
	group by run_id`;
}
