import type { LimitBucket } from '#simulations/engine/stop-loss.ts';
import type { Filters } from '../../filters.ts';
import { raw, sql, type Sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';

/** What a run can be stopped at. */
export const limited = ['cost', 'steps', 'duration', 'attempts'] as const;
export type Limited = (typeof limited)[number];

/** Runs by the limits they fit under: of the earlier and of the later half of the period. */
export interface StopLossRuns {
	earlier: LimitBucket[];
	later: LimitBucket[];
	/** Runs that tell nothing: their outcome, cost or what is limited is unknown. */
	unknown: number;
	/** The first moment of the later half, ISO; null without dated runs. */
	laterFrom: string | null;
}

/** Limits tried: steps of equal counts of runs. */
const LIMITS = 20;

const measures: Readonly<Record<Limited, { from: 'runs' | 'cases'; of: string }>> = {
	cost: { from: 'runs', of: 'cost_usd' },
	steps: { from: 'runs', of: 'steps' },
	duration: { from: 'runs', of: 'duration_us / 1000000.0' },
	attempts: { from: 'cases', of: 'attempts' }
};

/** The runs (or, for attempts, the cases) of a scope by the limits that they fit under. */
export async function stopLossRuns(
	reader: Reader,
	question: { limited: Limited; filters: Filters; zone: string }
): Promise<StopLossRuns> {
	const { from, of } = measures[question.limited];
	const rows = await reader.query<
		LimitBucket & { later: boolean | null; laterFrom: string | null }
	>(
		sql`
		with told as (${toldBy(from, of, question)}),
		known as (select * from told where measure > 0 and cost_usd is not null and is_right is not null),
		split as (select median(started_at) as middle from known),
		limits as (
			select unnest(list_distinct(quantile_disc(measure, ${raw(steps())}))) as "limit" from known
		)
		select coalesce(started_at >= middle, true) as later, l."limit",
			count(*) as runs,
			count(*) filter (where is_right) as successes,
			sum(cost_usd)::double as "costUsd",
			sum(cost_usd::double / measure) as "costUsdPerUnit",
			strftime(any_value(middle), '%Y-%m-%dT%H:%M:%SZ') as "laterFrom"
		from known cross join split asof join limits as l on measure <= l."limit"
		group by later, l."limit"
		order by later, l."limit"`
	);
	const [{ unknown = 0 } = {}] = await reader.query<{ unknown: number }>(sql`
		select count(*) as unknown from (${toldBy(from, of, question)})
		where not coalesce(measure > 0, false) or cost_usd is null or is_right is null`);
	const half = (later: boolean) =>
		rows
			.filter((row) => row.later === later)
			.map(({ limit, runs, successes, costUsd, costUsdPerUnit }) => ({
				...{ limit, runs, successes, costUsd, costUsdPerUnit }
			}));
	return {
		earlier: half(false),
		later: half(true),
		unknown,
		laterFrom: rows[0]?.laterFrom ?? null
	};
}

const steps = (): string =>
	`[${Array.from({ length: LIMITS }, (_, at) => (at + 1) / LIMITS).join(', ')}]`;

const toldBy = (
	from: 'runs' | 'cases',
	of: string,
	{ filters, zone }: { filters: Filters; zone: string }
): Sql => sql`
	select ${raw(of)} as measure, cost_usd, started_at,
		case agent_outcome when 'unknown' then null else agent_outcome = 'success' end as is_right
	from ${raw(from)} where ${conditions(filters, from, zone)}`;
