import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Parsed } from '#lib/formats/format.ts';
import { headOf } from '#lib/formats/head.ts';
import { otlp } from '#lib/formats/otlp.ts';
import { parsedRecords } from './otlp-paths.ts';
import { request, text } from './otlp-random.ts';

const fixture = (name: string): string =>
	readFileSync(join(import.meta.dirname, 'fixtures/otlp', name), 'utf8');

type Of<T extends Parsed['type']> = Extract<Parsed, { type: T; record: unknown }>['record'];

const only = <T extends Exclude<Parsed['type'], 'warning'>>(records: Parsed[], type: T): Of<T>[] =>
	records.flatMap((one) =>
		one.type === type ? [(one as unknown as { record: Of<T> }).record] : []
	);

const span = (more: Record<string, unknown> = {}) => ({
	traceId: '0af7651916cd43dd8448eb211c80319c',
	spanId: 'b7ad6b7169203331',
	name: 'chat',
	startTimeUnixNano: '1767225600000000000',
	endTimeUnixNano: '1767225601000000000',
	...more
});
const lineOf = (...spans: Record<string, unknown>[]): string => JSON.stringify(request(spans));
const first = async (more: Record<string, unknown>) =>
	only(await parsedRecords(lineOf(span(more))), 'span')[0];

describe('an observation of the Langfuse SDK over OpenTelemetry', () => {
	const said = (more: Record<string, string>) =>
		parsedRecords(
			lineOf(
				span({
					attributes: Object.entries({ 'langfuse.observation.type': 'generation', ...more }).map(
						([key, stringValue]) => ({ key: key, value: { stringValue } })
					)
				})
			)
		);

	it('costs by class are summed where they come without a total', async () => {
		const of = async (details: string) =>
			only(await said({ 'langfuse.observation.cost_details': details }), 'span')[0]
				?.reportedCostUsd;
		expect(await of('{"input":0.25,"output":0.5}')).toBe(0.25 + 0.5);
		expect(await of('{"input":0.25,"output":0.5,"total":0.8}')).toBe(0.8);
		expect(await of('{}')).toBeNull();
	});

	it('its level says that it failed where the status of the span does not', async () => {
		const level = { 'langfuse.observation.level': 'ERROR' };
		const records = await said({ ...level, 'langfuse.observation.status_message': 'rate limit' });
		const failed = { status: 'error', errorType: 'rate limit' };
		expect(only(records, 'span')).toMatchObject([{ ...failed, errorMessage: 'rate limit' }]);
		expect(only(records, 'run')).toMatchObject([{ ...failed, visibleFailure: true }]);
		expect(only(await said({ 'langfuse.observation.level': 'WARNING' }), 'span')).toMatchObject([
			{ status: 'ok' }
		]);
	});

	it('the first token came 250 ms after the start', async () => {
		const at = { 'langfuse.observation.completion_start_time': '"2026-01-01T00:00:00.250Z"' };
		expect(only(await said(at), 'span')).toMatchObject([{ ttftUs: 250_000 }]);
	});

	it('an item of an experiment is a case, and no production', async () => {
		const item = { 'langfuse.experiment.id': 'exp-1', 'langfuse.experiment.item.id': 'item-7' };
		const expected = { 'langfuse.experiment.item.expected_output': 'secret answer' };
		const records = await said({ ...item, ...expected });
		expect(only(records, 'run')).toMatchObject([{ caseId: 'item-7', purpose: 'evaluation' }]);
		expect(JSON.stringify(records)).not.toContain('secret answer');
	});
});

