import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, hasShared, importFile, shared } from './workspace.ts';

const sample = (path: string) => join(shared, 'samples', path);

interface Counted {
	spans: number;
	counted: number;
	input: number;
	output: number;
	cost: number;
}

/** What counts of the traces of Langfuse. */
async function counted(warehouse: Warehouse): Promise<Counted | undefined> {
	const [row] = await warehouse.query<Counted>(sql`
		select
			(select count(*) from spans where run_id like 'langfuse:%') as spans,
			count(*) filter (counted) as counted,
			sum(input_tokens) filter (counted) as input,
			sum(output_tokens) filter (counted) as output,
			sum(reported_cost_usd) filter (counted) as cost
		from usages where run_id like 'langfuse:%'`);
	return row;
}

describe.skipIf(!hasShared)('golden numbers of nine Langfuse downloads', () => {
	test.each([
		['microsoft-agent-2025-12-17', 4, 2, 293, 106, 0.00028525, 3],
		['vercel-aisdk-2025-11-17', 3, 1, 62, 85, 0.0009275, 2],
		['pydantic-ai-tools-2025-12-04', 12, 4, 1315, 209, 0.00032265, 0],
		['claude-agent-2025-12-22', 7, 4, 34, 232, 0.003582, 3],
		['openai-agents-2025-09-30', 5, 2, 140, 44, 0.000632, 2],
		['google-adk-2025-08-28', 5, 2, 67, 9, 0.0000103, 2],
		['langgraph-python-2025-08-22', 9, 2, 168, 66, 0.000234, 2],
		['crewai-2025-07-11', 6, 1, 190, 164, 0.0001269, 2],
		['autogen-2025-06-06', 2, 1, 41, 3, 0.000025, 0]
	])(
		'%s: %d spans, %d counted, %d in, %d out, $%d, %d scores',
		async (name, spans, calls, input, output, cost, scores) => {
			const warehouse = await emptyWorkspace();
			const receipt = await importFile(warehouse, sample(`langfuse/${name}.trace.json`));
			expect(receipt).toMatchObject({ format: 'langfuse', runs: 1, spans, scores, rejected: [] });
			expect(receipt.rows).toEqual({
				read: spans + scores,
				kept: spans + scores,
				duplicates: 0,
				rejected: 0
			});

			const found = await counted(warehouse);
			expect(found).toMatchObject({ spans, counted: calls, input, output });
			expect(found?.cost).toBeCloseTo(cost, 9);
			expect(await warehouse.query(sql`select input_tokens, output_tokens from runs`)).toEqual([
				{ input_tokens: input, output_tokens: output }
			]);
			const sources = await warehouse.query(sql`select distinct source from scores`);
			expect(sources).toEqual(scores > 0 ? [{ source: 'llm_judge' }] : []);
		}
	);

	test('microsoft-agent: the guess at the agent (44 + 180 tokens, $0.000371) is no usage', async () => {
		const warehouse = await emptyWorkspace();
		await importFile(warehouse, sample('langfuse/microsoft-agent-2025-12-17.trace.json'));
		const [agent] = await warehouse.query(sql`
			select kind, input_tokens, output_tokens, reported_cost_usd, flags from spans where kind = 'agent'`);
		expect(agent).toEqual({
			kind: 'agent',
			input_tokens: null,
			output_tokens: null,
			reported_cost_usd: null,
			flags: ['estimated']
		});
	});

	test('vercel-aisdk: the outer call says 62/85 as its attributes do, not 14/43, and counts once', async () => {
		const warehouse = await emptyWorkspace();
		await importFile(warehouse, sample('langfuse/vercel-aisdk-2025-11-17.trace.json'));
		const usages = await warehouse.query(sql`
			select s.name, u.input_tokens, u.output_tokens, u.counted, s.flags
			from usages as u join spans as s using (run_id, span_id) order by s.name`);
		expect(usages).toEqual([
			{
				name: 'ai.generateText',
				input_tokens: 62,
				output_tokens: 85,
				counted: false,
				flags: ['estimated']
			},
			{
				name: 'ai.generateText.doGenerate',
				input_tokens: 62,
				output_tokens: 85,
				counted: true,
				flags: []
			}
		]);
	});

	test('pydantic-ai: the agent attributes repeat their calls, 682 = 417 + 265 and 126 = 53 + 73', async () => {
		const warehouse = await emptyWorkspace();
		await importFile(warehouse, sample('langfuse/pydantic-ai-tools-2025-12-04.trace.json'));
		const uncounted = await warehouse.query(sql`
			select input_tokens, output_tokens from usages where not counted order by input_tokens`);
		expect(uncounted).toEqual([
			{ input_tokens: 131, output_tokens: 69 },
			{ input_tokens: 502, output_tokens: 14 },
			{ input_tokens: 417 + 265, output_tokens: 53 + 73 }
		]);
		// Latencies of this file are milliseconds, of the others seconds: times say 7.424 s.
		expect(await warehouse.query(sql`select duration_us, task from runs`)).toEqual([
			{ duration_us: 7_424_000, task: 'joke-generator' }
		]);
	});

	test('no text of prompts, no address of a person, is stored anywhere', async () => {
		const warehouse = await emptyWorkspace();
		for (const name of readdirSync(sample('langfuse'))) {
			await importFile(warehouse, sample(`langfuse/${name}`));
		}
		const kept = await warehouse.query<{ key: string; value: string }>(sql`
			select entry.key as key, entry.value as value from (
				select unnest(map_entries(attributes)) as entry from spans
				union all select unnest(map_entries(attributes)) from run_rows)`);
		expect(kept.length).toBeGreaterThan(100);
		const texts =
			/user@langfuse\.com|You are|what.s the weather|stormy|programmers|website|keen eye/i;
		expect(kept.filter(({ value }) => texts.test(value))).toEqual([]);
		const [autogen] = await warehouse.query<{ user_ref: string }>(sql`
			select user_ref from run_facts where name = 'autogen-chat-trace'`);
		expect(autogen?.user_ref).toMatch(/^[0-9a-f]{16}$/);
	});

	test('all nine beside the OTLP, OpenInference and Vercel samples: every row told, nothing twice', async () => {
		const warehouse = await emptyWorkspace();
		let files = 0;
		for (const folder of ['vercel-ai', 'langfuse', 'openinference', 'otel-genai', 'otlp']) {
			for (const name of readdirSync(sample(folder))) {
				const receipt = await importFile(warehouse, sample(`${folder}/${name}`));
				const { read, kept, duplicates, rejected } = receipt.rows;
				expect(read, name).toBe(kept + duplicates + rejected);
				expect(duplicates, name).toBe(0);
				files += 1;
			}
		}
		expect(files).toBe(5 + 9 + 2 + 3 + 4);
		const found = await counted(warehouse);
		expect(found).toMatchObject({
			spans: 4 + 3 + 12 + 7 + 5 + 5 + 9 + 6 + 2,
			counted: 2 + 1 + 4 + 4 + 2 + 2 + 2 + 1 + 1,
			input: 293 + 62 + 1315 + 34 + 140 + 67 + 168 + 190 + 41,
			output: 106 + 85 + 209 + 232 + 44 + 9 + 66 + 164 + 3
		});
		expect(
			await warehouse.query(sql`
				select split_part(run_id, ':', 1) as source, count(*) as runs, sum(input_tokens) as input
				from runs group by source order by source`)
		).toEqual([
			{ source: 'langfuse', runs: 9, input: found?.input },
			// What test/otlp-golden.test.ts counts in the other folders.
			{ source: 'otlp', runs: 17, input: 4 * 97 + 63 + 2 * (14 + 50 + 15) }
		]);
	});
});
