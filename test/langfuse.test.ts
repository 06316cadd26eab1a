import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Parsed, ReadOptions } from '#lib/formats/format.ts';
import { headOf } from '#lib/formats/head.ts';
import { langfuse } from '#lib/formats/langfuse.ts';
import { recognize } from '#lib/formats/registry.ts';
import type { Run, Score, Span } from '#lib/trace/model.ts';

const fixture = (name: string) =>
	readFileSync(join(import.meta.dirname, 'fixtures/langfuse', name), 'utf8');

async function* chunks(text: string, size = 65_536): AsyncIterable<Uint8Array> {
	const bytes = new TextEncoder().encode(text);
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function parsed(value: unknown, options: ReadOptions = {}): Promise<Parsed[]> {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const found: Parsed[] = [];
	for await (const record of langfuse.parse(chunks(text), options)) found.push(record);
	return found;
}

const spansOf = (found: Parsed[]): Span[] =>
	found.flatMap((one) => (one.type === 'span' ? [one.record] : []));
const runsOf = (found: Parsed[]): Run[] =>
	found.flatMap((one) => (one.type === 'run' ? [one.record] : []));
const scoresOf = (found: Parsed[]): Score[] =>
	found.flatMap((one) => (one.type === 'score' ? [one.record] : []));
const warningsOf = (found: Parsed[]): string[] =>
	found.flatMap((one) => (one.type === 'warning' ? [one.message] : []));
const rejectedOf = (found: Parsed[]) =>
	found.flatMap((one) => (one.type === 'rejection' ? [one.record] : []));

const observation = (more: Record<string, unknown> = {}) => ({
	id: '1111111111111111',
	traceId: '0af7651916cd43dd8448eb211c80319c',
	parentObservationId: null,
	type: 'GENERATION',
	name: 'call',
	startTime: '2026-03-02T09:00:00.000Z',
	endTime: '2026-03-02T09:00:02.000Z',
	level: 'DEFAULT',
	usageDetails: {},
	...more
});

const score = (more: Record<string, unknown> = {}) => ({
	id: 's1',
	traceId: 't1',
	name: 'quality',
	value: 1,
	source: 'EVAL',
	dataType: 'NUMERIC',
	timestamp: '2026-03-02T09:10:00Z',
	...more
});

/** The one span of an observation. */
async function spanOf(more: Record<string, unknown>, options: ReadOptions = {}): Promise<Span> {
	const [span] = spansOf(await parsed([observation(more)], options));
	if (!span) throw new Error('no span');
	return span;
}

describe('a Langfuse file is known by what is in it', () => {
	const known = (text: string) => recognize(headOf(new TextEncoder().encode(text), 'file'))?.id;

	test.each([
		'refund.trace.json',
		'triage.download.json',
		'traces.csv',
		'observations.csv',
		'scores.csv',
		'sessions.csv',
		'blob-traces.jsonl',
		'blob-observations.jsonl',
		'blob-scores.jsonl',
		'refund-broken.trace.json'
	])('%s', (name) => {
		expect(known(fixture(name))).toBe('langfuse');
	});

	test('an API page of traces, of observations with few field groups, of scores', () => {
		const trace = { id: 't', timestamp: 'x', sessionId: null, htmlPath: '/t', release: null };
		const short = { id: 'o', traceId: 't', parentObservationId: null, startTime: 'x' };
		for (const data of [[trace], [short], [score()]]) {
			expect(known(JSON.stringify({ data, meta: { page: 1 } }))).toBe('langfuse');
		}
	});

	test('a first record longer than the 64 KiB of the head', () => {
		const long = 'x'.repeat(70_000);
		const download = { trace: { id: 't', bookmarked: false, input: long } };
		expect(known(JSON.stringify(download).slice(0, 65_536))).toBe('langfuse');
		const line = JSON.stringify({ ...observation(), input: long });
		expect(known(line.slice(0, 65_536))).toBe('langfuse');
		const inside = JSON.stringify({ id: 1, text: JSON.stringify(observation()) + long });
		expect(known(inside.slice(0, 65_536))).toBeUndefined();
	});

	test('a LangSmith run, an Opik span and a table of attempts are not', () => {
		const langsmith = {
			id: 'r',
			trace_id: 't',
			run_type: 'llm',
			start_time: 'x',
			dotted_order: 'y'
		};
		const opik = { id: 's', trace_id: 't', type: 'llm', start_time: 'x', usage: {} };
		expect(known(JSON.stringify(langsmith))).not.toBe('langfuse');
		expect(known(JSON.stringify(opik))).not.toBe('langfuse');
		expect(known('id,timestamp,agent,success\n')).toBe('attempts');
	});
});

describe('tokens and cost of an observation', () => {
	test('classes are disjoint: 100 + 900 + 50 + (60 + 20) = 1130', async () => {
		const usageDetails = {
			input: 100,
			input_cache_read: 900,
			input_cache_creation: 50,
			output: 60,
			output_reasoning: 20,
			total: 1130
		};
		expect(await spanOf({ usageDetails })).toMatchObject({
			inputTokens: 100,
			cacheReadTokens: 900,
			cacheWriteTokens: 50,
			outputTokens: 60 + 20,
			reasoningTokens: 20,
			tokenBasis: 'exclusive'
		});
	});

	test('counts as text, as ClickHouse and CSV write them', async () => {
		expect(await spanOf({ usageDetails: '{"input":"7","output":"3"}' })).toMatchObject({
			inputTokens: 7,
			outputTokens: 3
		});
	});

	test('older rows: usage with tokens counts, with characters not', async () => {
		const usage = { input: 10, output: 5, total: 15 };
		expect(await spanOf({ usageDetails: undefined, usage })).toMatchObject({ inputTokens: 10 });
		expect(await spanOf({ usage: { ...usage, unit: 'CHARACTERS' } })).toMatchObject({
			inputTokens: null
		});
		expect(await spanOf({ promptTokens: 4, completionTokens: 2 })).toMatchObject({
			inputTokens: 4,
			outputTokens: 2
		});
	});

	test('raw prompt_details: 80 of 100 come from the cache when the total is 120', async () => {
		const details = { input: 100, output: 20, 'prompt_details.cache_read': 80, total: 120 };
		expect(await spanOf({ usageDetails: details })).toMatchObject({
			inputTokens: 100 - 80,
			cacheReadTokens: 80,
			outputTokens: 20
		});
	});

	test('all zeros are no usage, and a cost of 0 is an unknown price', async () => {
		const zeros = { usageDetails: { input: 0, output: 0, total: 0 }, totalCost: 0 };
		expect(await spanOf(zeros)).toMatchObject({ inputTokens: null, reportedCostUsd: null });
	});

	test('cost: costDetails.total before totalCost before calculatedTotalCost', async () => {
		const all = { costDetails: { total: 0.3 }, totalCost: 0.2, calculatedTotalCost: 0.1 };
		expect((await spanOf(all)).reportedCostUsd).toBe(0.3);
		expect((await spanOf({ totalCost: '0.2', calculatedTotalCost: 0.1 })).reportedCostUsd).toBe(
			0.2
		);
		expect((await spanOf({ calculatedTotalCost: 0.1 })).reportedCostUsd).toBe(0.1);
		expect(
			(await spanOf({ costDetails: { input: 0.1, output: 0.05 } })).reportedCostUsd
		).toBeCloseTo(0.1 + 0.05, 12);
	});

	test('the original attributes are taken where they differ, with their own cost', async () => {
		const attributes = {
			'gen_ai.usage.input_tokens': '200',
			'gen_ai.usage.output_tokens': '50',
			'operation.cost': '0.00135'
		};
		const span = await spanOf({
			usageDetails: { input: 150, output: 30, total: 180 },
			costDetails: { total: 0.0009 },
			metadata: JSON.stringify({ attributes })
		});
		expect(span).toMatchObject({
			inputTokens: 200,
			outputTokens: 50,
			reportedCostUsd: 0.00135,
			costIsEstimate: false,
			flags: ['estimated']
		});
	});

	test('they do not differ where one counts the cache inside the input: 1050 + 80 = 100 + 900 + 50 + 80', async () => {
		const attributes = {
			'gen_ai.usage.input_tokens': 1050,
			'gen_ai.usage.cache_read_tokens': 900,
			'gen_ai.usage.cache_write_tokens': 50,
			'gen_ai.usage.output_tokens': 80
		};
		const usageDetails = {
			input: 100,
			input_cache_read: 900,
			input_cache_creation: 50,
			output: 80
		};
		expect(await spanOf({ usageDetails, metadata: { attributes } })).toMatchObject({
			inputTokens: 100,
			flags: []
		});
	});

	test('a guess on a leaf counts and is marked; above other steps it is no usage', async () => {
		const guess = {
			usageDetails: { input: 44, output: 180, total: 224 },
			costDetails: { total: 0.000371 },
			metadata: { attributes: { 'gen_ai.operation.name': 'chat' } }
		};
		const child = observation({ id: '2222222222222222', type: 'TOOL', usageDetails: {} });
		const nested = { ...child, parentObservationId: '1111111111111111' };
		const leaf = await parsed([observation(guess), child]);
		expect(spansOf(leaf).find((span) => span.kind === 'llm')).toMatchObject({
			inputTokens: 44,
			reportedCostUsd: 0.000371,
			costIsEstimate: true,
			flags: ['estimated']
		});
		expect(runsOf(leaf)[0]?.flags).toContain('estimated');
		for (const order of [
			[observation(guess), nested],
			[nested, observation(guess)]
		]) {
			const found = await parsed(order);
			expect(spansOf(found).find((span) => span.kind === 'llm')).toMatchObject({
				inputTokens: null,
				outputTokens: null,
				reportedCostUsd: null,
				flags: ['estimated']
			});
			expect(runsOf(found)[0]?.flags).toEqual([]);
			expect(warningsOf(found)[0]).toContain('1 step has estimated token counts although');
		}
	});

	test('tokens of Langfuse’s own client stay, children or not: nothing says that they are a guess', async () => {
		const child = observation({ id: '2', type: 'TOOL', parentObservationId: '1111111111111111' });
		const found = await parsed([observation({ usageDetails: { input: 5, output: 2 } }), child]);
		expect(spansOf(found).find((span) => span.kind === 'llm')).toMatchObject({
			inputTokens: 5,
			flags: []
		});
	});
});

describe('an observation as a span', () => {
	test.each([
		['GENERATION', 'llm'],
		['EMBEDDING', 'embedding'],
		['AGENT', 'agent'],
		['TOOL', 'tool'],
		['CHAIN', 'workflow'],
		['RETRIEVER', 'retrieval'],
		['EVALUATOR', 'evaluator'],
		['GUARDRAIL', 'guardrail'],
		['EVENT', 'other'],
		['SPAN', 'other']
	])('%s is %s', async (type, kind) => {
		expect((await spanOf({ type })).kind).toBe(kind);
	});

	test('a SPAN is what its original attributes say, and no model call for a model’s name alone', async () => {
		const of = (attributes: Record<string, string>) =>
			spanOf({ type: 'SPAN', metadata: { attributes } });
		expect((await of({ 'openinference.span.kind': 'AGENT' })).kind).toBe('agent');
		expect((await of({ 'gen_ai.tool.name': 'search' })).kind).toBe('tool');
		expect((await of({ 'gen_ai.request.model': 'gpt-5' })).kind).toBe('other');
	});

	test('times come from times: latency and timeToFirstToken are never read', async () => {
		const span = await spanOf({
			completionStartTime: '2026-03-02T09:00:00.350Z',
			latency: 99,
			timeToFirstToken: 99
		});
		expect(span.ttftUs).toBe(350_000);
		expect((span.endedAtUs ?? 0) - (span.startedAtUs ?? 0)).toBe(2_000_000);
	});

	test('without an end it is running, but an event is a moment', async () => {
		expect(await spanOf({ endTime: null })).toMatchObject({ status: 'running', endedAtUs: null });
		const event = await spanOf({ type: 'EVENT', endTime: null });
		expect(event.status).toBe('ok');
		expect(event.endedAtUs).toBe(event.startedAtUs);
	});

	test('level ERROR is a failed step; a WARNING is kept as an attribute', async () => {
		expect(await spanOf({ level: 'ERROR', statusMessage: 'timeout' })).toMatchObject({
			status: 'error',
			errorMessage: 'timeout'
		});
		expect((await spanOf({ level: 'WARNING' })).attributes).toMatchObject({
			'langfuse.observation.level': 'WARNING'
		});
	});

	test('times of ClickHouse and Parquet are UTC', async () => {
		for (const startTime of [
			'2026-03-02 09:00:00.000000',
			'2026-03-02 09:00:00+00',
			'2026-03-02T10:00:00+01:00'
		]) {
			expect((await spanOf({ startTime })).startedAtUs, startTime).toBe(
				Date.UTC(2026, 2, 2, 9) * 1000
			);
		}
	});

	test('prompts and answers are dropped unless asked for', async () => {
		const secret = {
			input: [{ content: 'SECRET' }],
			output: 'SECRET',
			metadata: { note: 'SECRET' }
		};
		expect(JSON.stringify(await parsed([observation(secret)]))).not.toContain('SECRET');
		const span = await spanOf(secret, { content: true });
		expect(span.attributes['langfuse.observation.output']).toBe('SECRET');
		expect(span.attributes.note).toBe('SECRET');
	});

	test('tools offered and the one asked for are a decision', async () => {
		const found = await parsed([
			observation({ toolDefinitions: { search: '{}', refund: '{}' }, toolCallNames: ['refund'] })
		]);
		expect(found.find((one) => one.type === 'decision')?.record).toMatchObject({
			offered: ['search', 'refund'],
			chosen: 'refund',
			stage: 'tool_choice'
		});
	});
});

describe('a trace as a run', () => {
	test('the trace names it; tags, metadata one level deep, version and people as hashes later', async () => {
		const [run] = runsOf(await parsed(fixture('refund.trace.json')));
		expect(run).toMatchObject({
			runId: '0af7651916cd43dd8448eb211c80319c',
			rootSpanId: 'a000000000000001',
			name: 'refund request',
			agent: 'refund agent',
			agentVersion: '2.1',
			environment: 'production',
			conversationId: 'session-9',
			userRef: 'jane@example.com',
			caseId: 'case-1',
			confidence: 0.8,
			durationUs: 9_000_000,
			status: 'ok',
			attributes: {
				channel: 'email',
				'customer.tier': 'gold',
				tags: '["refund","vip"]',
				version: '2.1',
				release: '2026.3'
			}
		});
		expect(JSON.stringify(run?.attributes)).not.toMatch(/jane|SECRET|redacted/);
	});

	test('breakeven.* in metadata, flat or nested, is what it is on spans', async () => {
		const found = await parsed(fixture('refund.trace.json'));
		const outcome = found.find((one) => one.type === 'outcome')?.record;
		expect(outcome).toMatchObject({ outcome: 'success', source: 'human' });
		const minutes = found.flatMap((one) =>
			one.type === 'review' && one.record.minutes !== null ? [one.record.minutes] : []
		);
		expect(minutes).toEqual([4]);
		const [nested] = runsOf(await parsed(fixture('triage.download.json')));
		expect(nested?.task).toBe('ticket-triage');
	});

	test('what trace and root both say is said once', async () => {
		const metadata = {
			'breakeven.outcome': 'failure',
			'breakeven.review.minutes': 3,
			'breakeven.review.decision': 'rejected'
		};
		const traceId = 't1';
		const found = await parsed({
			trace: { id: traceId, name: 'x', timestamp: '2026-03-02T09:00:00Z', metadata },
			observations: [observation({ traceId, type: 'SPAN', metadata })]
		});
		expect(found.filter((one) => one.type === 'outcome')).toHaveLength(1);
		expect(found.filter((one) => one.type === 'review')).toHaveLength(1);
	});

	test('several roots: the run lasts from the first start to the last end', async () => {
		const second = observation({
			id: '2',
			startTime: '2026-03-02T09:00:05Z',
			endTime: '2026-03-02T09:00:09Z'
		});
		const [run] = runsOf(await parsed([observation(), second]));
		expect(run?.durationUs).toBe(9_000_000);
	});

	test('the list beside the trace is taken, and the trace’s own copy of it is not counted', async () => {
		const found = await parsed(fixture('refund.trace.json'));
		expect(spansOf(found)).toHaveLength(4);
		const bare = JSON.parse(fixture('refund.trace.json')) as Record<string, unknown>;
		delete bare.observations;
		expect(spansOf(await parsed(bare))).toHaveLength(4);
	});

	test('an API trace with its observations gives the same as the download of it', async () => {
		const { trace, observations } = JSON.parse(fixture('refund.trace.json')) as {
			trace: Record<string, unknown>;
			observations: unknown[];
		};
		const api = { ...trace, observations, htmlPath: '/project/p/traces/x', latency: 9 };
		const download = await parsed(fixture('refund.trace.json'));
		expect(await parsed(api)).toEqual(download);
		expect(await parsed({ data: [api], meta: { page: 1 } })).toEqual(download);
		expect(await parsed(`${JSON.stringify(api)}\n`)).toEqual(download);
	});

	test('a page that names observations by id alone: the traces, and a warning', async () => {
		const trace = { id: 't1', timestamp: '2026-03-02T09:00:00Z', htmlPath: '/t', release: null };
		const data = [{ ...trace, sessionId: 's', totalCost: 0.5, observations: ['a'], scores: ['b'] }];
		const found = await parsed({ data, meta: {} });
		expect(runsOf(found)).toMatchObject([{ runId: 't1', status: 'unknown', reportedCostUsd: 0.5 }]);
		expect(spansOf(found)).toEqual([]);
		expect(warningsOf(found)).toEqual([
			'1 trace names its observations by id alone, so the steps are missing: export the traces one by one, or the observations table.'
		]);
	});

	test('a column map names any metadata key or tag', async () => {
		const map = {
			columns: { channel: 'task', nowhere: 'colour' },
			constants: { environment: 'qa' }
		};
		const found = await parsed(fixture('refund.trace.json'), { map });
		expect(runsOf(found)[0]).toMatchObject({ task: 'email', environment: 'qa' });
		expect(warningsOf(found)[0]).toBe('"nowhere" is mapped to colour, which traces do not take');
	});
});

describe('scores', () => {
	const scoreOf = async (more: Record<string, unknown>, options: ReadOptions = {}) =>
		scoresOf(await parsed([score(more)], options))[0];

	test('by data type: a number, a truth, a label; a category’s number is left', async () => {
		expect(await scoreOf({ value: '0.9' })).toMatchObject({ valueNum: 0.9, valueBool: null });
		expect(await scoreOf({ dataType: 'BOOLEAN', value: 0 })).toMatchObject({
			valueNum: null,
			valueBool: false
		});
		expect(await scoreOf({ dataType: 'BOOLEAN', value: 1, stringValue: 'True' })).toMatchObject({
			valueBool: true
		});
		expect(
			await scoreOf({ dataType: 'CATEGORICAL', value: 0, stringValue: 'tool failure' })
		).toMatchObject({ valueNum: null, valueLabel: 'tool failure' });
	});

	test('free text is content', async () => {
		const text = { dataType: 'TEXT', value: 0, stringValue: 'SECRET' };
		expect(await scoreOf(text)).toMatchObject({ valueNum: null, valueLabel: null });
		expect(await scoreOf(text, { content: true })).toMatchObject({ valueLabel: 'SECRET' });
	});

	test('ANNOTATION is a human, EVAL a judge, API nobody knows unless it is said', async () => {
		expect((await scoreOf({ source: 'ANNOTATION' }))?.source).toBe('human');
		expect((await scoreOf({ source: 'EVAL' }))?.source).toBe('llm_judge');
		expect((await scoreOf({ source: 'API' }))?.source).toBe('unknown');
		const map = { constants: { score_source: 'user' } };
		expect((await scoreOf({ source: 'API' }, { map }))?.source).toBe('user');
	});

	test('of an observation, a trace, or a session', async () => {
		expect(await scoreOf({ observationId: 'o1' })).toMatchObject({ runId: 't1', spanId: 'o1' });
		expect(await scoreOf({})).toMatchObject({ runId: 't1', spanId: null, conversationId: null });
		expect(await scoreOf({ traceId: null, sessionId: 's9' })).toMatchObject({
			runId: null,
			conversationId: 's9'
		});
	});

	test('out of an annotation queue: a person was asked to look, once per queue and target', async () => {
		const queued = { source: 'ANNOTATION', queueId: 'q1', authorUserId: 'ana' };
		const found = await parsed([score(queued), score({ ...queued, id: 's2', name: 'tone' })]);
		expect(found.flatMap((one) => (one.type === 'review' ? [one.record] : []))).toEqual([
			expect.objectContaining({
				runId: 't1',
				requested: true,
				decision: null,
				minutes: null,
				reviewerRef: 'ana'
			})
		]);
	});

	test('what was last changed says when it was said', async () => {
		expect((await scoreOf({ updatedAt: '2026-03-03T00:00:00Z' }))?.atUs).toBe(
			Date.UTC(2026, 2, 3) * 1000
		);
		expect((await scoreOf({}))?.atUs).toBe(Date.UTC(2026, 2, 2, 9, 10) * 1000);
	});

	test('a score of a dataset run, or of nothing, is refused with a reason', async () => {
		const nothing = score({ id: 's2', traceId: null });
		const run = score({ traceId: null, datasetRunId: 'd1' });
		expect(rejectedOf(await parsed([run, nothing]))).toEqual([
			{ at: 'element 0', reason: 'a score of a dataset run: it speaks of no single trace' },
			{ at: 'element 1', reason: 'a score without a traceId, observationId or sessionId' }
		]);
	});

	test('one column per name in the exports of the user interface: a list of values', async () => {
		const scores = scoresOf(await parsed(fixture('traces.csv')));
		expect(scores).toMatchObject([
			{ name: 'correctness', valueNum: 1, source: 'unknown' },
			{ name: 'helpful', valueBool: true, valueNum: null }
		]);
	});
});

describe('broken records', () => {
	test('a download: what cannot be read is refused with its place, the rest is kept', async () => {
		const found = await parsed(fixture('refund-broken.trace.json'));
		expect(spansOf(found)).toHaveLength(4);
		expect(scoresOf(found)).toHaveLength(3);
		expect(rejectedOf(found)).toEqual(
			[
				{ at: '$.observations[5]', reason: 'not a JSON object' },
				{ at: '$.observations[4]', reason: 'an observation without a traceId' },
				{ at: '$.scores[3]', reason: 'a score without a name' },
				{ at: '$.scores[4]', reason: 'a score of a dataset run: it speaks of no single trace' }
			].sort((a, b) => (a.at < b.at ? -1 : 1))
		);
	});

	test('lines: each bad one by its number', async () => {
		const found = await parsed(fixture('blob-observations-broken.jsonl'));
		expect(rejectedOf(found)).toEqual([
			{ at: 'line 2', reason: 'malformed JSON' },
			{ at: 'line 5', reason: 'not a JSON object' },
			{ at: 'line 7', reason: 'an observation without an id' },
			{ at: 'line 8', reason: 'an observation without a traceId' },
			{ at: 'line 9', reason: 'not a trace, observation or score of Langfuse' }
		]);
	});

	test('a document cut off in the middle is one rejection', async () => {
		expect(rejectedOf(await parsed(fixture('refund.trace.json').slice(0, 3_000)))).toEqual([
			{
				at: 'the document',
				reason: 'malformed JSON: it is damaged or ends too early, export it again'
			}
		]);
	});
});

describe('documents of more than 16 MiB are read record by record', () => {
	const long = 'x'.repeat(17 * 1024 * 1024);

	test('a download gives what it gives when it is small', async () => {
		const small = JSON.parse(fixture('refund.trace.json')) as { trace: object };
		const large = { ...small, trace: { ...small.trace, input: long } };
		const sorted = (found: Parsed[]) => found.map((one) => JSON.stringify(one)).sort();
		expect(sorted(await parsed(large))).toEqual(sorted(await parsed(small)));
	});

	test('cut off, what stands before is kept', async () => {
		const large = JSON.stringify({
			scores: [],
			observations: [observation(), { id: 'x', input: long }]
		});
		const found = await parsed(large.slice(0, -10));
		expect(spansOf(found)).toHaveLength(1);
		expect(rejectedOf(found)).toEqual([
			{ at: 'the rest of the document', reason: 'malformed JSON' }
		]);
	});
});
