import { accountName } from '../account-name.ts';
import { priceRows, type PriceOverride } from '../price-book.ts';
import { recordChange } from '../change-log/record-change.ts';
import { priceCause } from '../verdict-history/causes.ts';
import { recordVerdicts } from '../verdict-history/record.ts';
import { ownPricesIn } from '../warehouse/prices.ts';
import { sql } from '../warehouse/sql.ts';
import type { Change, Reader, Warehouse } from '../warehouse/warehouse.ts';
import { isSamePlace } from './body.ts';

/** The workspace's own prices, in the order in which they were entered. */
export const ownPrices = (reader: Reader): Promise<PriceOverride[]> =>
	ownPricesIn((statement) => reader.query(statement));

/** Stores a whole list and prices what it concerns anew, all of it or nothing; how many models have other prices. */
export const saveOwnPrices = (
	warehouse: Warehouse,
	rows: readonly PriceOverride[],
	note: string | null,
	signal?: AbortSignal
): Promise<number> => changed(warehouse, () => rows, note, signal);

/** Enters one price, in place of one that starts on the same day. */
export const enterPrice = (warehouse: Warehouse, row: PriceOverride): Promise<number> =>
	changed(warehouse, (before) => withPrice(before, row), null);

/** Takes one price back; 0 where it was not there or concerned nothing. */
export const takeBackPrice = (
	warehouse: Warehouse,
	place: Pick<PriceOverride, 'provider' | 'model' | 'valid_from'>
): Promise<number> =>
	changed(
		warehouse,
		(before) => before.filter((one) => !isSamePlace(one, { ...one, ...place })),
		null
	);

/** A list with one more price, in place of one that starts on the same day. */
export const withPrice = (
	rows: readonly PriceOverride[],
	row: PriceOverride
): readonly PriceOverride[] => [...rows.filter((one) => !isSamePlace(one, row)), row];

function changed(
	warehouse: Warehouse,
	next: (before: readonly PriceOverride[]) => readonly PriceOverride[],
	note: string | null,
	signal?: AbortSignal
): Promise<number> {
	return warehouse.change(async (change) => {
		const before = await ownPrices(change);
		const after = next(before);
		const models = await putOwnPrices(change, after, note);
		const cause = priceCause(before, after);
		if (cause) {
			await recordChange(change, {
				kind: 'price',
				what: 'saved',
				object: count(after.length),
				was: count(before.length),
				became: cause.text
			});
			await recordVerdicts(change, cause);
		}
		return models.length;
	}, signal);
}

const count = (rows: number): string => `${rows} own ${rows === 1 ? 'price' : 'prices'}`;

/** A model as exports spell it. */
export interface SpelledModel {
	provider: string | null;
	model: string;
}

/** The part of saving that happens inside a change: also for a rehearsal. The models whose prices are others now. */
export async function putOwnPrices(
	change: Change,
	rows: readonly PriceOverride[],
	note: string | null
): Promise<SpelledModel[]> {
	const before = await ownPrices(change);
	await change.run(sql`
		insert into own_prices
		select
			coalesce(max(version), 0) + 1, ${JSON.stringify(rows)}::json, ${note}::varchar,
			${accountName()}::varchar, now()::timestamp
		from own_prices`);
	const used = await change.query<SpelledModel>(
		sql`select distinct provider, model from usages where model is not null order by all`
	);
	const told = (models: readonly PriceOverride[], { provider, model }: SpelledModel) =>
		JSON.stringify(priceRows(provider, model, models));
	const models = used.filter((one) => told(before, one) !== told(rows, one));
	if (models.length > 0) await change.reduce({ pricesOf: models });
	return models;
}
