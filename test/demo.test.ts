import { parse } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { demo, type DemoFile } from '#data/demo.ts';
import { assumptionsFile, estimate } from '#data/demo/assumptions-file.ts';
import { Chance } from '#data/demo/chance.ts';
import { tasks, workspaceFigures } from '#data/demo/company.ts';
import { embedding, models, router } from '#data/demo/models.ts';
import type { TrueOption } from '#data/demo/true-options.ts';
import { readAssumptions } from '#lib/server/assumptions/file.ts';
import { priceRows, priceUsages } from '#lib/server/price-book.ts';
import { annuityFactor, monthlyRate } from '#simulations/engine/present-value.ts';
import { unitEconomics } from '#simulations/engine/unit-economics.ts';

interface ReadSpan {
	traceId: string;
	parentSpanId?: string;
	name: string;
	startTimeUnixNano: string;
	endTimeUnixNano: string;
	/** Resource attributes too. */
	attributes: Map<string, string>;
}
interface Attribute {
	key: string;
	value: Record<string, unknown>;
}
interface Line {
	resourceSpans: {
		resource: { attributes: Attribute[] };
		scopeSpans: { spans: (Omit<ReadSpan, 'attributes'> & { attributes: Attribute[] })[] }[];
	}[];
}
type Row = Record<string, string>;

const { files, truth } = demo();
const fileOf = (from: readonly DemoFile[], name: string): Uint8Array =>
	from.find((file) => file.name === name)?.bytes ?? new Uint8Array();
const textOf = (name: string): string => new TextDecoder().decode(fileOf(files, name));
const rowsOf = (name: string): Row[] => parse(textOf(name), { columns: true }) as Row[];
const truthOf = (task: string) => {
	const found = truth.tasks.find((one) => one.task === task);
	if (!found) throw new Error(`no truth about ${task}`);
	return found;
};

const digests = (of: readonly DemoFile[]) =>
	new Map(of.map(({ name, bytes }) => [name, createHash('sha256').update(bytes).digest('hex')]));

const support = spansOf('support-traces.jsonl.gz');
const copilot = spansOf('copilot-traces.jsonl.gz');
const invoices = rowsOf('invoice-attempts.csv');
const outcomes = rowsOf('outcomes.csv');

describe('the demo', () => {
	it('gives the same bytes for the same seed and end date, and others for another seed', () => {
		expect(digests(demo({ seed: 1 }).files)).toEqual(digests(files));
		const other = digests(demo({ seed: 2 }).files);
		expect([...other.keys()]).toEqual(files.map((file) => file.name));
		for (const [name, digest] of other) expect(digest).not.toBe(digests(files).get(name));
	});

	it('is off in its assumptions only when the company guesses', () => {
		const exact = demo({ estimates: 'exact' });
		const changed = [...digests(exact.files)].filter(
			([name, is]) => is !== digests(files).get(name)
		);
		expect(changed.map(([name]) => name)).toEqual(['assumptions.csv', 'truth.json']);
		expect(exact.truth.tasks).toEqual(truth.tasks);
		const minutes = (bytes: Uint8Array) =>
			(parse(new TextDecoder().decode(bytes), { columns: true }) as Row[]).find(
				(row) => row.task === 'refund-decision' && row.name === 'human_minutes'
			)?.value;
		expect(minutes(fileOf(exact.files, 'assumptions.csv'))).toBe('9');
		expect(minutes(fileOf(files, 'assumptions.csv'))).not.toBe('9');
	});

	it('is a quarter of a mid-size company: 25,000 to 30,000 spans in under 6 MB', () => {
		expect(support.length + copilot.length).toBe(truth.counts.spans);
		expect(truth.counts.spans).toBeGreaterThan(25_000);
		expect(truth.counts.spans).toBeLessThan(30_000);
		const roots = [...support, ...copilot].filter((span) => span.parentSpanId === undefined);
		expect(roots.length).toBe(truth.counts.runs);
		expect(invoices.length).toBe(truth.counts.rows);
		expect(truth.counts.runs + truth.counts.rows).toBeGreaterThan(5000);
		expect(files.reduce((sum, file) => sum + file.bytes.length, 0)).toBeLessThan(6e6);
	});

	it('ends with its last day: 90 days to 2026-11-20', () => {
		expect(truth.period).toEqual({ from: '2026-08-23', to: '2026-11-20' });
		const days = [...support, ...copilot].map((span) => Number(span.startTimeUnixNano) / 1e6);
		expect(new Date(days.reduce((a, b) => Math.min(a, b))).toISOString()).toMatch(/^2026-08-23/);
		expect(new Date(days.reduce((a, b) => Math.max(a, b))).toISOString()).toMatch(/^2026-11-20/);
		const stated = outcomes.flatMap((row) => row.outcome_at || row.review_decided_at || []);
		expect(stated.every((time) => time < '2026-11-21')).toBe(true);
	});

	it('refuses an end date that is none', () => {
		expect(() => demo({ end: 'yesterday' })).toThrow('expected YYYY-MM-DD');
	});
});