describe('an agent run in OpenTelemetry GenAI conventions', async () => {
	const records = await parsedRecords(fixture('genai-agent.jsonl'));

	it('1200 input tokens of which 1000 were cached: 200 are input, 1000 cache reads', () => {
		const chat = only(records, 'span').find((one) => one.op === 'chat');
		expect(chat).toMatchObject({
			kind: 'llm',
			model: 'gpt-5-2025-08-07',
			modelRequested: 'gpt-5',
			inputTokens: 1200 - 1000,
			cacheReadTokens: 1000,
			outputTokens: 150,
			reasoningTokens: 64,
			tokenBasis: 'inclusive',
			ttftUs: 0.25 * 1e6,
			startedAtUs: Date.UTC(2026, 0, 1) * 1000 + 100_000
		});
	});

	it('a tool error is the span’s error, and the run’s status stays that of its root', () => {
		const tool = only(records, 'span').find((one) => one.kind === 'tool');
		expect(tool).toMatchObject({
			status: 'error',
			errorType: 'timeout',
			errorMessage: 'upstream timed out',
			toolName: 'orders.find'
		});
		expect(only(records, 'run')).toMatchObject([{ status: 'ok', visibleFailure: false }]);
	});

	it('Redis is session state; prompts, queries, host names and arguments are not stored', () => {
		const redis = only(records, 'span').find((one) => one.storeSystem === 'redis');
		expect(redis).toMatchObject({ kind: 'memory', stateLayer: 'session', attributes: {} });
		const stored = JSON.stringify(records);
		for (const secret of ['Where is my order', 'GET session:7', 'build-7', '{\\"id\\":7}']) {
			expect(stored).not.toContain(secret);
		}
	});

	it('facts of the run come from its root span and its resource', () => {
		expect(only(records, 'run')).toMatchObject([
			{
				rootSpanId: 'b7ad6b7169203331',
				task: 'refund-request',
				caseId: 'order-7',
				attempt: 2,
				agent: 'support',
				agentVersion: '2.3.0',
				environment: 'production',
				conversationId: 'conv-9',
				userRef: 'ada@example.com',
				confidence: 0.62,
				highStakes: true,
				durationUs: 302 * 1e6,
				attributes: { 'customer.tier': 'gold', 'cloud.region': 'eu-west-1' }
			}
		]);
	});

	it('an evaluation named task_outcome wins over breakeven.outcome', () => {
		expect(only(records, 'outcome').map(({ outcome }) => outcome)).toEqual(['success']);
		const scores = only(records, 'score').map(({ name, valueNum, valueLabel }) => ({
			name,
			valueNum,
			valueLabel
		}));
		expect(scores).toEqual([
			{ name: 'task_outcome', valueNum: null, valueLabel: 'pass' },
			{ name: 'politeness', valueNum: 0.8, valueLabel: null }
		]);
	});

	it('a person changed the result after 4.5 minutes of work and 300 s of waiting and working', () => {
		const [review] = only(records, 'review');
		expect(review).toMatchObject({ requested: true, decision: 'modified', minutes: 4.5 });
		expect((review?.decidedAtUs ?? 0) - (review?.requestedAtUs ?? 0)).toBe(300 * 1e6);
	});

	it('decisions are structure: tools offered, the one asked for, a guardrail, the root’s own choice', () => {
		const decisions = only(records, 'decision').map(({ offered, chosen, stage, stakes }) => ({
			offered,
			chosen,
			stage,
			stakes
		}));
		expect(decisions).toEqual([
			{
				offered: ['orders.find', 'refunds.issue'],
				chosen: 'orders.find',
				stage: 'tool_choice',
				stakes: null
			},
			{ offered: ['pass', 'block'], chosen: 'pass', stage: 'guardrail', stakes: null },
			{ offered: ['refund', 'reject'], chosen: 'refund', stage: null, stakes: 'high' }
		]);
	});

	it('text of prompts is stored when asked for, headers and host names never', async () => {
		const stored = JSON.stringify(await parsedRecords(fixture('genai-agent.jsonl'), true));
		expect(stored).toContain('Where is my order');
		expect(stored).not.toContain('build-7');
		const [run] = only(await parsedRecords(fixture('genai-agent.jsonl'), true), 'run');
		expect(JSON.stringify(run)).not.toContain('Where is my order');
	});
});

describe('OpenInference in a pretty-printed document', async () => {
	const records = await parsedRecords(fixture('openinference.json'));

	it('400 prompt tokens with a total of 480 = 400 + 80: the 300 cached ones are inside', () => {
		const llm = only(records, 'span').find((one) => one.name === 'ChatAnthropic');
		expect(llm).toMatchObject({
			kind: 'llm',
			inputTokens: 400 - 300,
			cacheReadTokens: 300,
			outputTokens: 80,
			reportedCostUsd: 0.0012 + 0.0008
		});
	});

	it('a carrier span’s annotations are scores of the span or the run that its link names', () => {
		const scores = only(records, 'score').map(({ runId, spanId, name, valueNum, source }) => ({
			runId,
			spanId,
			name,
			valueNum,
			source
		}));
		const runId = '5b8aa5a2d2c872e8321cf37308d69df2';
		expect(scores).toEqual([
			{ runId, spanId: null, name: 'correctness', valueNum: 1, source: 'human' },
			{ runId, spanId: '0000000000000012', name: 'faithful', valueNum: 0.4, source: 'llm_judge' }
		]);
		expect(only(records, 'run').map((run) => run.runId)).toEqual([runId]);
	});

	it('a decision model’s best answer, 0.93 of {0.93, 0.6}, is the span’s and the run’s confidence', () => {
		const decision = only(records, 'decision').find((one) => one.stage === 'decision_model');
		expect(decision).toMatchObject({
			chosen: 'true',
			offered: ['true', 'false'],
			confidence: 0.93
		});
		expect(only(records, 'run')[0]?.confidence).toBe(0.93);
	});

	it('tools flattened with an index are offered by name', () => {
		const decision = only(records, 'decision').find((one) => one.stage === 'tool_choice');
		expect(decision).toMatchObject({ offered: ['search', 'escalate'], chosen: 'search' });
	});
});

