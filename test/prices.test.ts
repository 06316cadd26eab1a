import { calcPrice, waitForUpdate, type ModelInfo, type Provider } from '@pydantic/genai-prices';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import shipped from '#data/price-overrides.json';
import {
	bookRows,
	bookVersion,
	catalogue,
	isFree,
	priceRows,
	priceUsages,
	type PriceOverride
} from '#lib/server/price-book.ts';
import { priceUsage, type PricedUsage, type PriceRow } from '#lib/trace/price.ts';

const us = (time: string) => Date.parse(time) * 1000;
const used = (usage: Partial<PricedUsage>): PricedUsage => ({
	atUs: us('2026-01-15T12:00:00Z'),
	inputTokens: 0,
	cacheReadTokens: null,
	cacheWriteTokens: null,
	cacheWrite1hTokens: null,
	outputTokens: 0,
	reasoningTokens: null,
	...usage
});
const price = (provider: string | null, model: string, usage: Partial<PricedUsage>) =>
	priceUsage(used(usage), priceRows(provider, model)).priceUsd;
const contract: PriceOverride = {
	provider: 'openai',
	model: 'gpt-contract',
	valid_from: null,
	valid_to: null,
	prices: { input_mtok: 2.5, cache_read_mtok: 0.25, output_mtok: 15 },
	checked: '2026-11-21',
	source: 'https://example.com/contract'
};

describe('published reference values', () => {
	it('Sonnet 3.7, 3 in, 12,304 written, 550 out: 0.054399 (litellm#9812)', () => {
		const usage = { inputTokens: 3, cacheWriteTokens: 12304, outputTokens: 550 };
		expect(price('anthropic', 'claude-3-7-sonnet-20250219', usage)).toBeCloseTo(
			(3 * 3 + 12304 * 3.75 + 550 * 15) / 1e6,
			12
		);
		expect(price('anthropic', 'claude-3-7-sonnet-20250219', usage)).toBeCloseTo(0.054399, 12);
	});

	it('6,074 prompt of which 3,456 cached, 285 out at 2.5 / 0.25 / 15: 0.011684, without the discount 0.01946 (litellm#27191)', () => {
		const rows = priceRows('openai', 'gpt-contract', [contract]);
		const cached = used({
			inputTokens: 6074 - 3456,
			cacheReadTokens: 3456,
			outputTokens: 285
		});
		const uncached = used({ inputTokens: 6074, outputTokens: 285 });
		expect(priceUsage(cached, rows).priceUsd).toBeCloseTo(0.011684, 12);
		expect(priceUsage(uncached, rows).priceUsd).toBeCloseTo(0.01946, 12);
	});

	it('golden case token-cost: cache, long context for the whole call, a price per request', () => {
		const prices = {
			input_mtok: { base: 3, tiers: [{ start: 200000, price: 6 }] },
			cache_read_mtok: { base: 0.3, tiers: [{ start: 200000, price: 0.6 }] },
			cache_write_mtok: { base: 3.75, tiers: [{ start: 200000, price: 7.5 }] },
			output_mtok: { base: 15, tiers: [{ start: 200000, price: 22.5 }] }
		};
		const large = priceRows(null, 'm-large', [
			{ ...contract, provider: null, model: 'm-*', prices }
		]);
		const cost = (usage: Partial<PricedUsage>) => priceUsage(used(usage), large).priceUsd;
		expect(
			cost({ inputTokens: 1200, cacheReadTokens: 45000, cacheWriteTokens: 3000, outputTokens: 850 })
		).toBeCloseTo(0.0411, 12);
		expect(cost({ inputTokens: 10000, cacheReadTokens: 190001, outputTokens: 1000 })).toBeCloseTo(
			0.1965006,
			12
		);
		expect(cost({ inputTokens: 200000, outputTokens: 2000 })).toBeCloseTo(0.315 / 0.5, 12);
		expect(cost({ inputTokens: 200001, outputTokens: 2000 })).toBeCloseTo(1.245006, 12);

		const small = priceRows(null, 'm-small', [
			{
				...contract,
				provider: null,
				model: 'm-small',
				prices: { input_mtok: 0.15, output_mtok: 0.6, requests_kcount: 0.2 }
			}
		]);
		expect(priceUsage(used({ inputTokens: 5000, outputTokens: 300 }), small).priceUsd).toBeCloseTo(
			0.00113,
			12
		);
	});
});

