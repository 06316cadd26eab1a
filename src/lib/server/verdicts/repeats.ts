import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { Configuration } from './configurations.ts';

/** Sums over the items that were tried more than once, for the design effect. */
export interface Repeats extends Configuration {
	task: string;
	items: number;
	known: number;
	successes: number;
	sum_n2: number;
	sum_x2: number;
	sum_nx: number;
}

/** Items with several trials, per task and configuration; a case that is its own item is not among them. */
export const repeats = (reader: Reader, filters: Filters, zone: string): Promise<Repeats[]> =>
	reader.query<Repeats>(sql`
		select
			task, agent, agent_version, model,
			count(*) as items,
			sum(n)::bigint as known,
			sum(x)::bigint as successes,
			sum(n * n)::double as sum_n2,
			sum(x * x)::double as sum_x2,
			sum(n * x)::double as sum_nx
		from (
			select
				task, agent, agent_version, model, item_id,
				count(*) as n,
				count(*) filter (where agent_outcome = 'success') as x
			from cases
			where mature and item_id <> case_key and agent_outcome <> 'unknown'
				and ${conditions(filters, 'cases', zone)}
			group by task, agent, agent_version, model, item_id
		)
		group by task, agent, agent_version, model`);

/**
 * How much trials of one item overstate the sample: the ratio estimator's variance over the binomial
 * one (Kish 1965, 8.2). Where all or none are right nothing tells how alike an item's trials are, so
 * they count as one.
 */
export function designEffect(
	{ known, successes }: { known: number; successes: number },
	repeated: Omit<Repeats, 'task' | keyof Configuration> | undefined
): number {
	if (!repeated || repeated.known === repeated.items) return 1;
	const singles = known - repeated.known;
	const rightSingles = successes - repeated.successes;
	const items = repeated.items + singles;
	const p = successes / known;
	if (p === 0 || p === 1 || items <= 1) return known / Math.max(1, items);
	const sumX2 = repeated.sum_x2 + rightSingles;
	const sumNx = repeated.sum_nx + rightSingles;
	const sumN2 = repeated.sum_n2 + singles;
	const squares = sumX2 - 2 * p * sumNx + p * p * sumN2;
	const variance = (squares * items) / ((items - 1) * known * known);
	return Math.max(1, variance / ((p * (1 - p)) / known));
}
