import { describe, expect, test } from 'vitest';
import { runCost } from '#lib/server/queries/run-cost.ts';
import { runDetail, type RunFacts } from '#lib/server/queries/run-detail.ts';
import { MOST_SPANS, type UsageRow } from '#lib/server/queries/run-steps.ts';
import { railOf } from '../src/routes/runs/[runId]/rail.ts';
import { runSentence } from '../src/routes/runs/[runId]/run-sentence.ts';
import { emptyWorkspace, importText } from './workspace.ts';

const table = `run_id,task,agent,model,success,cost_usd,started_at,duration_s,failure_mode,confidence
b,refund,bot,m,0,0.25,2026-03-02T10:00:00Z,20,timeout,0.4
c,refund,bot,m,,,2026-03-03T10:00:00Z,,,
`;

describe('a run from a table', () => {
	test('has no steps, its own row as only usage, and the file that says how it ended', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		const detail = await runDetail(warehouse, 'table:b');
		expect(detail?.spans).toEqual([]);
		expect(detail?.outcomes).toEqual([
			expect.objectContaining({
				outcome: 'failure',
				source: 'file',
				holds: true,
				file_name: 'runs.csv'
			})
		]);
		expect(detail?.imports).toEqual([
			expect.objectContaining({ file_name: 'runs.csv', rows: 1, outcomes: 1, steps: 0 })
		]);
		// Nobody priced a run without tokens: the figure is the file's.
		expect(detail?.run).toMatchObject({
			cost_usd: 0.25,
			cost_basis: 'reported',
			priced_cost_usd: null,
			reported_cost_usd: 0.25
		});
		const cost = detail && runCost(detail);
		expect(cost?.lines).toEqual([
			expect.objectContaining({ part: 'reported', tokens: null, cost_usd: 0.25 })
		]);
		expect(detail && runSentence(detail.run)).toBe(
			'bot on m took 20 s and cost 0.25 USD. It failed: the file says so.'
		);
	});

	test('whose cost is not known says so; a run that is not there is null', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', table);
		const detail = await runDetail(warehouse, 'table:c');
		expect(detail?.run).toMatchObject({ cost_usd: null, cost_basis: null });
		expect(detail && runSentence(detail.run)).toBe('bot on m. Nobody has said how it ended.');
		expect(await runDetail(warehouse, 'table:nope')).toBeNull();
	});
});

type Values = Record<string, string | number>;
const at = (second: number) => `${1772359200 + second}000000000`;
const span = (id: number, parent: number, name: string, start: number, values: Values) => ({
	traceId: 'ab'.repeat(16),
	spanId: String(id).padStart(16, '0'),
	...(parent ? { parentSpanId: String(parent).padStart(16, '0') } : {}),
	name,
	startTimeUnixNano: at(start),
	endTimeUnixNano: at(start + 1),
	attributes: Object.entries(values).map(([key, value]) => ({
		key,
		value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value }
	}))
});
const trace = (spans: unknown[]) =>
	`${JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })}\n`;
const call = (input: number, output: number): Values => ({
	'gen_ai.operation.name': 'chat',
	'gen_ai.provider.name': 'openai',
	'gen_ai.request.model': 'gpt-4.1',
	'gen_ai.usage.input_tokens': input,
	'gen_ai.usage.output_tokens': output
});
const agent: Values = { 'gen_ai.operation.name': 'invoke_agent', 'breakeven.task': 'refund' };
const RUN = `otlp:${'ab'.repeat(16)}`;

const usage = (change: Partial<UsageRow>): UsageRow => ({
	...{ span_id: 's', cost_class: 'model', counted: true, provider: 'p', model: 'm' },
	...{ input_tokens: null, cache_read_tokens: null, cache_write_tokens: null },
	...{ cache_write_1h_tokens: null, output_tokens: null, reasoning_tokens: null },
	...{ priced_cost_usd: null, reported_cost_usd: null, rule: null, price_checked: null },
	...{ input_usd_per_mtok: 3, cache_read_usd_per_mtok: 0.3, cache_write_usd_per_mtok: 3.75 },
	...{ cache_write_1h_usd_per_mtok: 6, output_usd_per_mtok: 15, reasoning_usd_per_mtok: 15 },
	...{ usd_per_request: 0 },
	...change
});
const costOf = (usages: UsageRow[], cost_basis: string | null) =>
	runCost({ run: { cost_basis } as RunFacts, spans: [], usages });