describe('conditions', () => {
	it('o3 costs 10 per million until 2025-06-10 00:00 UTC, and 2 from then on', () => {
		const at = (time: string) => price('openai', 'o3', { inputTokens: 1e6, atUs: us(time) });
		expect(at('2025-06-09T23:59:59.999Z')).toBe(10);
		expect(at('2025-06-10T00:00:00Z')).toBe(2);
		const { rule } = priceUsage(used({ inputTokens: 1 }), priceRows('openai', 'o3'));
		expect(rule).toBe(
			'openai o3: input 2, cache read 0.5, output 8 USD per million tokens; since 2025-06-10; genai-prices 0.1.8 of 2026-09-23'
		);
	});

	it('a call without a time is priced only where the price never changed', () => {
		const undated = used({ inputTokens: 1e6, atUs: null });
		expect(priceUsage(undated, priceRows('openai', 'gpt-4o')).priceUsd).toBe(2.5);
		expect(priceUsage(undated, priceRows('openai', 'o3'))).toEqual({
			priceUsd: null,
			rule: 'unpriced: the call has no time, and the price of o3 depends on it'
		});
	});

	it('gemini-2.5-pro: 200,000 tokens at 1.25, one more reprices the whole call at 2.5; cached ones count', () => {
		const input = (inputTokens: number, cacheReadTokens: number | null = null) =>
			price('google', 'gemini-2.5-pro', { inputTokens, cacheReadTokens });
		expect(input(200000)).toBeCloseTo((200000 * 1.25) / 1e6, 12);
		expect(input(200001)).toBeCloseTo((200001 * 2.5) / 1e6, 12);
		expect(input(1, 200000)).toBeCloseTo((1 * 2.5 + 200000 * 0.25) / 1e6, 12);
	});

	it('deepseek-chat halves from 16:30 to 00:30 UTC, on both sides of midnight', () => {
		const at = (clock: string) =>
			price('deepseek', 'deepseek-chat', {
				inputTokens: 1e6,
				atUs: us(`2025-07-01T${clock}Z`)
			});
		expect(at('00:29:59')).toBe(0.135);
		expect(at('00:30:00')).toBe(0.27);
		expect(at('16:29:59')).toBe(0.27);
		expect(at('16:30:00')).toBe(0.135);
		expect(priceRows('deepseek', 'deepseek-chat').map((row) => row.dayFromUs)).toEqual([
			0, 1_800_000_000, 59_400_000_000
		]);
	});

	it('deepseek-v4-flash had one price before 2026-08-17, which the book cannot say and an override does', () => {
		const at = (time: string) => (rows: PriceRow[]) =>
			priceUsage(used({ inputTokens: 1e6, atUs: us(time) }), rows).priceUsd;
		const [book, ours] = [
			bookRows('deepseek', 'deepseek-v4-flash'),
			priceRows('deepseek', 'deepseek-v4-flash')
		];
		expect(at('2026-08-01T02:00:00Z')(book)).toBe(0.44);
		expect(at('2026-08-01T02:00:00Z')(ours)).toBe(0.14);
		expect(at('2026-08-18T02:00:00Z')(ours)).toBe(0.44);
		expect(at('2026-08-18T04:00:00Z')(ours)).toBe(0.22);
	});

	it('reads and writes of the cache have their own prices, the one-hour part twice the input', () => {
		const usage = {
			inputTokens: 1000,
			cacheReadTokens: 2000,
			cacheWriteTokens: 700,
			cacheWrite1hTokens: 300,
			outputTokens: 10
		};
		expect(price('anthropic', 'claude-haiku-4-5', usage)).toBeCloseTo(
			(1000 * 1 + 2000 * 0.1 + 400 * 1.25 + 300 * 2 + 10 * 5) / 1e6,
			15
		);
	});

	it('where the book has no one-hour price of a Claude model it is derived, and marked', () => {
		const [row] = priceRows('aws.bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0');
		expect(row?.usdPerMtok).toMatchObject({ input: 3.3, cacheWrite: 4.125, cacheWrite1h: 2 * 3.3 });
		expect(row?.cacheWrite1hDerived).toBe(true);
		expect(row?.rule).toContain('1 h cache write 6.6 (derived: 2 x input)');
		expect(priceRows('anthropic', 'claude-haiku-4-5')[0]?.cacheWrite1hDerived).toBe(false);
	});

	it('reasoning that is priced apart costs its own price, a request its fee', () => {
		expect(
			price('perplexity', 'sonar-deep-research', { outputTokens: 1000, reasoningTokens: 400 })
		).toBeCloseTo((600 * 8 + 400 * 3) / 1e6, 12);
		expect(price('perplexity', 'sonar', { inputTokens: 1000 })).toBeCloseTo(0.012 + 0.001, 12);
	});
});

