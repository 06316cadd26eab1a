import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Configuration } from './configurations.ts';

/** What was counted of one configuration of one task. */
export interface EvidenceRow extends Configuration {
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
	items: number;
	most_trials: number;
	sum_n2: number;
	sum_x2: number;
	sum_nx: number;
	review_n: number;
	review_mean: number | null;
	review_sd: number | null;
	first_at: string | null;
	last_at: string | null;
}

/** Counts over mature cases, per task and configuration (simulation-spec D.2, design.md 5). */
export const evidenceRows = (
	warehouse: Warehouse,
	filters: Filters,
	zone: string
): Promise<EvidenceRow[]> =>
	warehouse.query<EvidenceRow>(sql`
		with counted as (
			select *, ${raw(CONFIGURATION)}
			from cases
			where mature and ${conditions(filters, 'cases', zone)}
		),
		-- Trials of one item tell less than as many items do: sums for the design effect.
		items as (
			select
				task, configuration,
				count(*) as items,
				max(n) as most_trials,
				sum(n * n)::double as sum_n2,
				sum(x * x)::double as sum_x2,
				sum(n * x)::double as sum_nx
			from (
				select
					task, configuration, item_id,
					count(*) as n,
					count(*) filter (where agent_outcome = 'success') as x
				from counted
				where agent_outcome <> 'unknown'
				group by task, configuration, item_id
			)
			group by task, configuration
		),
		totals as (
			select
				task, configuration,
				any_value(agent) as agent,
				any_value(agent_version) as agent_version,
				any_value(model) as model,
				count(*) as cases,
				count(*) filter (where agent_outcome <> 'unknown') as known,
				count(*) filter (where agent_outcome = 'success') as successes,
				count(*) filter (where verified and agent_outcome <> 'unknown') as verified,
				count(*) filter (where agent_outcome in ('failure', 'partial') and visible_failure is not null)
					as failures_told,
				count(*) filter (where agent_outcome in ('failure', 'partial') and visible_failure) as visible,
				count(*) filter (where reviewed) as reviewed,
				sum(incidents)::bigint as incidents,
				count(cost_usd) as costs,
				avg(cast(cost_usd as double)) as mean_cost,
				stddev_samp(cast(cost_usd as double)) as sd_cost,
				coalesce(sum(cast(tool_cost_usd as double)), 0) / nullif(count(cost_usd), 0) as mean_tools,
				coalesce(sum(cast(state_cost_usd as double)), 0) / nullif(count(cost_usd), 0) as mean_state,
				coalesce(sum(cast(evaluation_cost_usd as double)), 0) / nullif(count(*), 0) as mean_evaluation,
				count(review_minutes) as review_n,
				avg(review_minutes) as review_mean,
				stddev_samp(review_minutes) as review_sd,
				strftime(min(started_at), '%Y-%m-%d') as first_at,
				strftime(max(started_at), '%Y-%m-%d') as last_at
			from counted
			group by task, configuration
		)
		select t.*, coalesce(i.items, 0) as items, coalesce(i.most_trials, 0) as most_trials,
			coalesce(i.sum_n2, 0) as sum_n2, coalesce(i.sum_x2, 0) as sum_x2, coalesce(i.sum_nx, 0) as sum_nx
		from totals as t
		left join items as i on i.task = t.task and i.configuration = t.configuration
		order by t.task, t.cases desc, t.configuration`);

const CONFIGURATION = `agent || chr(31) || coalesce(agent_version, '') || chr(31) || coalesce(model, '') as configuration`;

/**
 * How much trials of one item overstate the sample: the ratio estimator's variance over the binomial
 * one (Kish 1965, 8.2). Where all or none are right nothing tells how alike an item's trials are, so
 * they count as one.
 */
export function designEffect(row: EvidenceRow): number {
	const { known, successes, items } = row;
	if (row.most_trials <= 1 || items <= 1 || known === 0) return row.most_trials > 1 ? known : 1;
	const p = successes / known;
	if (p === 0 || p === 1) return known / items;
	const squares = row.sum_x2 - 2 * p * row.sum_nx + p * p * row.sum_n2;
	const variance = (squares * items) / ((items - 1) * known * known);
	return Math.max(1, variance / ((p * (1 - p)) / known));
}