describe('its traces', () => {
	const calls = [...support, ...copilot].filter((span) => modelOf(span) !== undefined);

	it('name models that the price book prices as the truth does, but for the router', () => {
		const sold = groupedBy(calls, (span) => `${providerOf(span)} ${modelOf(span)}`);
		const unpriced = [...sold.values()]
			.flatMap(([span]) => span ?? [])
			.filter((span) => priceRows(providerOf(span), modelOf(span) ?? '').length === 0)
			.map(modelOf);
		expect(new Set(unpriced)).toEqual(new Set([router.name]));
		for (const model of Object.values(models)) {
			for (const [provider, name] of [
				[model.provider, model.response],
				[model.openInference, model.name]
			] as const) {
				const usdPerMtok = priceRows(provider, name)[0]?.usdPerMtok;
				expect(usdPerMtok, name).toMatchObject({
					input: model.input,
					cacheRead: model.cacheRead,
					output: model.output,
					...(model.cacheWrite && { cacheWrite: model.cacheWrite })
				});
			}
		}
		const [embedded] = priceRows(embedding.provider, embedding.name);
		expect(embedded?.usdPerMtok.input).toBe(embedding.input);
	});

	it('say once more on the agent what its model calls used', () => {
		const byTrace = groupedBy(support, (span) => span.traceId);
		const judges = new Set(support.filter((span) => span.name.startsWith('evaluate')).map(idOf));
		for (const spans of byTrace.values()) {
			const root = spans.find((span) => span.parentSpanId === undefined);
			const used = spans
				.filter((span) => span.attributes.get('gen_ai.operation.name') === 'chat')
				.filter((span) => !judges.has(`${span.traceId}:${span.parentSpanId}`))
				.map((span) => Number(span.attributes.get('gen_ai.usage.output_tokens')));
			const sum = used.reduce((a, b) => a + b, 0);
			expect(Number(root?.attributes.get('gen_ai.usage.output_tokens'))).toBe(sum);
		}
	});

	it('touch the three tiers of state and show texts of a tenth of the calls', () => {
		const stores = [...support, ...copilot].flatMap(
			(span) => span.attributes.get('db.system.name') ?? []
		);
		expect(new Set(stores)).toEqual(new Set(['redis', 'pinecone', 'qdrant', 'neo4j']));
		const chats = support.filter((span) => span.name.startsWith('chat '));
		const shown = chats.filter((span) => span.attributes.has('gen_ai.input.messages'));
		expect(shown.length / chats.length).toBeCloseTo(0.1, 1);
		const texts = new TextDecoder().decode(gunzipSync(fileOf(files, 'support-traces.jsonl.gz')));
		const addresses = texts.match(/[\w.+-]+@[\w.-]+\w/g) ?? [];
		expect(addresses.length).toBeGreaterThan(0);
		expect(addresses.filter((address) => !/@example\.com$/.test(address))).toEqual([]);
	});

	it('try a broken-down run again as the same case', () => {
		const retries = support.filter((span) => span.attributes.get('breakeven.run.attempt') === '2');
		expect(retries.length).toBeGreaterThan(50);
		for (const retry of retries) {
			const first = support.find(
				(span) =>
					span.attributes.get('breakeven.case.id') === retry.attributes.get('breakeven.case.id') &&
					span.attributes.get('breakeven.run.attempt') === '1'
			);
			expect(first?.attributes.has('error.type')).toBe(true);
			expect(first?.attributes.has('breakeven.outcome')).toBe(false);
		}
	});

	it('hold a kind of work that only says "LangGraph", an unpriced model and costs of 0', () => {
		const unnamed = copilot.filter((span) => span.name === 'LangGraph');
		expect(unnamed.length).toBe(truth.unnamed.runs);
		for (const { attributes } of unnamed) {
			expect(attributes.has('breakeven.task')).toBe(false);
			expect(attributes.get(truth.unnamed.attribute)).toBe(truth.unnamed.value);
		}
		const zero = copilot.filter((span) => span.attributes.get('llm.cost.total') === '0');
		expect(zero.some((span) => Number(span.attributes.get('llm.token_count.total')) > 0)).toBe(
			true
		);
		expect(zero.some((span) => modelOf(span) === router.name)).toBe(true);
	});

	function modelOf({ attributes }: ReadSpan): string | undefined {
		return (
			attributes.get('gen_ai.response.model') ??
			attributes.get('llm.model_name') ??
			(attributes.get('gen_ai.operation.name') === 'embeddings' ? embedding.name : undefined)
		);
	}

	function providerOf({ attributes }: ReadSpan): string | null {
		return attributes.get('gen_ai.provider.name') ?? attributes.get('llm.provider') ?? null;
	}
});