describe('unpriced is null, never zero', () => {
	it('an unknown model, an unknown seller and a model priced by the second have no rows', () => {
		expect(priceRows('openai', 'gpt-99-imaginary')).toEqual([]);
		expect(priceRows('ollama', 'gemma3')).toEqual([]);
		expect(priceRows('vllm', 'openai/gpt-4o')).toEqual([]);
		expect(priceRows(null, 'ollama/gemma3')).toEqual([]);
		expect(priceRows('openai', 'whisper-1')).toEqual([]);
		expect(priceRows('aws.sagemaker', 'my-endpoint')).toEqual([]);
		expect(priceUsage(used({ inputTokens: 5 }), [])).toEqual({ priceUsd: null, rule: null });
	});

	it('a count that is missing where it has a price leaves the call unpriced', () => {
		expect(price('openai', 'gpt-4o', { inputTokens: 10, outputTokens: null })).toBeNull();
		expect(price('openai', 'gpt-4o', { inputTokens: null, outputTokens: 10 })).toBeNull();
		expect(
			price('openai', 'text-embedding-3-small', { inputTokens: 1e6, outputTokens: null })
		).toBe(0.02);
		expect(
			price('openai', 'text-embedding-3-small', { inputTokens: 1e6, outputTokens: 1 })
		).toBeNull();
	});

	it('a one-hour part above the writes is unpriced, and the rule says so', () => {
		const wrong = used({ cacheWriteTokens: 1, cacheWrite1hTokens: 2 });
		const { priceUsd, rule } = priceUsage(wrong, priceRows('anthropic', 'claude-haiku-4-5'));
		expect(priceUsd).toBeNull();
		expect(rule).toMatch(/^unpriced: cacheWrite tokens -1, price 1.25; /);
	});

	it('free is known to be free: 0, not null', () => {
		expect(isFree('openrouter', 'deepseek/deepseek-r1-0528:free')).toBe(true);
		expect(price('openrouter', 'deepseek/deepseek-r1-0528:free', { inputTokens: 1e6 })).toBe(0);
		expect(isFree('openai', 'omni-moderation-latest')).toBe(true);
		expect(isFree('openai', 'gpt-4o')).toBe(false);
		expect(isFree('openai', 'gpt-99-imaginary')).toBe(false);
		expect(isFree('cerebras', 'qwen-3-coder-480b')).toBe(false);
	});
});

