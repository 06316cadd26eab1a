import { sourceRankSql } from '../../trace/source-rank.ts';
import type { Session } from './duckdb.ts';
import { matchStatements } from './match.ts';
import { addPrices, type PriceLookup } from './prices.ts';
import { refreshCaseFeatures } from './case-features.ts';
import { refreshRollups } from './rollup.ts';
import casesSql from './statements/cases.duckdb.sql?raw';
import priceUsagesSql from './statements/price-usages.duckdb.sql?raw';
import runFactsSql from './statements/run-facts.duckdb.sql?raw';
import runToolsSql from './statements/run-tools.duckdb.sql?raw';
import runsSql from './statements/runs.duckdb.sql?raw';
import usagesSql from './statements/usages.duckdb.sql?raw';
import { sql } from './sql.ts';
import { priceSql, timeOfDaySql } from './price-sql.ts';
import { actorSql, caseKeySql, repeatsSql, taskSql } from './definitions.ts';
import type { Touched } from './warehouse.ts';

/** Spans -> runs -> cases -> rollup for the runs that were touched. Running it twice changes nothing. */
export async function reduce(
	session: Session,
	touched: Touched,
	prices: PriceLookup
): Promise<{ runs: number }> {
	await findTouched(session, touched);
	const { runs, known } = await extent(session);
	const fresh = known === 0 && 'importId' in touched;
	if (runs > 0) await readSpans(session, fresh ? touched.importId : null, prices);
	await matchStatements(session);
	await applyDefinitions(session);
	await session.run('drop table touched');
	return { runs };
}

async function findTouched(session: Session, touched: Touched): Promise<void> {
	if ('all' in touched) {
		await session.run('create temp table touched as select distinct run_id from run_rows');
	} else if ('runIds' in touched) {
		await session.run(
			sql`create temp table touched as
				select distinct unnest(from_json(${JSON.stringify(touched.runIds)}, '["VARCHAR"]')) as run_id`
		);
	} else {
		const tables = ['run_rows', 'outcomes', 'reviews', 'incidents', 'scores'];
		const parts = tables.map(
			(table) => `select run_id from ${table} where import_id = ${touched.importId}`
		);
		await session.run(
			`create temp table touched as select distinct run_id from (${parts.join(' union all ')}) where run_id is not null`
		);
	}
}

/** How many runs were touched, and how many of them were there before. */
async function extent(session: Session): Promise<{ runs: number; known: number }> {
	const [row] = await session.rows<{ runs: number; known: number }>(
		`select
			(select count(*) from touched) as runs,
			(select count(*) from touched semi join run_facts using (run_id)) as known`
	);
	return row ?? { runs: 0, known: 0 };
}

/** From what exports say to facts about runs. `importId` limits the reading when all runs are new. */
async function readSpans(
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
					partition by run_id, span_id order by ended_at desc nulls last, import_id
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
		arg_min(status, pick) as status,
		arg_min(duration_us, pick) as duration_us,
		coalesce(arg_min(started_at, pick) filter (root_span_id is not null), min(started_at)) as started_at,
		coalesce(arg_min(ended_at, pick) filter (root_span_id is not null), max(ended_at)) as ended_at,
		arg_min(flags, pick) as flags,
		arg_min(attributes, pick) as attributes,
		${columns.join(', ')}
	from ranked
	group by run_id`;
}

/** From facts to runs, cases and the rollup, by the workspace's definitions. */
async function applyDefinitions(session: Session): Promise<void> {
	const caseKey = caseKeySql();
	const [some] = await session.rows<{ runs: number }>('select count(*) as runs from touched');
	if (!some?.runs) return;
	await session.run(
		`create temp table touched_cases as
			select distinct ${caseKey} as case_key, date_trunc('hour', started_at) as hour
			from runs where run_id in (select run_id from touched)`
	);
	await session.run('delete from runs where run_id in (select run_id from touched)');
	await session.run(
		runsSql
			.replaceAll('{{source_rank}}', sourceRankSql('source'))
			.replaceAll('{{task}}', taskSql())
			.replaceAll('{{actor}}', actorSql())
			.replaceAll('{{repeats}}', repeatsSql())
	);
	await session.run(
		`insert into touched_cases
			select distinct ${caseKey} as case_key, date_trunc('hour', started_at) as hour
			from runs where run_id in (select run_id from touched)`
	);
	await session.run('delete from cases where case_key in (select case_key from touched_cases)');
	await session.run(casesSql.replaceAll('{{case_key}}', caseKey));
	await refreshRollups(session);
	await refreshCaseFeatures(session);
	await session.run('drop table touched_cases');
}
