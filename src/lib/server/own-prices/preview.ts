import type { PriceOverride } from '../price-book.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader, Warehouse } from '../warehouse/warehouse.ts';
import { putOwnPrices } from './store.ts';

/** What a list of own prices would change of one model's cost. */
export interface PriceEffect {
	provider: string | null;
	model: string;
	calls: number;
	/** USD; null where no call has a price. */
	before_usd: number | null;
	after_usd: number | null;
	unpriced_before: number;
	unpriced_after: number;
}

/** Prices everything by a list, and then by what holds again: what would change, dearest first. */
export const previewOwnPrices = (
	warehouse: Warehouse,
	rows: readonly PriceOverride[],
	signal?: AbortSignal
): Promise<PriceEffect[]> =>
	warehouse.rehearse(async (change) => {
		const before = await costs(change);
		const models = await putOwnPrices(change, rows, null);
		const after = await costs(change);
		return models
			.map((model) => {
				const is = (one: Cost) => one.provider === model.provider && one.model === model.model;
				const [was, will] = [before.find(is), after.find(is)];
				return {
					...model,
					calls: will?.calls ?? 0,
					before_usd: was?.usd ?? null,
					after_usd: will?.usd ?? null,
					unpriced_before: was?.unpriced ?? 0,
					unpriced_after: will?.unpriced ?? 0
				};
			})
			.sort((a, b) => (b.after_usd ?? 0) - (a.after_usd ?? 0));
	}, signal);

interface Cost {
	provider: string | null;
	model: string;
	calls: number;
	usd: number | null;
	unpriced: number;
}

const costs = (reader: Reader): Promise<Cost[]> =>
	reader.query<Cost>(sql`
		select
			provider, model, count(*) as calls, sum(priced_cost_usd) as usd,
			count(*) filter (where priced_cost_usd is null) as unpriced
		from usages where counted and model is not null
		group by provider, model`);