describe('its table of invoices', () => {
	it('has a full line for every row, and four lines twice', () => {
		const columns = Object.keys(invoices[0] ?? {}).length;
		const lines = textOf('invoice-attempts.csv').trimEnd().split('\n');
		expect(parse(lines.join('\n'), { relax_column_count: false })).toHaveLength(lines.length);
		expect(invoices.every((row) => Object.keys(row).length === columns)).toBe(true);
		expect(invoices.length - new Set(invoices.map((row) => row.run_id)).size).toBe(4);
		for (const row of invoices) {
			expect(row.started_at).toMatch(/^2026-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
			expect(['yes', 'no', '']).toContain(row.passed);
			expect(Number(row.duration_s)).toBeGreaterThan(0);
		}
	});

	it('measures people: 6.5 minutes, 96 % right, at 29 USD an hour', () => {
		const people = invoices.filter((row) => row.actor === 'human');
		const { terms } = truthOf('invoice-extraction');
		const minutes = people.map((row) => Number(row.human_minutes));
		expectNear(minutes, terms.human_minutes);
		expectNear(people.map(isSuccess('passed')), terms.human_success);
		for (const row of people)
			expect(Number(row.cost_usd)).toBeCloseTo((Number(row.human_minutes) / 60) * 29, 4);
	});
});

describe('its outcomes file', () => {
	it('has late, corrected, repeated and unmatched rows', () => {
		const known = new Set([...support, ...copilot].map((span) => span.traceId));
		const strangers = outcomes.filter((row) => row.trace_id && !known.has(row.trace_id));
		expect(new Set(strangers.map((row) => row.trace_id)).size).toBe(14);
		const texts = outcomes.map((row) => JSON.stringify(row));
		expect(texts.length - new Set(texts).size).toBeGreaterThanOrEqual(20);
		expect(outcomes.some((row) => row.note === 'corrected')).toBe(true);
		const reopened = outcomes.filter((row) => row.note === 'refund reopened' && row.trace_id);
		expect(reopened.length).toBeGreaterThan(0);
		for (const row of reopened) {
			const root = support.find((span) => span.traceId === row.trace_id && !span.parentSpanId);
			const days =
				(Date.parse(row.outcome_at ?? '') - Number(root?.endTimeUnixNano) / 1e6) / 86_400_000;
			expect(root?.attributes.get('breakeven.outcome')).toBe('success');
			expect(Math.floor(days)).toBe(9);
		}
	});

	it('tells of 18 vendors only, and of those somebody complained about', () => {
		const told = outcomes.filter((row) => row.note?.startsWith('complaint'));
		const corrected = outcomes.filter((row) => row.case_id?.startsWith('VO-') && row.outcome);
		expect(
			new Set(
				[...told, ...corrected].map((row) => row.trace_id || row.case_id || row.conversation_id)
			).size
		).toBe(18);
		expect(truthOf('vendor-onboarding').verdict).toBe('collect_more_data');
	});

	it('gives every review its two times and every incident its three', () => {
		const reviews = outcomes.filter((row) => row.review_decision);
		expect(reviews.length).toBeGreaterThan(400);
		for (const row of reviews) expect(row.review_requested_at! < row.review_decided_at!).toBe(true);
		const incidents = outcomes.filter((row) => row.incident_id);
		expect(incidents.length).toBeGreaterThan(5);
		for (const row of incidents) {
			const times = [row.incident_started_at, row.incident_detected_at, row.incident_resolved_at];
			expect(times).toEqual(times.toSorted());
			expect(Number(row.incident_cost_usd)).toBeGreaterThan(0);
		}
	});
});

describe('its truth', () => {
	it('is what was drawn: success within 4 standard errors, in every configuration', () => {
		for (const task of truth.tasks)
			for (const { cases, right, success } of [task.configuration, ...task.others]) {
				const error = Math.sqrt((success * (1 - success)) / cases);
				expect(Math.abs(right / cases - success), task.task).toBeLessThan(4 * error);
			}
	});

	it('is what the files show: NDAs go well, leases do not', () => {
		const { configuration } = truthOf('contract-redlining');
		for (const { value, success } of configuration.parts) {
			const told = toldOf('contract-redlining', (root) => root.get('contract.type') === value);
			expectNear(told, success);
		}
	});

	it('is what the files show: 12 points lost from 22 October on, with another fingerprint', () => {
		const { configuration, drift } = truthOf('ticket-classification');
		expect(drift).toEqual({ from: '2026-10-22', points: 0.12, model: 'gpt-5-mini-2025-08-07' });
		const since = Date.parse('2026-10-22') * 1e6;
		const model = (root: Map<string, string>) =>
			root.get('gen_ai.request.model') === 'gpt-5-mini' &&
			root.get('deployment.environment.name') === 'production';
		const told = (late: boolean) =>
			toldOf(
				'ticket-classification',
				(root, span) => model(root) && Number(span.startTimeUnixNano) >= since === late
			);
		expectNear(told(false), configuration.successFirst);
		expectNear(told(true), configuration.successNow);
		const prints = support
			.filter((span) => span.attributes.has('openai.response.system_fingerprint'))
			.map((span) => [
				span.attributes.get('openai.response.system_fingerprint'),
				Number(span.startTimeUnixNano) >= since
			]);
		expect(new Set(prints.map((print) => print.join())).size).toBe(2);
	});

	it('is what the files cost by the price book: mean per run within 4 standard errors', () => {
		for (const [task, agent] of [
			['ticket-classification', 'triage-agent'],
			['refund-decision', 'refund-agent'],
			['contract-redlining', 'redline-agent'],
			['claims-settlement', 'claims-copilot']
		] as const) {
			const { configuration } = truthOf(task);
			const costs = runCosts(agent, configuration.agentVersion, configuration.model);
			expect(costs.length, task).toBeGreaterThan(200);
			expectNear(costs, configuration.cost.perRunUsd);
		}
	});

	it('adds up by the engine: the same net benefit a month, to the cent', () => {
		for (const { task, options, terms, configuration, decision, visibleShare } of truth.tasks)
			for (const option of options.filter((one) =>
				['automate', 'automate_with_review'].includes(one.option)
			)) {
				const share = option.option === 'automate' ? 0 : 1;
				const { npvUsd, agentSuccess } = unitEconomics({
					...terms,
					build_cost: decision === 'start' ? terms.build_cost : 0,
					run_cost: configuration.cost.perCaseUsd,
					success: configuration.success,
					visible_failure_share: visibleShare,
					review_share_good: share,
					review_share_bad: share
				});
				const annuity = annuityFactor(monthlyRate(terms.discount_rate_year), terms.horizon_months);
				// The engine's net present value leaves the value of better results out; nothing grows where it is set.
				const quality =
					terms.volume_per_month * terms.value_usd * (agentSuccess - terms.human_success);
				expect(option.netBenefitUsdPerMonth, task).toBeCloseTo(npvUsd / annuity + quality, 2);
			}
	});

	it.each([
		['ticket-classification', 'automate', 4000],
		['refund-decision', 'automate_with_review', 5000],
		['contract-redlining', 'narrow_scope', 3000],
		['claims-settlement', 'keep_human', 2500],
		['invoice-extraction', 'automate', 2000]
	])('%s: %s brings %i USD a month more than any other option', (task, verdict, margin) => {
		const { options, optionsNow, configuration } = truthOf(task);
		expect(truthOf(task).verdict).toBe(verdict);
		expect(configuration.cases).toBeGreaterThan(200);
		for (const known of [options, optionsNow]) {
			const [best = 0, ...rest] = byOption(known, verdict);
			for (const other of rest) expect(best - other).toBeGreaterThan(margin);
		}
	});
});

describe('its assumptions', () => {
	it('are read without a complaint', () => {
		const read = readAssumptions(textOf('assumptions.csv'));
		expect('problems' in read ? read.problems : []).toEqual([]);
		expect(rowsOf('assumptions.csv').length).toBeGreaterThan(60);
	});

	it('hold the truth in nine ranges of ten', () => {
		const known = new Map(
			tasks.flatMap((task) =>
				Object.entries(task.figures).map(([name, figure]) => [`${task.name} ${name}`, figure.truth])
			)
		);
		let [inside, all] = [0, 0];
		for (let seed = 1; seed <= 60; seed++) {
			const text = assumptionsFile(new Chance(seed, 'a'), tasks, workspaceFigures, 'drawn');
			for (const row of parse(text, { columns: true }) as Row[]) {
				const value = known.get(`${row.task} ${row.name}`);
				if (value === undefined || row.low === '') continue;
				all++;
				if (Number(row.low) <= value && value <= Number(row.high)) inside++;
			}
		}
		// 60 x 38 ranges: one standard error is 0.6 points.
		expect(inside / all).toBeGreaterThan(0.9 - 0.025);
		expect(inside / all).toBeLessThan(0.9 + 0.025);
	});

	it('10 minutes with a spread of 1.2, one deviation too high: 10 x 1.2^(1/1.645) = 11.17', () => {
		const known = { truth: 10, spread: 1.2, note: '' };
		expect(estimate('human_minutes', known, 1)).toEqual({ value: 11.17, low: 9.31, high: 13.41 });
		expect(estimate('human_minutes', known, 0)).toEqual({ value: 10, low: 8.333, high: 12 });
		// Of a share the odds are off: 0.9 is 9 to 1, and 9 x 1.5 to 1 is 13.5 / 14.5.
		const share = estimate('human_success', { truth: 0.9, spread: 1.5, note: '' }, 0);
		expect(share).toEqual({ value: 0.9, low: 0.8571, high: 0.931 });
	});
});

function spansOf(name: string): ReadSpan[] {
	const text = new TextDecoder().decode(gunzipSync(fileOf(files, name)));
	return text
		.trimEnd()
		.split('\n')
		.flatMap((line) => (JSON.parse(line) as Line).resourceSpans)
		.flatMap(({ resource, scopeSpans }) =>
			scopeSpans.flatMap(({ spans }) =>
				spans.map((span) => ({
					...span,
					attributes: new Map(
						[...resource.attributes, ...span.attributes].map(({ key, value }) => [
							key,
							String(Object.values(value)[0])
						])
					)
				}))
			)
		);
}

const idOf = (span: ReadSpan): string =>
	`${span.traceId}:${(span as ReadSpan & { spanId: string }).spanId}`;

function groupedBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(key(item));
		if (group) group.push(item);
		else groups.set(key(item), [item]);
	}
	return groups;
}

