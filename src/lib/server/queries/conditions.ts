import type { Filters } from '../../filters.ts';
import { join, raw, sql, type Sql } from '../warehouse/sql.ts';

/** The tables that filters apply to. */
export type Filtered = 'runs' | 'cases' | 'rollup';

const inRollup = [
	'task',
	'agent',
	'agent_version',
	'model',
	'environment',
	'purpose',
	'actor'
] as const;

/** Whether the hourly rollup can answer for these filters. */
export const rollupCanFilter = (filters: Filters): boolean =>
	filters.status.length === 0 &&
	filters.error_type.length === 0 &&
	filters.outcome.length === 0 &&
	Object.keys(filters.attributes).length === 0;

/** Filters as one condition, every value bound; `prefix` names the table (`c.`). Days are whole days of the time zone. */
export function conditions(filters: Filters, table: Filtered, zone: string, prefix = ''): Sql {
	const parts: Sql[] = [sql`true`];
	for (const field of inRollup) {
		if (filters[field].length > 0) parts.push(oneOf(prefix + field, filters[field]));
	}
	if (table === 'runs') {
		if (filters.status.length > 0) parts.push(oneOf('status', filters.status));
		if (filters.error_type.length > 0) parts.push(oneOf('error_type', filters.error_type));
		if (filters.outcome.length > 0) parts.push(oneOf('agent_outcome', filters.outcome));
		for (const [key, value] of Object.entries(filters.attributes)) {
			parts.push(
				sql`run_id in (select run_id from run_facts where map_extract_value(attributes, ${key}) = ${value})`
			);
		}
	}
	if (table === 'cases' && filters.outcome.length > 0) {
		parts.push(oneOf(`${prefix}agent_outcome`, filters.outcome));
	}
	const time = prefix + (table === 'rollup' ? 'hour' : 'started_at');
	if (filters.from) parts.push(sql`${raw(time)} >= ${instant(filters.from, 0, zone)}`);
	if (filters.to) parts.push(sql`${raw(time)} < ${instant(filters.to, 1, zone)}`);
	return join(parts, ' and ');
}

function oneOf(column: string, values: readonly string[]): Sql {
	const wanted = values.filter((value) => value !== '(none)');
	const parts = wanted.length
		? [
				sql`${raw(column)} in (${join(
					wanted.map((value) => sql`${value}`),
					', '
				)})`
			]
		: [];
	if (wanted.length < values.length) parts.push(sql`${raw(column)} is null`);
	return sql`(${join(parts, ' or ')})`;
}

/** The UTC time at which a day of the time zone begins. */
function instant(day: string, later: number, zone: string): Sql {
	const start = sql`(cast(${day} as timestamp) + interval (${raw(String(later))}) day)`;
	return zone === 'UTC'
		? start
		: sql`timezone('UTC', timezone(${raw(`'${zone.replaceAll("'", "''")}'`)}, ${start}))`;
}
