import type { Filters } from '../../filters.ts';
import { abstentions } from '../../formats/otel/spellings.ts';
import { join, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';

/** How far work gets, from every case to the ones somebody else found right. */
export const funnelSteps = [
	'eligible',
	'assigned',
	'attempted',
	'claimed',
	'durable',
	'verified'
] as const;

/** One step: cases that got this far, what was spent on them, and what kept the rest back. */
export interface FunnelStep {
	step: (typeof funnelSteps)[number];
	cases: number;
	/** Spent on the cases that got this far; null where no cost is known. */
	cost_usd: number | null;
	/** Cases that were lost since the step before, by reason; they add up to the difference. */
	lost: { reason: string; cases: number; cost_usd: number | null }[];
}

/** Why a case goes no further; the first that fits. `null` = it goes all the way. */
const STOPS = [
	['assigned', 'done by people or rules'],
	['attempted', 'handed over or cancelled'],
	['claimed', 'failed in the open'],
	['claimed', 'without a word'],
	['durable', 'contradicted'],
	['durable', 'too young to tell'],
	['verified', 'nobody has checked']
] as const;

/** Cases of all actors, split by the step at which they stop; every case is counted once. */
export async function funnel(
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<FunnelStep[]> {
	const words = join(
		abstentions.map((word) => sql`${word}`),
		', '
	);
	const rows = await reader.query<{ stop: string; cases: number; cost_usd: number | null }>(sql`
		with abstained as (
			select distinct run_id from decisions where lower(chosen) in (${words})
		)
		select
			case
				when c.actor <> 'agent' then 'done by people or rules'
				when a.run_id is not null or r.status = 'cancelled' then 'handed over or cancelled'
				when c.claimed_outcome is null and c.agent_outcome = 'unknown' then 'without a word'
				when c.claimed_outcome <> 'success' and c.agent_outcome <> 'success' then 'failed in the open'
				when c.agent_outcome in ('failure', 'partial') then 'contradicted'
				when not c.mature then 'too young to tell'
				when c.agent_outcome = 'success' and c.outcome_level in ('confirmed', 'audited') then 'verified'
				else 'nobody has checked'
			end as stop,
			count(*) as cases,
			sum(c.cost_usd) as cost_usd
		from cases as c
		join (select run_id, status from runs) as r on r.run_id = c.last_run_id
		left join abstained as a on a.run_id = c.last_run_id
		where ${conditions({ ...filters, actor: [] }, 'cases', zone, 'c.')}
		group by stop`);
	return counted(new Map(rows.map((row) => [row.stop, row])));
}

function counted(by: Map<string, { cases: number; cost_usd: number | null }>): FunnelStep[] {
	const lostAt = (step: string) =>
		STOPS.filter(([at]) => at === step).flatMap(([, reason]) => {
			const lost = by.get(reason);
			return lost ? [{ reason, cases: lost.cases, cost_usd: lost.cost_usd }] : [];
		});
	let left = by.get('verified') ?? { cases: 0, cost_usd: null };
	const steps: FunnelStep[] = [];
	for (const step of [...funnelSteps].reverse()) {
		const lost = lostAt(step);
		steps.unshift({ step, cases: left.cases, cost_usd: left.cost_usd, lost });
		left = lost.reduce(
			(sum, one) => ({ cases: sum.cases + one.cases, cost_usd: plus(sum.cost_usd, one.cost_usd) }),
			left
		);
	}
	return steps;
}

const plus = (a: number | null, b: number | null): number | null =>
	a === null ? b : b === null ? a : a + b;
