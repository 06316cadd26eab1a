import type { Filters } from '../../filters.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/**
 * Filters as they are when nothing is said: rows of people stay out of a task's totals (unless rows
 * are by agent or actor), and production speaks alone where there is any.
 */
export async function withDefaults(
	reader: Reader,
	filters: Filters,
	by: readonly string[] = []
): Promise<Filters> {
	const actor = filters.actor.length > 0 || by.includes('agent') || by.includes('actor');
	const [there] = await reader.query<{ environment: boolean; purpose: boolean }>(
		sql`select
			coalesce(bool_or(environment = 'production'), false) as environment,
			coalesce(bool_or(purpose = 'production'), false) as purpose
		from rollup_hour`
	);
	const production = (field: 'environment' | 'purpose') =>
		filters[field].length > 0 || by.includes(field) || !there?.[field]
			? filters[field]
			: ['production', '(none)'];
	return {
		...filters,
		actor: actor ? filters.actor : ['agent'],
		environment: production('environment'),
		purpose: production('purpose')
	};
}
