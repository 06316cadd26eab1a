import { metrics } from '../../metrics/index.ts';
import type { AggregateMetric } from '../../metrics/metric.ts';
import { caseSums } from './case-sums.ts';
import type { Session } from './duckdb.ts';
import { raw, sql, type Sql } from './sql.ts';

const DIMENSIONS = 'task, agent, agent_version, model, environment, purpose, actor';

const runSums = Object.fromEntries(
	metrics
		.filter(
			(metric): metric is AggregateMetric =>
				metric.from === 'runs' && 'additive' in metric && metric.additive === true
		)
		.map((metric) => [metric.name, metric.sql])
);

/** Sums by hour and dimension: what the hours of a table add up to. */
interface Rollup {
	name: string;
	from: string;
	where: string;
	sums: Readonly<Record<string, string>>;
}

const runsRollup: Rollup = { name: 'rollup_hour', from: 'runs', where: 'true', sums: runSums };

/** Runs with every additive metric, and mature cases with what verdicts stand on. */
const rollups: readonly Rollup[] = [
	runsRollup,
	{ name: 'rollup_cases', from: 'cases', where: 'mature', sums: caseSums }
];

const rowsOf = ({ from, where, sums }: Rollup, condition: string): string =>
	`select date_trunc('hour', started_at) as hour, ${DIMENSIONS},
		${Object.entries(sums)
			.map(([name, sql]) => `${sql} as "${name}"`)
			.join(',\n\t\t')}
	from ${from} where ${where} and ${condition}
	group by date_trunc('hour', started_at), ${DIMENSIONS}`;

/** Makes the hours again in which touched runs start or started; those without a start share one. */
export async function refreshRollups(session: Session): Promise<void> {
	const [at] = await session.rows<{ undated: boolean }>(
		`select coalesce(bool_or(hour is null), false) as undated from touched_cases`
	);
	const touched = (column: string) =>
		`(${column} in (select hour from touched_cases where hour is not null)${
			at?.undated ? ` or ${column} is null` : ''
		})`;
	for (const rollup of rollups) {
		await session.run(`delete from ${rollup.name} where ${touched('hour')}`);
		await session.run(
			`insert into ${rollup.name} ${rowsOf(rollup, touched("date_trunc('hour', started_at)"))}`
		);
	}
}

/** Adds the hours of the runs in `going` to those that are kept, but of runs that are in them already. */
export const keepHours: Sql = sql`insert into kept_hours by name ${raw(
	rowsOf(
		runsRollup,
		'run_id in (select run_id from going where hash(run_id) not in (select run_hash from gone_runs))'
	)
)}`;

/** The rollups keep what is additive: made anew when that list has changed with a newer version. */
export async function ensureRollups(session: Session): Promise<void> {
	for (const rollup of rollups) {
		const found = await session.rows<{ name: string }>(
			`select column_name as name from information_schema.columns where table_name = '${rollup.name}'`
		);
		const known = new Set(found.map((column) => column.name));
		if (known.size > 0 && Object.keys(rollup.sums).every((name) => known.has(name))) continue;
		await session.run(`create or replace table ${rollup.name} as ${rowsOf(rollup, 'true')}`);
	}
	await ensureKeptHours(session);
}

/** Hours of runs that are gone: as the rollup of runs is; what it learned later they do not know. */
async function ensureKeptHours(session: Session): Promise<void> {
	await session.run(
		'create table if not exists kept_hours as select * from rollup_hour where false'
	);
	const missing = await session.rows<{ name: string; type: string }>(
		`select column_name as name, data_type as type from information_schema.columns
		where table_name = 'rollup_hour' and column_name not in (
			select column_name from information_schema.columns where table_name = 'kept_hours'
		)`
	);
	for (const { name, type } of missing)
		await session.run(`alter table kept_hours add column "${name}" ${type}`);
}