describe('what a cost is made of', () => {
	test('long cache writes are a part of writes, reasoning a part of output, each at its price', () => {
		const priced = usage({
			input_tokens: 1000,
			cache_write_tokens: 400,
			cache_write_1h_tokens: 100,
			output_tokens: 50,
			reasoning_tokens: 20,
			priced_cost_usd: 0.005475
		});
		const { lines } = costOf([priced], 'priced');
		expect(lines.map(({ part, tokens, cost_usd }) => [part, tokens, cost_usd])).toEqual([
			['input', 1000, (1000 * 3) / 1e6],
			['cache writes', 300, (300 * 3.75) / 1e6],
			['cache writes, 1 h', 100, (100 * 6) / 1e6],
			['output', 30, (30 * 15) / 1e6],
			['reasoning', 20, (20 * 15) / 1e6]
		]);
		// 0.003 + 0.001125 + 0.0006 + 0.00045 + 0.0003
		expect(lines.reduce((sum, line) => sum + (line.cost_usd ?? 0), 0)).toBeCloseTo(0.005475, 9);
	});

	test('a tool without tokens costs what it reports; a judge is no part of the cost', () => {
		const cost = costOf(
			[
				usage({ span_id: 'a', input_tokens: 1000, priced_cost_usd: 0.003 }),
				usage({ span_id: 'b', cost_class: 'tools', model: null, reported_cost_usd: 0.01 }),
				usage({
					span_id: 'c',
					cost_class: 'evaluation',
					input_tokens: 500,
					priced_cost_usd: 0.0015
				})
			],
			'priced'
		);
		expect(
			cost.lines.map(({ cost_class, part, cost_usd }) => [cost_class, part, cost_usd])
		).toEqual([
			['model', 'input', 0.003],
			['tools', 'reported', 0.01]
		]);
		expect(cost.evaluation.map(({ part, cost_usd }) => [part, cost_usd])).toEqual([
			['input', 0.0015]
		]);
		expect(cost.tokens).toBe(1000);
	});

	test('without a price for a class its tokens are named and its cost is unknown, not zero', () => {
		const { lines, usages } = costOf(
			[usage({ input_tokens: 1000, output_tokens: 10, output_usd_per_mtok: null })],
			null
		);
		expect(lines.map(({ part, cost_usd }) => [part, cost_usd])).toEqual([
			['input', 0.003],
			['output', null]
		]);
		expect(usages[0]?.cost_usd).toBeNull();
	});

	test('where the export’s figure counts, classes have no cost of their own', () => {
		const { lines } = costOf(
			[
				usage({
					input_tokens: 1000,
					output_tokens: 10,
					priced_cost_usd: 0.9,
					reported_cost_usd: 0.02
				})
			],
			'reported'
		);
		expect(lines.map(({ part, tokens, cost_usd }) => [part, tokens, cost_usd])).toEqual([
			['reported', 1010, 0.02]
		]);
	});

	test('of two layers that saw one call, the one left out was seen twice', () => {
		const { usages } = costOf(
			[
				usage({ span_id: 'a', input_tokens: 10, priced_cost_usd: 0.00003 }),
				usage({ span_id: 'b', input_tokens: 10, priced_cost_usd: 0.00003, counted: false })
			],
			'priced'
		);
		expect(usages.map(({ uncounted }) => uncounted)).toEqual([null, 'twice']);
	});
});