const isSuccess = (column: string) => (row: Row) =>
	/^(success|yes)$/.test(row[column] ?? '') ? 1 : 0;

/** What traces and the outcomes file say of a task's results before any review: 1 right, 0 wrong. */
function toldOf(
	task: string,
	wanted: (root: Map<string, string>, span: ReadSpan) => boolean
): number[] {
	const last = new Map(outcomes.filter((row) => row.outcome).map((row) => [keyOf(row), row]));
	const reviews = new Map(
		support
			.filter((span) => span.name === 'human_review')
			.map((span) => [span.traceId, span.attributes.get('breakeven.review.decision')])
	);
	return support
		.filter((span) => !span.parentSpanId && span.attributes.get('breakeven.task') === task)
		.filter((span) => span.attributes.get(VERSION) === truthOf(task).configuration.agentVersion)
		.filter((span) => wanted(span.attributes, span))
		.flatMap((span) => {
			if (/modified|rejected/.test(reviews.get(span.traceId) ?? '')) return [0];
			const row =
				last.get(span.traceId) ??
				last.get(span.attributes.get('gen_ai.conversation.id') ?? '') ??
				last.get(span.attributes.get('breakeven.case.id') ?? '');
			const outcome = row?.outcome ?? span.attributes.get('breakeven.outcome');
			return outcome === undefined ? [] : [outcome === 'success' ? 1 : 0];
		});
}