describe('overrides', () => {
	const halfPrice = { ...contract, model: 'gpt-4o*', prices: { input_mtok: 1.25, output_mtok: 5 } };

	it('a workspace row wins over the book from its day on, until its end', () => {
		const rows = priceRows('openai', 'gpt-4o-2024-08-06', [
			{ ...halfPrice, valid_from: '2026-01-01', valid_to: '2026-02-01' }
		]);
		const at = (time: string) =>
			priceUsage(used({ inputTokens: 1e6, atUs: us(time) }), rows).priceUsd;
		expect(at('2025-12-31T23:59:59Z')).toBe(2.5);
		expect(at('2026-01-01T00:00:00Z')).toBe(1.25);
		expect(at('2026-02-01T00:00:00Z')).toBe(2.5);
		expect(rows.map((row) => row.source)).toEqual(['genai-prices', 'override', 'genai-prices']);
	});

	it('of two workspace rows the one that starts last wins, whatever their order', () => {
		const rows = priceRows('azure.ai.openai', 'gpt-4o', [
			{ ...halfPrice, provider: 'azure', valid_from: '2026-01-10', prices: { input_mtok: 1 } },
			{ ...halfPrice, provider: 'azure', valid_from: '2026-01-01', prices: { input_mtok: 2 } }
		]);
		expect(priceUsage(used({ inputTokens: 1e6 }), rows).priceUsd).toBe(1);
	});

	it('a row prices a model that nobody sells, and not its neighbours', () => {
		const own = { ...contract, provider: 'ollama', model: 'gemma3' };
		expect(priceRows('Ollama', 'gemma3', [own])).toHaveLength(1);
		expect(priceRows('ollama', 'gemma3:27b', [own])).toEqual([]);
		expect(priceRows('vllm', 'gemma3', [own])).toEqual([]);
	});

	it('each shipped row has a day and a page', () => {
		for (const row of shipped) {
			expect(row.checked).toMatch(/^20\d\d-\d\d-\d\d$/);
			expect(row.source).toMatch(/^https:\/\//);
		}
	});
});

describe('names', () => {
	const sonnet = 'claude-sonnet-4-5-20250929';
	it.each([
		[null, `anthropic/${sonnet}`, 'anthropic claude-sonnet-4-5'],
		[null, `anthropic:${sonnet}`, 'anthropic claude-sonnet-4-5'],
		['litellm', `anthropic/${sonnet}`, 'anthropic claude-sonnet-4-5'],
		['anthropic.messages', sonnet, 'anthropic claude-sonnet-4-5'],
		['Anthropic', 'claude-opus-4-6[1m]', 'anthropic claude-opus-4-6'],
		['aws.bedrock', `us.anthropic.${sonnet}-v1:0`, `aws regional.anthropic.${sonnet}-v1:0`],
		['anthropic', `us.anthropic.${sonnet}-v1:0`, `aws regional.anthropic.${sonnet}-v1:0`],
		[null, `us.anthropic.${sonnet}-v1:0`, `aws regional.anthropic.${sonnet}-v1:0`],
		[null, `global.anthropic.${sonnet}-v1:0`, `aws global.anthropic.${sonnet}-v1:0`],
		[null, `bedrock/${sonnet}`, `aws regional.anthropic.${sonnet}-v1:0`],
		[null, `bedrock/us-east-1/anthropic.${sonnet}-v1:0`, `aws regional.anthropic.${sonnet}-v1:0`],
		[
			'openai',
			`bedrock/converse/eu.anthropic.${sonnet}-v1:0`,
			`aws regional.anthropic.${sonnet}-v1:0`
		],
		[
			'aws.bedrock',
			`arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.${sonnet}-v1:0`,
			`aws regional.anthropic.${sonnet}-v1:0`
		],
		[
			null,
			`arn:aws:bedrock:us-east-1::foundation-model/anthropic.${sonnet}-v1:0`,
			`aws regional.anthropic.${sonnet}-v1:0`
		],
		[null, 'vertex_ai/claude-sonnet-4-5@20250929', 'google claude-sonnet-4-5'],
		['gcp.vertex_ai', 'publishers/anthropic/models/claude-sonnet-4-5', 'google claude-sonnet-4-5'],
		['gcp.gemini', 'models/gemini-2.5-pro', 'google gemini-2.5-pro'],
		['gcp.gen_ai', 'gemini-2.5-pro', 'google gemini-2.5-pro'],
		[null, 'gemini/gemini-2.5-pro', 'google gemini-2.5-pro'],
		[null, 'models/gemini-2.5-pro', 'google gemini-2.5-pro'],
		['openai.responses', 'gpt-5-mini-2025-08-07', 'openai gpt-5-mini'],
		['openai', 'openai/gpt-4o-mini', 'openai gpt-4o-mini'],
		['azure.ai.openai', 'gpt-4o', 'azure gpt-4o'],
		['az.ai.openai', 'gpt-4o', 'azure gpt-4o'],
		[null, 'azure/gpt-4o', 'azure gpt-4o'],
		['openai', 'azure/gpt-4o', 'azure gpt-4o'],
		['xai', 'grok-4', 'x-ai grok-4-0709'],
		['xai.chat', 'xai/grok-4', 'x-ai grok-4-0709'],
		['openrouter', 'openai/gpt-4o', 'openrouter openai/gpt-4o'],
		['openai', 'openrouter/openai/gpt-4o', 'openrouter openai/gpt-4o'],
		['openai', 'anthropic/claude-sonnet-4.5', 'anthropic claude-sonnet-4-5'],
		['fireworks_ai', 'accounts/fireworks/models/deepseek-v3p2', 'fireworks deepseek-v3p2'],
		[null, 'gpt-4.1-2025-04-14', 'openai gpt-4.1']
	])('%s %s is %s', (provider, model, label) => {
		const rows = priceRows(provider, model);
		expect(rows[0]?.rule.split(':').slice(0, label.split(':').length).join(':')).toBe(label);
		expect(rows[0]).toMatchObject({ provider, model });
	});
});

describe('price FILE', () => {
	it('returns the same rows with price_usd and rule; input without cache, the one-hour part inside the writes', () => {
		const [csv, json, unknown] = priceUsages([
			{
				id: 'a',
				provider: 'anthropic',
				model: 'claude-haiku-4-5',
				at: '2026-01-15 12:00:00',
				input_tokens: '1000',
				cache_read_tokens: '2000',
				cache_write_tokens: '700',
				cache_write_1h_tokens: '300',
				output_tokens: '10'
			},
			{ provider: 'openai', model: 'o3', at: 1749513599999, input_tokens: 1e6, output_tokens: 0 },
			{ provider: 'acme', model: 'x', at: '', input_tokens: 5, output_tokens: 5 }
		]);
		expect(csv).toMatchObject({ id: 'a', input_tokens: '1000' });
		expect(csv?.price_usd).toBeCloseTo((1000 + 200 + 400 * 1.25 + 300 * 2 + 50) / 1e6, 15);
		expect(json?.price_usd).toBe(10);
		expect(unknown).toMatchObject({ price_usd: null, rule: null });
	});

	it('a cell that cannot be read leaves the row unpriced and says what was seen', () => {
		const row = { provider: 'openai', model: 'gpt-4o', input_tokens: '-3', output_tokens: '1.5' };
		const [priced] = priceUsages([{ ...row, at: 'yesterday' }]);
		expect(priced).toMatchObject({
			price_usd: null,
			rule: 'unpriced: at is "yesterday", expected RFC 3339; input_tokens is "-3", expected a whole number; output_tokens is "1.5", expected a whole number'
		});
	});

	it.each([
		'2025-06-10',
		'2025-06-10T00:00:00Z',
		'2025-06-10T02:00:00+02:00',
		'2025-06-10 00:00:00',
		'1749513600',
		'1749513600000',
		'1749513600000000',
		'1749513600000000000'
	])('%s is the first moment of the new o3 price', (at) => {
		const [priced] = priceUsages([
			{ provider: 'openai', model: 'o3', at, input_tokens: 1e6, output_tokens: 0 }
		]);
		expect(priced?.price_usd).toBe(2);
	});
});

describe('the catalogue', () => {
	it('lists every provider and model with the prices in force and the days they change', async () => {
		const providers = await catalogue(us('2026-01-01T00:00:00Z'));
		const openai = providers.find(({ provider }) => provider === 'openai');
		const o3 = openai?.models.find(({ model }) => model === 'o3');
		expect(o3?.changesUs).toEqual([us('2025-06-10T00:00:00Z')]);
		expect(o3?.current.map((row) => row.usdPerMtok.input)).toEqual([2]);
		const gemini = providers
			.find(({ provider }) => provider === 'google')
			?.models.find(({ model }) => model === 'gemini-2.5-pro');
		expect(gemini?.current.map((row) => row.upToInputTokens)).toEqual([200000, null]);
	});
});

it('names the release of genai-prices that package.json pins', () => {
	const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
		dependencies: Record<string, string>;
	};
	expect(bookVersion).toBe(manifest.dependencies['@pydantic/genai-prices']);
});

