import type { OtherModel } from '../../scenarios/task-facts.ts';
import type { Filters } from '../../filters.ts';
import { priceUsages } from '../price-book.ts';
import { conditions } from '../queries/conditions.ts';
import { inConfigurations, type TaskConfiguration } from '../verdicts/configurations.ts';
import { ownPricesIn } from '../warehouse/prices.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** Usages looked at: how prices compare does not depend on more of them. */
const SAMPLE = 2000;

/** The model a scenario asks about. */
export interface AskedModel {
	to: string;
	provider: string | null;
}

/** The latest tokens of a configuration at another model's prices, and how often that model is right. */
export async function otherModel(
	reader: Reader,
	configuration: TaskConfiguration,
	{ to, provider }: AskedModel,
	filters: Filters,
	zone: string
): Promise<OtherModel> {
	const usages = await reader.query<Record<string, unknown> & { now_usd: number }>(sql`
		select
			u.provider, u.model, strftime(u.used_at, '%Y-%m-%dT%H:%M:%SZ') as at,
			u.input_tokens, u.cache_read_tokens, u.cache_write_tokens, u.cache_write_1h_tokens,
			u.output_tokens, u.priced_cost_usd::double as now_usd
		from usages as u
		where u.counted and u.cost_class = 'model' and u.priced_cost_usd > 0 and u.run_id in (
			select run_id from runs
			where ${conditions(filters, 'runs', zone)} and ${inConfigurations([configuration])}
			order by started_at desc nulls last limit ${raw(String(SAMPLE))}
		)
		limit ${raw(String(SAMPLE))}`);
	const then = priceUsages(
		usages.map((usage) => ({ ...usage, provider: provider ?? usage.provider, model: to })),
		await ownPricesIn((statement) => reader.query(statement))
	);
	const known = then.every((usage) => usage.price_usd !== null);
	const before = usages.reduce((total, usage) => total + usage.now_usd, 0);
	const after = then.reduce((total, usage) => total + (usage.price_usd ?? 0), 0);
	const [quality] = await reader.query<{ known: number; successes: number }>(sql`
		select
			count(*) as known,
			count(*) filter (where agent_outcome = 'success') as successes
		from cases
		where mature and agent_outcome <> 'unknown' and task = ${configuration.task} and model = ${to}
			and ${conditions({ ...filters, model: [], agent: [], agent_version: [] }, 'cases', zone)}`);
	return {
		name: to,
		costRatio: known && before > 0 ? after / before : null,
		quality:
			quality && quality.known > 0
				? { knownOutcomes: quality.known, successes: quality.successes }
				: null
	};
}
