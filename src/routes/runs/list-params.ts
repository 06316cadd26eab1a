import type { RunOrder } from '#lib/server/queries/run-list.ts';

/** The parameters that keep a list's order in an address; what is as always is left out. */
export function listParams({ sort, direction }: RunOrder): Record<string, string | null> {
	const isUsual = sort === 'started' && direction === 'desc';
	return {
		sort: isUsual ? null : sort,
		direction: isUsual ? null : direction
	};
}
