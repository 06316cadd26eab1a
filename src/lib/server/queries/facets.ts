import type { Filters } from '../../filters.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';

/** A value that runs can be filtered by, with how many runs have it; null = runs without one. */
export interface FacetValue {
	value: string | null;
	runs: number;
}

export const facetFields = ['task', 'agent', 'model', 'environment', 'purpose'] as const;
export type FacetField = (typeof facetFields)[number];

/** The values of each field among the runs that the other filters leave, most runs first. */
export async function facets(
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<Record<FacetField, FacetValue[]>> {
	const lists = await Promise.all(
		facetFields.map((field) =>
			reader.query<FacetValue>(sql`
				select ${raw(field)} as value, sum(runs)::bigint as runs
				from rollup_hour
				where ${conditions({ ...filters, [field]: [] }, 'rollup', zone)}
				group by ${raw(field)}
				order by runs desc, value
				limit 200`)
		)
	);
	return Object.fromEntries(facetFields.map((field, at) => [field, lists[at] ?? []])) as Record<
		FacetField,
		FacetValue[]
	>;
}
