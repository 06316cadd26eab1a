import { metrics } from '../../metrics/index.ts';
import type { AggregateMetric } from '../../metrics/metric.ts';
import type { Session } from './duckdb.ts';

const DIMENSIONS = 'task, agent, agent_version, model, environment, purpose, actor';

const sums = metrics.filter(
	(metric): metric is AggregateMetric =>
		metric.from === 'runs' && 'additive' in metric && metric.additive === true
);

const columns = sums.map((metric) => `${metric.sql} as "${metric.name}"`).join(',\n\t');

const rows = (condition: string): string =>
	`select date_trunc('hour', started_at) as hour, ${DIMENSIONS},\n\t${columns}
	from runs where ${condition}
	group by date_trunc('hour', started_at), ${DIMENSIONS}`;

/** Makes the hours again in which touched runs start or started; runs without a start share one. */
export async function refreshRollup(session: Session): Promise<void> {
	await ensureRollup(session);
	const [at] = await session.rows<{ undated: boolean }>(
		`select coalesce(bool_or(hour is null), false) as undated from touched_cases`
	);
	const touched = (column: string) =>
		`(${column} in (select hour from touched_cases where hour is not null)${
			at?.undated ? ` or ${column} is null` : ''
		})`;
	await session.run(`delete from rollup_hour where ${touched('hour')}`);
	await session.run(`insert into rollup_hour ${rows(touched("date_trunc('hour', started_at)"))}`);
}

/** The rollup keeps what is additive among the metrics: made anew when that list has changed. */
export async function ensureRollup(session: Session): Promise<void> {
	const found = await session.rows<{ name: string }>(
		`select column_name as name from information_schema.columns where table_name = 'rollup_hour'`
	);
	const known = new Set(found.map((column) => column.name));
	if (known.size > 0 && sums.every((metric) => known.has(metric.name))) return;
	await session.run(`create or replace table rollup_hour as ${rows('true')}`);
}
