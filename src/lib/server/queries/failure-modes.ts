import type { Filters } from '../../filters.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';

/** How runs go wrong, how often, and what it costs. */
export interface FailureMode {
	/** The error's type, or null where a wrong result announced nothing. */
	error_type: string | null;
	status: string;
	runs: number;
	failures: number;
	cost_usd: number | null;
}

const MOST = 12;

/** Failed or broken runs by the error they told, the most frequent first. */
export const failureModes = (
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<FailureMode[]> =>
	reader.query<FailureMode>(sql`
		select
			error_type,
			case when status in ('error', 'cancelled') then status else 'ok' end as status,
			count(*) as runs,
			count(*) filter (where agent_outcome = 'failure') as failures,
			sum(cost_usd) as cost_usd
		from runs
		where (agent_outcome = 'failure' or status in ('error', 'cancelled'))
			and ${conditions(filters, 'runs', zone)}
		group by error_type, case when status in ('error', 'cancelled') then status else 'ok' end
		order by runs desc, error_type
		limit ${raw(String(MOST))}`);
