import type { CaseColumns } from '../../scenarios/task-facts.ts';
import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { inConfigurations, type TaskConfiguration } from '../verdicts/configurations.ts';
import { join, raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** The most cases of one task that a scenario looks at. */
const MOST_CASES = 20_000;

interface Row {
	confidence: number | null;
	is_right: number;
	high_stakes: number;
	reviewed: number;
	cost_usd: number | null;
	human_minutes: number | null;
	values: (string | null)[];
}

/**
 * Mature cases of a configuration with a known outcome, oldest first; one in 2, 4, 8 ... by the hash
 * of their key where there are too many. Null where there are none. Partly right counts as wrong.
 */
export async function caseColumns(
	reader: Reader,
	configuration: TaskConfiguration,
	attributes: readonly string[],
	filters: Filters,
	zone: string
): Promise<CaseColumns | null> {
	const chosen = sql`select * from cases
		where mature and agent_outcome <> 'unknown'
			and ${conditions(filters, 'cases', zone)} and ${inConfigurations([configuration])}`;
	const [size] = await reader.query<{ cases: number }>(
		sql`select count(*) as cases from (${chosen})`
	);
	const cases = size?.cases ?? 0;
	if (cases === 0) return null;
	const oneIn = 2 ** Math.max(0, Math.ceil(Math.log2(cases / MOST_CASES)));
	const values = attributes.map((name) => sql`map_extract_value(f.attributes, ${name})`);
	const rows = await reader.query<Row>(sql`
		select
			c.confidence,
			case when c.agent_outcome = 'success' then 1 else 0 end as is_right,
			case when coalesce(f.high_stakes, false) then 1 else 0 end as high_stakes,
			case when c.reviewed then 1 else 0 end as reviewed,
			c.cost_usd::double as cost_usd,
			c.human_minutes,
			${values.length > 0 ? sql`[${join(values, ', ')}]` : sql`[]::varchar[]`} as values
		from (${chosen}) as c
		left join run_facts as f on f.run_id = c.last_run_id
		where hash(c.case_key) % ${raw(String(oneIn))} = 0
		order by c.started_at nulls first, c.case_key`);
	return {
		oneIn,
		confidence: rows.map((row) => row.confidence),
		right: rows.map((row) => row.is_right),
		highStakes: rows.map((row) => row.high_stakes),
		reviewed: rows.map((row) => row.reviewed),
		costUsd: rows.map((row) => row.cost_usd),
		humanMinutes: rows.map((row) => row.human_minutes),
		attributes: Object.fromEntries(attributes.map((name, k) => [name, coded(rows, k)]))
	};
}

function coded(rows: readonly Row[], k: number): { values: string[]; codes: number[] } {
	const codeOf = new Map<string, number>();
	const codes = rows.map(({ values }) => {
		const value = values[k] ?? null;
		if (value === null) return -1;
		const code = codeOf.get(value) ?? codeOf.size;
		codeOf.set(value, code);
		return code;
	});
	return { values: [...codeOf.keys()], codes };
}