describe('parity with genai-prices', () => {
	const times = [
		'2024-02-29T12:00:00Z',
		'2025-06-09T23:59:59.999Z',
		'2025-06-10T00:00:00Z',
		'2025-12-18T16:30:00Z',
		'2026-03-13T00:29:59Z',
		'2026-08-16T02:00:00Z',
		'2026-08-17T09:59:59Z',
		'2026-08-22T10:00:00Z',
		'2027-01-01T00:00:00Z'
	];
	const usages = [
		[1234, 0, 0, 0, 567, 0],
		[1000, 20000, 3000, 0, 900, 400],
		[1000, 20000, 3000, 1200, 900, 400],
		[128000, 0, 0, 0, 1, 0],
		[128000, 1, 0, 0, 1, 0],
		[100000, 100000, 0, 0, 1, 0],
		[1, 100000, 100000, 100, 1, 1],
		[271999, 0, 0, 0, 10, 0],
		[271999, 0, 1, 0, 10, 0],
		[600000, 1, 1, 1, 10, 10]
	] as const;

	/** A spelling that genai-prices takes for this very model; null where another model hides it. */
	const spelling = (provider: Provider, model: ModelInfo) => {
		const leaves = [...JSON.stringify(model.match).matchAll(/":"([^"]+)"/g)].map(
			([, name]) => name
		);
		return [model.id, ...leaves, ...leaves.map((name) => `${name}1`)].find(
			(name) =>
				name !== undefined && calcPrice({}, name, { providerId: provider.id })?.model === model
		);
	};

	it('every model of every provider, ten usages, nine times: equal within 1e-12, or null where genai-prices says 0 without a price', async () => {
		const providers = (await waitForUpdate()) ?? [];
		let [equal, unpriced, derived, hidden] = [0, 0, 0, 0];
		const wrong: string[] = [];
		for (const provider of providers)
			for (const model of provider.models) {
				const name = spelling(provider, model);
				if (name === undefined) hidden++;
				if (name === undefined) continue;
				const rows = bookRows(provider.id, name);
				for (const time of times)
					for (const [input, read, write, write1h, output, reasoning] of usages) {
						const ours = priceUsage(
							{
								atUs: us(time),
								inputTokens: input,
								cacheReadTokens: read,
								cacheWriteTokens: write,
								cacheWrite1hTokens: write1h,
								outputTokens: output,
								reasoningTokens: reasoning
							},
							rows
						).priceUsd;
						const theirs = calcPrice(
							{
								input_tokens: input + read + write,
								cache_read_tokens: read,
								cache_write_tokens: write,
								cache_write_1h_tokens: write1h,
								output_tokens: output,
								output_reasoning_tokens: reasoning
							},
							name,
							{ providerId: provider.id, timestamp: new Date(time) }
						);
						const book = theirs?.model_price ?? {};
						const total = theirs?.total_price ?? NaN;
						const free = model.id.endsWith(':free');
						if (write1h > 0 && rows[0]?.cacheWrite1hDerived) derived++;
						else if (!free && (book.input_mtok === undefined || book.output_mtok === undefined)) {
							unpriced++;
							if (ours !== null) wrong.push(`${provider.id} ${name} ${time}: ${ours}`);
						} else {
							equal++;
							if (ours === null || Math.abs(ours - total) > 1e-12 * Math.abs(total))
								wrong.push(`${provider.id} ${name} ${time}: ${ours}, not ${total}`);
						}
					}
			}
		expect(wrong).toEqual([]);
		expect(hidden).toBe(0);
		expect(equal).toBeGreaterThan(130_000);
		expect(unpriced + derived).toBeLessThan(0.08 * equal);
	});
});
