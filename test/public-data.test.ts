import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noDefinitions, type Condition, type Definitions } from '#lib/definitions/definitions.ts';
import { noFilters } from '#lib/filters.ts';
import { saveDefinitions } from '#lib/server/definitions/store.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, hasShared, importFile, shared } from './workspace.ts';

const sample = (path: string) => join(shared, 'samples', path);
const data = (path: string) => join(shared, 'data', path);

const ask = (warehouse: Warehouse, names: string[], filters = noFilters()) =>
	metricRows(warehouse, { names, by: [], filters, zone: 'UTC' });

describe.skipIf(!hasShared)('exports of many tools in one workspace', () => {
	test('nine Langfuse downloads, OTLP, OpenInference and the AI SDK: every row accounted for', async () => {
		const warehouse = await emptyWorkspace();
		for (const folder of ['langfuse', 'otlp', 'openinference', 'vercel-ai']) {
			for (const name of readdirSync(sample(folder))) {
				const { rows } = await importFile(warehouse, sample(`${folder}/${name}`));
				expect(rows.read, name).toBe(rows.kept + rows.duplicates + rows.rejected);
				expect(rows.read, name).toBeGreaterThan(0);
			}
		}
		const bySource = await warehouse.query(sql`
			select split_part(run_id, ':', 1) as source, count(*) filter (counted) as calls,
				sum(input_tokens) filter (counted) as input, sum(output_tokens) filter (counted) as output,
				sum(reported_cost_usd) filter (counted)::double as cost
			from usages group by source order by source`);
		expect(bySource).toEqual([
			{
				source: 'langfuse',
				// 2 + 1 + 4 + 4 + 2 + 2 + 2 + 1 + 1
				calls: 19,
				input: 293 + 62 + 1315 + 34 + 140 + 67 + 168 + 190 + 41,
				output: 106 + 85 + 209 + 232 + 44 + 9 + 66 + 164 + 3,
				cost: expect.closeTo(
					0.00028525 +
						0.0009275 +
						0.00032265 +
						0.003582 +
						0.000632 +
						0.0000103 +
						0.000234 +
						0.0001269 +
						0.000025,
					9
				)
			},
			{
				source: 'otlp',
				// Outer and inner spans of the AI SDK lie in files of their own, so each counts.
				calls: 2 + 1 + 2 + 2 + 1 + 1,
				input: 97 + 97 + 63 + 2 * (14 + 50) + 2 * 15,
				output: 52 + 52 + 156 + 2 * (20 + 9) + 2 * 112,
				cost: null
			}
		]);

		const is = (field: string, op: Condition['op'], value = ''): Condition => ({
			field,
			op,
			value
		});
		const category = 'attribute:ai.telemetry.metadata.testCategory';
		const tasks: Definitions['tasks'] = [
			{ when: [is(category, 'exists')], then: { kind: 'field', field: category } },
			{
				when: [is('attribute:tags', 'contains', '"demo"')],
				then: { kind: 'name', task: 'demo chat' }
			},
			{ when: [is('name', 'starts', 'invoke_agent')], then: { kind: 'name', task: 'assistant' } },
			{ when: [is('name', 'matches', '^operation[AB]$')], then: { kind: 'ignore' } },
			{ when: [is('tool', 'is', 'get_weather')], then: { kind: 'name', task: 'weather' } }
		];
		await saveDefinitions(warehouse, { ...noDefinitions, tasks }, null);
		const named = await warehouse.query<{ task: string; runs: number }>(
			sql`select task, count(*) as runs from runs group by task order by task`
		);
		expect(Object.fromEntries(named.map(({ task, runs }) => [task, runs]))).toMatchObject({
			'text-generation': 2,
			'multi-turn-conversation': 2,
			streaming: 2,
			'structured-output': 1,
			'demo chat': 1,
			assistant: 1
		});
		// 9 of Langfuse, 1 + 4 OTLP of which the four operations are left out, 2 + 7 more.
		expect(named.reduce((sum, { runs }) => sum + runs, 0)).toBe(9 + 1 + 2 + 7);
	});

	test('tau-bench: success by reward, four trials of each of fifty cases', async () => {
		const warehouse = await emptyWorkspace();
		const map = {
			columns: { reward: 'outcome' },
			constants: { task: 'airline', agent: 'gpt-4o' }
		};
		const receipt = await importFile(warehouse, data('tau-bench/gpt-4o-airline.json.gz'), { map });
		expect(receipt).toMatchObject({
			format: 'attempts',
			rows: { read: 200, kept: 200, duplicates: 0, rejected: 0 }
		});
		// The agent says nothing of how it did: reward alone tells, and is confirmed.
		const names = ['runs', 'successes', 'claimed_runs', 'confirmed_rate', 'pass_hat_4'];
		const [row] = await ask(warehouse, names);
		expect(row).toMatchObject({ runs: 200, successes: 84, claimed_runs: 0, confirmed_rate: 0.42 });
		// pass^4, as the README of tau-bench prints it.
		expect(row?.pass_hat_4).toBeCloseTo(0.2, 4);
	});

	test("gdpval-realworks: what was made beside the model's own check of it", async () => {
		const warehouse = await emptyWorkspace();
		const map = { columns: { review_passed: 'score.review_passed' } };
		await importFile(warehouse, data('gdpval-realworks/attempts.csv.gz'), { map });
		const by = { kind: 'score', name: 'review_passed', direction: 'higher', threshold: 1 } as const;
		await saveDefinitions(
			warehouse,
			{ ...noDefinitions, success: [{ task: '*', by, as: 'agent' }] },
			null
		);
		const names = ['confirmed_runs', 'confirmed_successes', 'claimed_runs', 'claimed_successes'];
		const of = (experiment: string) =>
			ask(warehouse, names, { ...noFilters(), attributes: { experiment } });
		// SOURCES.md: a deliverable in 211 of 220, of which the model itself passes 167.
		expect(await of('exp003_GPT52Chat_baseline_runner_exec')).toEqual([
			{ confirmed_runs: 220, confirmed_successes: 211, claimed_runs: 211, claimed_successes: 167 }
		]);
		expect(await of('exp006_GPT52Chat_token16k_lite_elicit')).toEqual([
			{ confirmed_runs: 220, confirmed_successes: 203, claimed_runs: 203, claimed_successes: 158 }
		]);
		// The first experiment checked nothing itself.
		expect(await of('exp002')).toMatchObject([{ confirmed_successes: 216, claimed_runs: 0 }]);
	});
});