describe('the JS SDK’s span dump of the Vercel AI SDK', async () => {
	const records = await parsedRecords(fixture('vercel-readable-spans.json'));

	it('the outer call is a workflow, its doGenerate child the model call, in [seconds, nanos]', () => {
		expect(only(records, 'span').map(({ kind, parentSpanId }) => ({ kind, parentSpanId }))).toEqual(
			[
				{ kind: 'workflow', parentSpanId: null },
				{ kind: 'llm', parentSpanId: 'aaaaaaaaaaaaaaa1' },
				{ kind: 'tool', parentSpanId: 'aaaaaaaaaaaaaaa1' }
			]
		);
		expect(only(records, 'run')[0]).toMatchObject({
			task: 'draft-reply',
			durationUs: 2_500_000,
			startedAtUs: 1_767_225_600_000_000
		});
	});

	it('62 input tokens beside 500 cache writes cannot contain them', () => {
		expect(only(records, 'span')[1]).toMatchObject({
			inputTokens: 62,
			cacheReadTokens: 40,
			cacheWriteTokens: 500,
			tokenBasis: 'exclusive',
			ttftUs: 120_400
		});
	});
});

describe('ids, times and codes in every dress', () => {
	it('base64, bytes, UUID and upper case give the same lower-case hexadecimal ids', async () => {
		const dresses = [
			{ traceId: 'CvdlGRbNQ92ESOshHIAxnA==', spanId: 't61rcWkgMzE=' },
			{ traceId: '0AF76519-16CD-43DD-8448-EB211C80319C', spanId: 'B7AD6B7169203331' },
			{
				traceId: {
					type: 'Buffer',
					data: [10, 247, 101, 25, 22, 205, 67, 221, 132, 72, 235, 33, 28, 128, 49, 156]
				},
				spanId: [183, 173, 107, 113, 105, 32, 51, 49]
			}
		];
		for (const ids of dresses) {
			expect(await first(ids)).toMatchObject({
				runId: '0af7651916cd43dd8448eb211c80319c',
				spanId: 'b7ad6b7169203331'
			});
		}
	});

	it('snake_case names and enum names are read', async () => {
		const line = JSON.stringify({
			resource_spans: [
				{
					scope_spans: [
						{
							spans: [
								{
									trace_id: span().traceId,
									span_id: span().spanId,
									start_time_unix_nano: 1767225600000000000,
									end_time_unix_nano: '1767225601000000000',
									status: { code: 'STATUS_CODE_ERROR', message: 'boom' }
								}
							]
						}
					]
				}
			]
		});
		expect(only(await parsedRecords(line), 'span')).toMatchObject([
			{ startedAtUs: 1_767_225_600_000_000, status: 'error', errorType: 'boom' }
		]);
	});

	it('an unquoted time of 19 digits keeps its microseconds', async () => {
		const line = lineOf(span()).replace('"1767225600000000000"', '1767225600123456999');
		expect(only(await parsedRecords(line), 'span')[0]?.startedAtUs).toBe(1_767_225_600_123_456);
	});

	it('four equal spans without ids are four runs, the same ones every time', async () => {
		const line = lineOf(span({ traceId: '', spanId: '' }));
		const text = Array(4).fill(line).join('\n');
		const runs = only(await parsedRecords(text), 'run').map((run) => run.runId);
		expect(new Set(runs).size).toBe(4);
		expect(only(await parsedRecords(text), 'run').map((run) => run.runId)).toEqual(runs);
		expect(only(await parsedRecords(text), 'span')[0]?.flags).toEqual(['no_ids']);
	});

	it('no end time: still running; an end before the start: doubted clocks, no duration', async () => {
		expect(await first({ endTimeUnixNano: '0' })).toMatchObject({
			status: 'running',
			endedAtUs: null
		});
		const early = lineOf(span({ endTimeUnixNano: '1767225599000000000' }));
		const records = await parsedRecords(early);
		expect(only(records, 'span')[0]?.flags).toEqual(['clock_skew']);
		expect(only(records, 'run')[0]?.durationUs).toBeNull();
	});

	it('a parent that is not in the file makes an orphan; its run has no root', async () => {
		const records = await parsedRecords(lineOf(span({ parentSpanId: '1111111111111111' })));
		expect(only(records, 'span')[0]?.flags).toEqual(['orphan']);
		expect(only(records, 'run')[0]).toMatchObject({ rootSpanId: null, flags: ['orphan'] });
	});

	it('children before their parent are no orphans', async () => {
		const child = span({ spanId: '2222222222222222', parentSpanId: 'b7ad6b7169203331' });
		const records = await parsedRecords(`${lineOf(child)}\n${lineOf(span())}`);
		expect(only(records, 'span').map((one) => one.flags)).toEqual([[], []]);
	});
});

