import { version } from '../../version.ts';
import type { ReportOrigin } from '../../reports/document.ts';
import { canonicalJson } from '../../reports/canonical-json.ts';
import { currentDefinitions } from '../definitions/store.ts';
import { storedAssumptions } from '../assumptions/stored.ts';
import { bookDate, bookVersion } from '../price-book.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { sha256 } from '../sha256.ts';

/** What a report made now would be made from. */
export async function reportOrigin(reader: Reader, seed: number): Promise<ReportOrigin> {
	const [imports, audits, prices, definitions, entered] = await Promise.all([
		reader.query(sql`
			select sha256, format, source, options::varchar as options from imports
			where undone_at is null order by sha256, source, options`),
		reader.query(sql`
			select run_id, answer, seconds, auditor_ref, is_blind, is_second from held_audits
			order by run_id, auditor_ref, is_second`),
		reader.query<{ rule: string; checked: string }>(sql`
			select distinct * exclude (price_id) from prices
			order by provider, model, rule, valid_from, above_input_tokens, day_from_us`),
		currentDefinitions(reader),
		storedAssumptions(reader)
	]);
	const assumptions = entered.map(({ task, name, value, low, high }) => [
		task,
		name,
		value,
		low,
		high
	]);
	const held = { imports, audits, prices, definitions: definitions.definitions, assumptions };
	const checked = prices.map((price) => price.checked).sort();
	return {
		dataSha256: sha256(canonicalJson(held)),
		priceBook: `genai-prices ${bookVersion}`,
		priceDate: checked.at(-1) ?? bookDate,
		seed,
		appVersion: version,
		definitionsVersion: definitions.version
	};
}
