import type { Filters } from '../../filters.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';

/** How late word comes that a run was wrong: after `days`, this share of it had come. */
export interface MaturityCurve {
	/** Wrong runs whose outcome has a time. */
	n: number;
	points: { days: number; share: number }[];
	/** Days after which 95 % of the bad news had come; null where fewer than 20 are known. */
	settledDays: number | null;
}

/** Fewer wrong runs than this tell nothing of the tail. */
const ENOUGH = 20;
const STEPS = [0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 42, 60, 90];

/** From the end of a run to the word that it was wrong. Recent runs are left out: their bad news may still come. */
export async function maturityCurve(
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<MaturityCurve> {
	const rows = await reader.query<{ days: number; runs: number }>(sql`
		select
			greatest(ceil(date_diff('microsecond', ended_at, outcome_at) / 86400000000.0), 0)::integer as days,
			count(*) as runs
		from runs
		where agent_outcome = 'failure' and coalesce(claimed_outcome, 'success') = 'success'
			and outcome_at is not null and ended_at is not null
			and ended_at <= (select max(ended_at) from runs) - to_days(28)
			and ${conditions(filters, 'runs', zone)}
		group by days
		order by days`);
	const n = rows.reduce((sum, row) => sum + row.runs, 0);
	const within = (days: number) =>
		rows.filter((row) => row.days <= days).reduce((sum, row) => sum + row.runs, 0);
	if (n === 0) return { n, points: [], settledDays: null };
	const last = rows.at(-1)?.days ?? 0;
	const upTo = STEPS.findIndex((days) => days >= last);
	const points = STEPS.slice(0, upTo < 0 ? undefined : upTo + 1).map((days) => ({
		days,
		share: within(days) / n
	}));
	const settled = rows.find((row) => within(row.days) >= 0.95 * n)?.days ?? null;
	return { n, points, settledDays: n < ENOUGH ? null : settled };
}
