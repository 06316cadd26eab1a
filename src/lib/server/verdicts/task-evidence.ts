import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { pairSums } from '../warehouse/case-sums.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { Configuration } from './configurations.ts';

type PairSum = keyof typeof pairSums;
const pairNames = Object.keys(pairSums) as PairSum[];

/** What was counted of one configuration of one task. */
export interface EvidenceRow extends Configuration, Record<PairSum, number> {
	task: string;
	cases: number;
	known: number;
	successes: number;
	verified: number;
	failures_told: number;
	visible: number;
	reviewed: number;
	incidents: number;
	costs: number;
	mean_cost: number | null;
	sd_cost: number | null;
	mean_tools: number;
	mean_state: number;
	mean_evaluation: number;
	review_n: number;
	review_mean: number | null;
	review_sd: number | null;
	stated_n: number;
	stated_mean: number | null;
	stated_sd: number | null;
	first_at: string | null;
	last_at: string | null;
}

/** Counts over mature cases, per task and configuration, from the hourly sums. */
export const evidenceRows = (
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<EvidenceRow[]> =>
	reader.query<EvidenceRow>(sql`
		select
			task, agent, agent_version, model,
			sum(cases)::bigint as cases,
			sum(known)::bigint as known,
			sum(successes)::bigint as successes,
			sum(verified)::bigint as verified,
			sum(failures_told)::bigint as failures_told,
			sum(visible)::bigint as visible,
			sum(reviewed)::bigint as reviewed,
			sum(incidents)::bigint as incidents,
			sum(costs)::bigint as costs,
			sum(sum_cost)::double / nullif(sum(costs), 0) as mean_cost,
			sqrt(greatest(0, sum(sum_cost2) - sum(sum_cost)::double ^ 2 / nullif(sum(costs), 0))
				/ nullif(sum(costs) - 1, 0)) as sd_cost,
			coalesce(sum(sum_tools), 0)::double / nullif(sum(costs), 0) as mean_tools,
			coalesce(sum(sum_state), 0)::double / nullif(sum(costs), 0) as mean_state,
			coalesce(sum(sum_evaluation), 0)::double / nullif(sum(cases), 0) as mean_evaluation,
			sum(review_n)::bigint as review_n,
			sum(sum_review) / nullif(sum(review_n), 0) as review_mean,
			sqrt(greatest(0, sum(sum_review2) - sum(sum_review) ^ 2 / nullif(sum(review_n), 0))
				/ nullif(sum(review_n) - 1, 0)) as review_sd,
			sum(stated_n)::bigint as stated_n,
			sum(sum_stated) / nullif(sum(stated_n), 0) as stated_mean,
			sqrt(greatest(0, sum(sum_stated2) - sum(sum_stated) ^ 2 / nullif(sum(stated_n), 0))
				/ nullif(sum(stated_n) - 1, 0)) as stated_sd,
			${raw(pairNames.map((name) => `coalesce(sum(${name}), 0)::double as ${name}`).join(', '))},
			strftime(min(first_at), '%Y-%m-%d') as first_at,
			strftime(max(last_at), '%Y-%m-%d') as last_at
		from rollup_cases
		where ${conditions(filters, 'rollup', zone)}
		group by task, agent, agent_version, model
		order by task, cases desc, agent, agent_version, model`);
