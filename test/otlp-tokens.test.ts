import { expect, it } from 'vitest';
import { tokenClassesSql } from '#lib/server/warehouse/statements/otlp-tokens.ts';
import { tokenClasses, type ReportedUsage, type TokenConvention } from '#lib/trace/tokens.ts';
import { emptySession, type Row } from './otlp-paths.ts';
import { choices } from './otlp-random.ts';

const random = choices(20260105);

/** Counts that meet the rules' edges: sums that hold, parts larger than the whole, no counts at all. */
function usage(): ReportedUsage {
	const count = () =>
		random.pick<number | null>([
			...[null, null, 0, 1, 3, 100, 300, 400, 500, 1000],
			...[random.below(2000), -1, 2.5, 2 ** 53, 2 ** 52 - 1]
		]);
	const parts = {
		inputTokens: count(),
		outputTokens: count(),
		cacheReadTokens: count(),
		cacheWriteTokens: count(),
		cacheWrite1hTokens: count(),
		reasoningTokens: count()
	};
	const { inputTokens: input, outputTokens: output, cacheReadTokens: cached } = parts;
	const sums = [(input ?? 0) + (output ?? 0), (input ?? 0) + (output ?? 0) + (cached ?? 0)];
	return { ...parts, totalTokens: random.pick([count(), ...sums]) };
}

it('4,000 random usages: the CASE expressions give the classes of tokenClasses', async () => {
	const conventions = ['inclusive', 'exclusive', 'unknown'] as const;
	const cases = Array.from({ length: 4000 }, (_, id) => ({
		id,
		usage: usage(),
		convention: random.pick<TokenConvention>(conventions),
		outputConvention: random.pick<TokenConvention>(conventions),
		provider: random.pick([null, 'openai', 'aws.bedrock', 'Anthropic']),
		model: random.pick([null, 'gpt-5', 'claude-sonnet-4-5', 'us.anthropic.claude-opus'])
	}));
	const { session } = await emptySession();
	const shape = `[{"id":"BIGINT","usage":{${Object.keys(usage())
		.map((name) => `"${name}":"DOUBLE"`)
		.join(
			','
		)}},"convention":"VARCHAR","outputConvention":"VARCHAR","provider":"VARCHAR","model":"VARCHAR"}]`;
	const classes = tokenClassesSql('cases', 'classes', {
		input: 'c.usage."inputTokens"',
		output: 'c.usage."outputTokens"',
		total: 'c.usage."totalTokens"',
		cacheRead: 'c.usage."cacheReadTokens"',
		cacheWrite: 'c.usage."cacheWriteTokens"',
		cacheWrite1h: 'c.usage."cacheWrite1hTokens"',
		reasoning: 'c.usage."reasoningTokens"',
		convention: 'c.convention',
		outputConvention: 'c."outputConvention"',
		provider: 'c.provider',
		model: 'c.model'
	});
	const rows = await session.rows<Row>({
		text: `with cases as (select unnest(from_json(?, '${shape}')) as c), ${classes}
			select * exclude (c) from classes order by c.id`,
		values: [JSON.stringify(cases)]
	});
	const expected = cases.map(({ usage, ...origin }) => {
		const { flags, ...found } = tokenClasses(usage, origin);
		return {
			input_tokens: found.inputTokens,
			cache_read_tokens: found.cacheReadTokens,
			cache_write_tokens: found.cacheWriteTokens,
			cache_write_1h_tokens: found.cacheWrite1hTokens,
			output_tokens: found.outputTokens,
			reasoning_tokens: found.reasoningTokens,
			reported_input_tokens: found.reportedInputTokens,
			reported_output_tokens: found.reportedOutputTokens,
			token_basis: found.tokenBasis,
			bad_tokens: flags.includes('bad_token_count')
		};
	});
	for (const basis of ['inclusive', 'exclusive', 'guarded', 'unknown']) {
		expect(expected.filter((row) => row.token_basis === basis).length).toBeGreaterThan(50);
	}
	expect(rows).toEqual(expected);
});
