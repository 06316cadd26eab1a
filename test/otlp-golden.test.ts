import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { raw, sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, hasShared, importFile, importText, shared } from './workspace.ts';

const sample = (path: string) => join(shared, 'samples', path);

interface Counted {
	runs: number;
	spans: number;
	counted: number;
	input: number | null;
	output: number | null;
}

/** What counts in the whole workspace. */
async function counted(warehouse: Warehouse, only = 'true'): Promise<Counted | undefined> {
	const [row] = await warehouse.query<Counted>(sql`
		select
			(select count(*) from runs) as runs,
			(select count(*) from spans) as spans,
			count(*) filter (counted) as counted,
			sum(input_tokens) filter (counted) as input,
			sum(output_tokens) filter (counted) as output
		from usages where ${raw(only)}`);
	return row;
}

describe.skipIf(!hasShared)('golden numbers of the public samples', () => {
	test('otlp/trace.json: 1 run, 1 orphan span of 1,000,000 us, ids in lower case', async () => {
		const warehouse = await emptyWorkspace();
		const receipt = await importFile(warehouse, sample('otlp/trace.json'));
		expect(receipt.rows).toEqual({ read: 1, kept: 1, duplicates: 0, rejected: 0 });
		const spans = await warehouse.query(sql`
			select s.run_id, s.span_id, date_diff('microsecond', s.started_at, s.ended_at) as us, r.flags
			from spans as s join runs as r using (run_id)`);
		expect(spans).toEqual([
			{
				run_id: 'otlp:5b8efff798038103d269b633813fc60c',
				span_id: 'eee19b7ec3c1b174',
				us: 1_000_000,
				flags: ['orphan']
			}
		]);
	});

	test('otlp/file-exporter-two-lines: 4 spans without ids are 4 runs, 2 with status error', async () => {
		const warehouse = await emptyWorkspace();
		const receipt = await importFile(warehouse, sample('otlp/file-exporter-two-lines.jsonl'));
		expect(receipt.rows).toEqual({ read: 4, kept: 4, duplicates: 0, rejected: 0 });
		const runs = await warehouse.query<{ status: string; flags: string[] }>(
			sql`select status, flags from runs order by status`
		);
		expect(runs.map((run) => run.status)).toEqual(['error', 'error', 'ok', 'ok']);
		expect(runs.every((run) => run.flags.includes('no_ids'))).toBe(true);
	});

	test.each([
		['otel-genai/otel_genai_client_span_tool_calls.json', 97, 52],
		['openinference/openinference_client_span_tool_calls.json', 97, 52],
		['openinference/openinference_client_span_input_output_only.json', 97, 52],
		['vercel-ai/ai-generateObject-doGenerate.json', 63, 156],
		['vercel-ai/ai-streamText-doStream.json', 15, 112],
		['vercel-ai/ai-streamText.json', 15, 112]
	])('%s: %d input and %d output tokens, counted once', async (path, input, output) => {
		const warehouse = await emptyWorkspace();
		await importFile(warehouse, sample(path));
		expect(await counted(warehouse)).toMatchObject({
			runs: 1,
			spans: 1,
			counted: 1,
			input,
			output
		});
	});

	test('vercel-ai generateText: 14/20 and 50/9 in two runs, alone or as outer spans', async () => {
		for (const name of ['ai-generateText-doGenerate.json', 'ai-generateText.json']) {
			const warehouse = await emptyWorkspace();
			await importFile(warehouse, sample(`vercel-ai/${name}`));
			const runs = await warehouse.query(
				sql`select input_tokens as input, output_tokens as output from runs order by input`
			);
			expect(runs).toEqual([
				{ input: 14, output: 20 },
				{ input: 50, output: 9 }
			]);
		}
	});

	test('vercel-ai: an outer span and its doGenerate in one trace count once', async () => {
		const read = (name: string) =>
			JSON.parse(readFileSync(sample(`vercel-ai/${name}`), 'utf8')) as Record<string, unknown>[];
		const [outer] = read('ai-generateText.json');
		const [inner] = read('ai-generateText-doGenerate.json');
		const trace = outer?.spanContext as { traceId: string; spanId: string } | undefined;
		const nested = {
			...inner,
			spanContext: { ...(inner?.spanContext as object), traceId: trace?.traceId },
			parentSpanId: trace?.spanId
		};
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'both.json', JSON.stringify([outer, nested]));
		expect(await counted(warehouse)).toMatchObject({
			runs: 1,
			spans: 2,
			counted: 1,
			input: 14,
			output: 20
		});
	});

	test('the tool span of otel-genai is a call of get_weather without usage', async () => {
		const warehouse = await emptyWorkspace();
		await importFile(warehouse, sample('otel-genai/otel_genai_tool_execution_span.json'));
		expect(await warehouse.query(sql`select tool_name, calls, errors from run_tools`)).toEqual([
			{ tool_name: 'get_weather', calls: 1, errors: 0 }
		]);
		expect(await counted(warehouse)).toMatchObject({ counted: 0 });
	});

	test('all samples loaded together: every row kept, nothing counted twice', async () => {
		const warehouse = await emptyWorkspace();
		for (const folder of ['otlp', 'otel-genai', 'openinference', 'vercel-ai']) {
			for (const name of readdirSync(sample(folder))) {
				const receipt = await importFile(warehouse, sample(`${folder}/${name}`));
				const { read, kept, duplicates, rejected } = receipt.rows;
				expect(read, name).toBe(kept + duplicates + rejected);
			}
		}
		expect(await counted(warehouse)).toMatchObject({ runs: 17, spans: 17, counted: 11 });
	});
});
