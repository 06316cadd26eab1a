import { raw, sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';

/** Spans of a run: an agent with usage of its own, three model calls, two tools and a retrieval. */
const SPANS_PER_RUN = 7;

const AT = (run: string, second: string) =>
	`timestamp '2026-06-01' + to_microseconds((${run} * 7776000000000 // 1000000) % 7776000000000 + ${second} * 1000000)`;

/** The h-th draw of a run from 0 to 1: the same run, the same draw. */
const draw = (run: string, h: number) => `(hash(${run} * 31 + ${h}) % 1000000) / 1000000.0`;

/**
 * A workspace of so many runs as if imported from traces: eight tasks, four models, 90 days, 7 spans a
 * run. Made by statements, because a million runs of text would be 13 GB.
 */
export async function fill(warehouse: Warehouse, runs: number): Promise<void> {
	await warehouse.change(async (change) => {
		await change.run(sql`insert into imports values (nextval('import_ids'), 'generated', 0, 'generated',
			'otlp', 'otlp', '{}', now()::timestamp, null, '{}')`);
		const task = (run: string) =>
			`list_value('ticket-classification','intent-routing','order-lookup','faq-retrieval','invoice-extraction','refund-decision','code-migration','contract-review')[1 + (hash(${run} * 31 + 1) % 8)::int]`;
		const model = (run: string, k: string) =>
			`list_value('gpt-5-mini','claude-sonnet-4-5','gpt-4.1-mini','gemini-2.5-flash')[1 + (hash(${run} * 31 + ${k}) % 4)::int]`;
		await change.run(
			sql`${raw(`insert into spans
			select
				1 as import_id,
				'otlp:' || printf('%032x', r) as run_id,
				printf('%016x', r * 8 + k) as span_id,
				case when k > 0 then printf('%016x', r * 8) end as parent_span_id,
				case when k = 0 then 'agent' when k <= 3 then 'llm' when k <= 5 then 'tool' else 'retrieval' end as kind,
				null, case when k = 0 then 'invoke_agent' when k <= 3 then 'chat' when k <= 5 then 'execute_tool' else 'search' end,
				case when k between 1 and 3 then ${model('r', 'k')} end, null,
				case when k between 1 and 3 then list_value('openai','anthropic','openai','google')[1 + (hash(r * 31 + k) % 4)::int] end,
				'support', case when k between 4 and 5 then 'tool-' || (hash(r + k) % 12) end, null,
				case when k = 0 then 3000 when k <= 3 then 500 + hash(r * 17 + k) % 1500 end, null, null, null,
				case when k = 0 then 900 when k <= 3 then 100 + hash(r * 13 + k) % 400 end, null, null, null,
				case when k <= 3 then 'inclusive' end, null, false,
				${AT('r', 'k')}, ${AT('r', 'k + 1')}, null,
				case when hash(r * 7 + k) % 50 = 0 then 'error' else 'ok' end,
				case when hash(r * 7 + k) % 50 = 0 then 'timeout' end, null, null, null, [], map {}
			from range(${runs}) as runs(r), range(${SPANS_PER_RUN}) as steps(k)`)}`
		);
		await change.run(
			sql`${raw(`insert into run_rows
			select
				1, 'otlp:' || printf('%032x', r), printf('%032x', r), printf('%016x', r * 8), 'invoke_agent', ${task('r')},
				null, null, 'support', '4.' || (r % 3), null, null, 'production', 'production', null, null, null,
				${AT('r', '0')}, ${AT('r', '7')} + to_microseconds((hash(r) % 30000000)::bigint), null,
				case when hash(r * 3) % 40 = 0 then 'error' else 'ok' end, case when hash(r * 3) % 40 = 0 then 'timeout' end,
				hash(r * 3) % 40 = 0, 0.3 + 0.7 * ${draw('r', 5)}, null, null, null, null, null, null,
				null, null, null, null, null, null, null, null, null, [], map {'channel': 'c' || (r % 5)}
			from range(${runs}) as runs(r)`)}`
		);
		await change.run(
			sql`${raw(`insert into outcomes
			select 1, 'otlp:' || printf('%032x', r), case when ${draw('r', 9)} < 0.85 then 'success' else 'failure' end,
				'code', ${AT('r', '8')}
			from range(${runs}) as runs(r) where hash(r * 5) % 10 > 0`)}`
		);
		await change.reduce({ importId: 1 });
	});
}

/** What every ratio is a ratio to: cost by day and model over all spans, asked of the spans themselves. */
export const anchor = (warehouse: Warehouse) =>
	warehouse.query(sql`
		select date_trunc('day', started_at) as day, model,
			sum(input_tokens * 0.000001 + output_tokens * 0.000004) as cost, count(*) as calls
		from spans where kind = 'llm' group by 1, 2 order by 1, 2`);
