import type { PriceRow } from '../../trace/price.ts';
import type { PriceOverride } from '../price-book.ts';
import type { Session } from './duckdb.ts';
import { raw, sql, type Sql } from './sql.ts';

/** The dated prices of a model as a usage spells it, the workspace's own first; empty when nobody knows one. */
export type PriceLookup = (
	provider: string | null,
	model: string,
	own: readonly PriceOverride[]
) => PriceRow[];

/** The prices that the workspace entered itself; empty when it did not. */
export async function ownPricesIn(
	ask: (statement: Sql) => Promise<{ body: string }[]>
): Promise<PriceOverride[]> {
	const [newest] = await ask(
		sql`select body::varchar as body from own_prices order by version desc limit 1`
	);
	return newest ? (JSON.parse(newest.body) as PriceOverride[]) : [];
}

/** Forgets the prices of models, so that they are looked up anew. */
export const forgetPrices = (
	session: Session,
	models: readonly { provider: string | null; model: string }[]
): Promise<void> =>
	session.run(sql`
		delete from prices where (provider, model) in (
			select (coalesce(m.provider, ''), m.model)
			from (select unnest(from_json(${JSON.stringify(models)}, ${MODELS})) as m)
		)`);

/** Models as a parameter of a statement. */
export const MODELS = '[{"provider":"VARCHAR","model":"VARCHAR"}]';

/** Adds the price book's rows for models that were not seen before. */
export async function addPrices(session: Session, lookup: PriceLookup): Promise<void> {
	const models = await session.rows<{ provider: string | null; model: string }>(
		`select distinct provider, model
		from counted_usage as u
		where model is not null and not exists (
			select 1 from prices as p where p.model = u.model and p.provider = coalesce(u.provider, '')
		)
		order by provider, model`
	);
	if (models.length === 0) return;
	const own = await ownPricesIn((statement) => session.rows(statement));
	const rows = models.flatMap(({ provider, model }) =>
		lookup(provider, model, own).map((row) => stored(row, provider, model))
	);
	if (rows.length === 0) return;
	const names = Object.keys(rows[0] ?? {});
	const shape = names.map((name) => `"${name}":"${TYPE[name] ?? 'DOUBLE'}"`).join(',');
	const values = names
		.map((name) => (name.startsWith('valid_') ? `make_timestamp(r.${name})` : `r.${name}`))
		.join(', ');
	await session.run(
		sql`insert into prices (price_id, ${raw(names.join(', '))})
			select (select coalesce(max(price_id), 0) from prices) + row_number() over (), ${raw(values)}
			from (select unnest(from_json(${JSON.stringify(rows)}, ${`[{${shape}}]`})) as r)`
	);
}

const TYPE: Record<string, string> = {
	provider: 'VARCHAR',
	model: 'VARCHAR',
	valid_from: 'BIGINT',
	valid_to: 'BIGINT',
	day_from_us: 'BIGINT',
	day_to_us: 'BIGINT',
	above_input_tokens: 'BIGINT',
	up_to_input_tokens: 'BIGINT',
	is_free: 'BOOLEAN',
	rule: 'VARCHAR',
	source: 'VARCHAR',
	checked: 'VARCHAR'
};

function stored(row: PriceRow, provider: string | null, model: string): Record<string, unknown> {
	const { usdPerMtok } = row;
	return {
		provider: provider ?? '',
		model,
		valid_from: row.validFromUs,
		valid_to: row.validToUs,
		day_from_us: row.dayFromUs,
		day_to_us: row.dayToUs,
		above_input_tokens: row.aboveInputTokens,
		up_to_input_tokens: row.upToInputTokens,
		input_usd_per_mtok: usdPerMtok.input,
		cache_read_usd_per_mtok: usdPerMtok.cacheRead,
		cache_write_usd_per_mtok: usdPerMtok.cacheWrite,
		cache_write_1h_usd_per_mtok: usdPerMtok.cacheWrite1h,
		output_usd_per_mtok: usdPerMtok.output,
		reasoning_usd_per_mtok: usdPerMtok.reasoning,
		usd_per_request: row.usdPerRequest,
		is_free:
			row.usdPerRequest === 0 &&
			Object.values(usdPerMtok).every((price) => price === null || price === 0),
		rule: row.rule,
		source: row.source,
		checked: row.checked
	};
}
