import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** How many cases a month a task has in production, over all configurations. */
export interface Volume {
	task: string;
	cases: number;
	/** Days from the first to the last case, at least 1. */
	days: number;
	production: boolean;
}

/** Volumes per task; `production` tells whether the runs are known to be production. */
export const volumes = (reader: Reader, filters: Filters, zone: string): Promise<Volume[]> =>
	reader.query<Volume>(sql`
		select
			task,
			sum(cases)::bigint as cases,
			greatest(1, date_diff('day', min(first_at), max(last_at)) + 1) as days,
			coalesce(bool_or(environment = 'production' or purpose = 'production'), false) as production
		from rollup_cases
		where hour is not null and ${conditions(filters, 'rollup', zone)}
		group by task`);

const DAYS_PER_MONTH = 30.4375;

/** Cases a month; null where the runs are no production or cover less than a week. */
export const casesPerMonth = (volume: Volume | undefined): number | null =>
	volume?.production && volume.days >= 7 ? (volume.cases / volume.days) * DAYS_PER_MONTH : null;
