import { describe, expect, it } from 'vitest';
import {
	isAnthropic,
	tokenClasses,
	type ReportedUsage,
	type UsageOrigin
} from '#lib/trace/tokens.ts';

const nothing: ReportedUsage = {
	inputTokens: null,
	outputTokens: null,
	totalTokens: null,
	cacheReadTokens: null,
	cacheWriteTokens: null,
	cacheWrite1hTokens: null,
	reasoningTokens: null
};
const gpt: UsageOrigin = { convention: 'unknown', provider: 'openai', model: 'gpt-5' };
const claude: UsageOrigin = { convention: 'unknown', provider: null, model: 'claude-sonnet-4-5' };
const classes = (reported: Partial<ReportedUsage>, origin: UsageOrigin) =>
	tokenClasses({ ...nothing, ...reported }, origin);

describe('the input count and the cache', () => {
	it('17,903 prompt tokens of which 17,817 are cached: 86 are billed as input (langfuse#10592)', () => {
		const usage = classes({ inputTokens: 17903, cacheReadTokens: 17817 }, gpt);
		expect(usage).toMatchObject({
			inputTokens: 17903 - 17817,
			cacheReadTokens: 17817,
			reportedInputTokens: 17903,
			tokenBasis: 'inclusive',
			flags: []
		});
	});

	it('3 input tokens beside 12,304 cache writes cannot contain them, whatever the dialect says (litellm#9812)', () => {
		for (const convention of ['inclusive', 'exclusive', 'unknown'] as const) {
			const usage = classes(
				{ inputTokens: 3, cacheWriteTokens: 12304, outputTokens: 550 },
				{ ...claude, convention }
			);
			expect(usage).toMatchObject({
				inputTokens: 3,
				cacheWriteTokens: 12304,
				outputTokens: 550,
				tokenBasis: 'exclusive'
			});
		}
	});

	it('a Claude model in an undocumented dialect is read as exclusive, and marked as guarded', () => {
		const usage = classes({ inputTokens: 5000, cacheReadTokens: 3000 }, claude);
		expect(usage).toMatchObject({ inputTokens: 5000, tokenBasis: 'guarded' });
	});

	it('a Claude model in an inclusive dialect loses its cache tokens from the input', () => {
		const usage = classes(
			{ inputTokens: 5000, cacheReadTokens: 3000, cacheWriteTokens: 500 },
			{ ...claude, convention: 'inclusive' }
		);
		expect(usage).toMatchObject({ inputTokens: 5000 - 3000 - 500, tokenBasis: 'inclusive' });
	});

	it('a dialect that is exclusive by name stays so, also when the total is the bare sum', () => {
		const usage = classes(
			{ inputTokens: 900, outputTokens: 100, cacheReadTokens: 300, totalTokens: 1000 },
			{ ...gpt, convention: 'exclusive' }
		);
		expect(usage).toMatchObject({ inputTokens: 900, tokenBasis: 'exclusive' });
	});

	it('a total of 1,300 = 900 + 300 + 100 says exclusive, 1,000 = 900 + 100 says inclusive', () => {
		const reported = { inputTokens: 900, cacheReadTokens: 300, outputTokens: 100 };
		for (const origin of [gpt, claude, { ...gpt, convention: 'inclusive' as const }]) {
			expect(classes({ ...reported, totalTokens: 1300 }, origin)).toMatchObject({
				inputTokens: 900,
				tokenBasis: 'exclusive'
			});
			expect(classes({ ...reported, totalTokens: 1000 }, origin)).toMatchObject({
				inputTokens: 600,
				tokenBasis: 'inclusive'
			});
		}
		expect(classes({ ...reported, totalTokens: 1234 }, claude).tokenBasis).toBe('guarded');
	});

	it('exactly as many cached tokens as input is inclusive: nothing is left', () => {
		const usage = classes({ inputTokens: 400, cacheReadTokens: 400 }, gpt);
		expect(usage).toMatchObject({ inputTokens: 0, tokenBasis: 'inclusive' });
	});

	it('without cache, or without input, there is nothing to decide', () => {
		expect(classes({ inputTokens: 7 }, claude)).toMatchObject({
			inputTokens: 7,
			cacheReadTokens: null,
			tokenBasis: 'unknown'
		});
		expect(classes({ cacheReadTokens: 7 }, gpt)).toMatchObject({
			inputTokens: null,
			cacheReadTokens: 7
		});
		expect(classes({}, gpt)).toMatchObject({ inputTokens: null, outputTokens: null, flags: [] });
	});
});

describe('parts', () => {
	it('2,944 reasoning tokens beside 41 of output: output was exclusive and becomes 2,985', () => {
		const usage = classes({ outputTokens: 41, reasoningTokens: 2944 }, gpt);
		expect(usage).toMatchObject({
			outputTokens: 41 + 2944,
			reasoningTokens: 2944,
			reportedOutputTokens: 41
		});
	});

	it('reasoning within output stays a part of it, unless the dialect subtracts it (Langfuse)', () => {
		const reported = { outputTokens: 100, reasoningTokens: 60 };
		expect(classes(reported, gpt).outputTokens).toBe(100);
		expect(classes(reported, { ...gpt, outputConvention: 'exclusive' }).outputTokens).toBe(160);
	});

	it('one-hour writes are a part of the writes, and are the writes where only they are stated', () => {
		expect(
			classes({ inputTokens: 1, cacheWriteTokens: 900, cacheWrite1hTokens: 400 }, claude)
		).toMatchObject({ cacheWriteTokens: 900, cacheWrite1hTokens: 400, flags: [] });
		expect(classes({ inputTokens: 1, cacheWrite1hTokens: 400 }, claude)).toMatchObject({
			cacheWriteTokens: 400,
			cacheWrite1hTokens: 400
		});
	});

	it('400 one-hour writes within 300 writes are a contradiction: the lifetime is unknown, and flagged', () => {
		const usage = classes({ cacheWriteTokens: 300, cacheWrite1hTokens: 400 }, claude);
		expect(usage).toMatchObject({
			cacheWriteTokens: 300,
			cacheWrite1hTokens: null,
			flags: ['bad_token_count']
		});
	});

	it.each([-1, 0.5, NaN, Infinity, 2 ** 60])(
		'%d is no count: null and a flag, not a clamp',
		(bad) => {
			const usage = classes({ inputTokens: bad, outputTokens: 5, cacheReadTokens: bad }, gpt);
			expect(usage).toMatchObject({
				inputTokens: null,
				reportedInputTokens: null,
				cacheReadTokens: null,
				outputTokens: 5,
				flags: ['bad_token_count']
			});
		}
	);
});

it('Claude is Anthropic wherever it is sold', () => {
	expect(isAnthropic('aws.bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0')).toBe(true);
	expect(isAnthropic('gcp.vertex_ai', 'claude-opus-4@20250514')).toBe(true);
	expect(isAnthropic('Anthropic', null)).toBe(true);
	expect(isAnthropic('aws.bedrock', 'amazon.nova-pro-v1:0')).toBe(false);
	expect(isAnthropic(null, null)).toBe(false);
});