describe('what cannot be used is said', () => {
	it('each kind of bad line, with its line number', async () => {
		const lines = [
			lineOf(span()),
			'{"resourceSpans": [',
			'',
			'"text"',
			'{"resourceSpans": []}',
			'{"resourceMetrics": [{}]}',
			'{"resourceLogs": [{"scopeLogs": [{"logRecords": [{}]}]}]}',
			lineOf(span({ traceId: 'zz' }))
		];
		expect(only(await parsedRecords(lines.join('\r\n')), 'rejection')).toEqual([
			{ at: 'line 2', reason: 'malformed JSON' },
			{ at: 'line 4', reason: 'not a JSON object' },
			{ at: 'line 5', reason: 'no spans' },
			{
				at: 'line 6',
				reason: 'metrics (resourceMetrics) say nothing about runs: export traces'
			},
			{ at: 'line 7', reason: 'log records without a gen_ai.evaluation.result event' },
			{ at: 'line 8', reason: 'traceId is not 32 hexadecimal digits' }
		]);
	});

	it('a damaged first line, a byte order mark and NaN do not cost the other lines', async () => {
		const line = lineOf(span({ attributes: [{ key: 'a', value: { doubleValue: 0 } }] }));
		const text = `\ufeff{"resourceSpans": [\n${line.replace('"doubleValue":0', '"doubleValue":NaN')}`;
		const records = await parsedRecords(text);
		expect(only(records, 'rejection')).toHaveLength(1);
		expect(only(records, 'span')[0]?.attributes).toEqual({ a: '' });
	});

	it('an evaluation that comes as a log record is a score of the span it names', async () => {
		const record = {
			eventName: 'gen_ai.evaluation.result',
			timeUnixNano: '1767225602000000000',
			traceId: span().traceId,
			spanId: span().spanId,
			attributes: [
				text('gen_ai.evaluation.name', 'task_outcome'),
				text('gen_ai.evaluation.score.label', 'fail')
			]
		};
		const line = JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
		const records = await parsedRecords(`${lineOf(span())}\n${line}`);
		expect(only(records, 'score')).toMatchObject([{ spanId: span().spanId, valueLabel: 'fail' }]);
		expect(only(records, 'outcome')).toMatchObject([
			{ runId: span().traceId, outcome: 'failure', atUs: 1_767_225_602_000_000 }
		]);
	});
});

describe('a column map names attributes of spans', () => {
	it('alias becomes the agent, and a constant the task of every run', async () => {
		const chunks = (async function* () {
			yield new TextEncoder().encode(lineOf(span({ attributes: [text('alias', 'bot-7')] })));
		})();
		const map = { columns: { alias: 'agent', other: 'steps' }, constants: { task: 'triage' } };
		const records: Parsed[] = [];
		for await (const record of otlp.parse(chunks, { map })) records.push(record);
		expect(only(records, 'run')).toMatchObject([{ agent: 'bot-7', task: 'triage' }]);
		expect(records[0]).toEqual({
			type: 'warning',
			message: '"other" is mapped to steps, which traces do not take'
		});
	});
});

describe('files that are recognized', () => {
	const recognizes = (content: string) =>
		otlp.recognizes(headOf(new TextEncoder().encode(content), 'x.json'));

	it('OTLP lines, a document cut off by the head, span dumps and attribute maps; no tables', () => {
		expect(recognizes(fixture('genai-agent.jsonl'))).toBe(true);
		expect(recognizes(fixture('openinference.json').slice(0, 500))).toBe(true);
		expect(recognizes(fixture('vercel-readable-spans.json'))).toBe(true);
		expect(recognizes('{"gen_ai.operation.name":"chat","gen_ai.request.model":"gpt-4"}')).toBe(
			true
		);
		expect(recognizes('{"agent":"a","cost_usd":1}')).toBe(false);
		expect(recognizes('agent,cost_usd\na,1\n')).toBe(false);
	});
});