const VERSION = 'gen_ai.agent.version';
const keyOf = (row: Row): string => row.trace_id || row.conversation_id || row.case_id || '';

/** What the model calls of each run of a configuration cost by the price book, judges left out, USD. */
function runCosts(agent: string, version: string, model: string): number[] {
	const spans = [...support, ...copilot];
	const runs = new Set(
		spans
			.filter((span) => !span.parentSpanId)
			.filter(({ attributes }) => {
				const name = attributes.get('gen_ai.agent.name') ?? attributes.get('agent.name');
				const says = attributes.get(VERSION) ?? attributes.get('service.version');
				return name === agent && says === version;
			})
			.map((span) => span.traceId)
	);
	const judges = new Set(spans.filter((span) => span.name.startsWith('evaluate')).map(idOf));
	const usages = spans
		.filter((span) => runs.has(span.traceId))
		.filter((span) => !judges.has(`${span.traceId}:${span.parentSpanId}`))
		.flatMap(({ traceId, attributes, startTimeUnixNano }) => {
			const called = attributes.get('gen_ai.response.model') ?? attributes.get('llm.model_name');
			if (called === undefined) return [];
			const count = (...keys: string[]) =>
				Number(keys.map((key) => attributes.get(key)).find((value) => value !== undefined) ?? 0);
			const prompt = count('gen_ai.usage.input_tokens', 'llm.token_count.prompt');
			const read = count(
				'gen_ai.usage.cache_read.input_tokens',
				'llm.token_count.prompt_details.cache_read'
			);
			const write = count('gen_ai.usage.cache_creation.input_tokens');
			return {
				traceId,
				provider: attributes.get('gen_ai.provider.name') ?? attributes.get('llm.provider'),
				model: called,
				at: startTimeUnixNano,
				input_tokens: prompt - read - write,
				cache_read_tokens: read,
				cache_write_tokens: write,
				output_tokens: count('gen_ai.usage.output_tokens', 'llm.token_count.completion')
			};
		});
	const priced = groupedBy(priceUsages(usages), (usage) => usage.traceId);
	return [...priced.values()]
		.filter((run) => run.some((usage) => usage.model === model))
		.map((run) => run.reduce((sum, usage) => sum + (usage.price_usd ?? NaN), 0));
}

/** The mean of what was drawn lies within 4 standard errors of the truth. */
function expectNear(values: readonly number[], expected: number): void {
	const mean = values.reduce((a, b) => a + b, 0) / values.length;
	const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	const error = Math.sqrt(squares / (values.length - 1) / values.length);
	expect(values.length).toBeGreaterThan(20);
	expect(Math.abs(mean - expected)).toBeLessThan(4 * error);
}

/** Net benefits: the named option's first, then those of the others that are options of their own. */
function byOption(options: readonly TrueOption[], name: string): number[] {
	const kind = (one: TrueOption) => (one.option === 'gated' ? 'automate_with_review' : one.option);
	// A gate that stops nothing is no review.
	const real = options.filter((one) => one.option !== 'gated' || one.reviewRate > 0);
	const best = (wanted: (one: TrueOption) => boolean) =>
		real.filter(wanted).map((one) => one.netBenefitUsdPerMonth);
	return [Math.max(...best((one) => kind(one) === name)), ...best((one) => kind(one) !== name)];
}