describe('a run from a trace', () => {
	const spans = [
		span(1, 0, 'agent', 0, {
			...agent,
			'gen_ai.usage.input_tokens': 3000,
			'gen_ai.usage.output_tokens': 150
		}),
		span(2, 1, 'first', 1, call(1000, 100)),
		span(3, 1, 'second', 3, call(2000, 50))
	];

	test('what the cost is made of adds up to it, and a total above its parts does not count', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'trace.jsonl', trace(spans));
		const detail = await runDetail(warehouse, RUN);
		const cost = detail && runCost(detail);
		// 3,000 input at 2 USD and 150 output at 8 USD a million: 0.006 + 0.0012.
		expect(detail?.run.cost_usd).toBeCloseTo(0.0072, 9);
		expect(
			cost?.lines.map(({ part, usages, tokens, usd_per_mtok }) => [
				part,
				usages,
				tokens,
				usd_per_mtok
			])
		).toEqual([
			['input', 2, 3000, 2],
			['output', 2, 150, 8]
		]);
		const sum = cost?.lines.reduce((total, line) => total + (line.cost_usd ?? 0), 0);
		expect(sum).toBeCloseTo(detail?.run.cost_usd ?? 0, 9);
		expect(cost).toMatchObject({ counted: 2, llm_calls: 2, tokens: 3150 });
		expect(cost?.usages.map(({ span_id, uncounted }) => [Number(span_id), uncounted])).toEqual([
			[1, 'below'],
			[2, null],
			[3, null]
		]);
		expect(cost?.usages[1]?.rule).toContain('gpt-4.1');
	});

	test('steps stand on the clock of the run', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'trace.jsonl', trace(spans));
		const detail = await runDetail(warehouse, RUN);
		expect(detail?.spans.map((one) => [one.name, one.start_us, one.duration_us])).toEqual([
			['agent', 0, 1_000_000],
			['first', 1_000_000, 1_000_000],
			['second', 3_000_000, 1_000_000]
		]);
	});

	test('the system of record outranks the agent, a reviewer decides about the agent, each with its file', async () => {
		const warehouse = await emptyWorkspace();
		const said = { ...agent, 'breakeven.outcome': 'failure', 'breakeven.outcome.source': 'code' };
		await importText(warehouse, 'trace.jsonl', trace([span(1, 0, 'agent', 0, said)]));
		await importText(
			warehouse,
			'books.csv',
			`trace_id,outcome,outcome_at\n${'ab'.repeat(16)},success,2026-03-05\n`
		);
		const before = await runDetail(warehouse, RUN);
		expect(before?.run).toMatchObject({ agent_outcome: 'success', outcome_source: 'system' });
		expect(
			before?.outcomes.map(({ source, outcome, holds, file_name }) => [
				source,
				outcome,
				holds,
				file_name
			])
		).toEqual([
			['code', 'failure', false, 'trace.jsonl'],
			['system', 'success', true, 'books.csv']
		]);

		await importText(
			warehouse,
			'reviews.csv',
			`trace_id,review_decision,review_minutes,review_requested_at,review_decided_at\n${'ab'.repeat(16)},modified,6,2026-03-01T11:00:00Z,2026-03-01T11:30:00Z\n`
		);
		const after = await runDetail(warehouse, RUN);
		expect(after?.run).toMatchObject({ agent_outcome: 'failure', delivered_outcome: 'success' });
		const rail = after
			? railOf({ ...after, outcomes: after.outcomes.map((one) => ({ ...one, rule: null })) })
			: [];
		expect(rail.map(({ title, holds }) => [title, holds])).toEqual([
			['Started', false],
			['Ended without an error', false],
			['failure, says a check in code', false],
			['Review asked for', false],
			['Review: modified', true],
			['success, says the system of record', true]
		]);
		expect(rail[4]?.note).toBe('6 minutes of work, 30 min after it was asked for');
		expect(after?.imports.map(({ file_name }) => file_name)).toEqual([
			'trace.jsonl',
			'books.csv',
			'reviews.csv'
		]);
	});

	test('scores of an outcomes file stand beside those of the trace', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'trace.jsonl', trace([span(1, 0, 'agent', 0, agent)]));
		await importText(
			warehouse,
			'outcomes.csv',
			`trace_id,outcome,score.helpful,score.tone\n${'ab'.repeat(16)},success,0.75,polite\n`
		);
		const detail = await runDetail(warehouse, RUN);
		expect(
			detail?.scores
				.map(({ name, value_num, value_label }) => [name, value_num, value_label])
				.sort()
		).toEqual([
			['helpful', 0.75, null],
			['tone', null, 'polite']
		]);
	});

	test('more steps than are shown are counted', async () => {
		const warehouse = await emptyWorkspace();
		const many = Array.from({ length: MOST_SPANS }, (_, i) => span(i + 2, 1, 'step', 1, {}));
		await importText(warehouse, 'trace.jsonl', trace([span(1, 0, 'agent', 0, agent), ...many]));
		const detail = await runDetail(warehouse, RUN);
		expect(detail?.spans).toHaveLength(MOST_SPANS);
		expect(detail?.run.spans).toBe(MOST_SPANS + 1);
		expect(detail?.spans[0]?.name).toBe('agent');
	});
});
