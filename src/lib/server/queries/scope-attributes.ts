import type { Filters } from '../../filters.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';

/** Attributes with more values than this tell single cases apart, not kinds of work. */
const MOST_VALUES = 12;
/** Cases looked at. */
const SAMPLE = 20_000;

/** Names of the attributes that part the cases into 2 to 12 kinds and that most cases have. */
export async function scopeAttributes(
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<string[]> {
	const rows = await reader.query<{ key: string }>(sql`
		with sampled as (
			select case_key, attributes from case_features
			where ${conditions(filters, 'cases', zone)}
			order by hash(case_key) limit ${raw(String(SAMPLE))}
		),
		entries as (select unnest(map_entries(attributes)) as entry from sampled)
		select entry.key as key from entries
		group by entry.key
		having count(distinct entry.value) between 2 and ${raw(String(MOST_VALUES))}
			and count(*) >= 0.5 * (select count(*) from sampled)
		order by key
		limit 12`);
	return rows.map(({ key }) => key);
}
