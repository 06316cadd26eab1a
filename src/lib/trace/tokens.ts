import type { TokenBasis, TokenClasses } from './model.ts';

/** What a dialect's documentation says: are the parts counted inside the whole, beside it, or is it not said? */
export type TokenConvention = 'inclusive' | 'exclusive' | 'unknown';

/** Token counts exactly as an export states them; null where it states none. */
export interface ReportedUsage {
	inputTokens: number | null;
	outputTokens: number | null;
	totalTokens: number | null;
	cacheReadTokens: number | null;
	cacheWriteTokens: number | null;
	/** The part of the cache writes with a lifetime of one hour; null = lifetime not known. */
	cacheWrite1hTokens: number | null;
	reasoningTokens: number | null;
}

/** Who reported a usage, and by which convention. */
export interface UsageOrigin {
	/** Does the input count contain cached tokens? */
	convention: TokenConvention;
	/** Does the output count contain reasoning? Inclusive unless said otherwise (Langfuse: exclusive). */
	outputConvention?: TokenConvention;
	provider: string | null;
	model: string | null;
}

/** Disjoint classes, and `bad_token_count` in `flags` when a reported count could not be used. */
export interface NormalizedUsage extends TokenClasses {
	flags: string[];
}

/**
 * A usage as reported -> disjoint token classes; null stays null, and a count never comes out negative.
 * Rules, in this order (their SQL twin is one CASE per column):
 * 1. A count that is not a whole number from 0 to 2^53 - 1 is null, and flagged.
 * 2. write = coalesce(write, write_1h); a write_1h above write is null, and flagged.
 * 3. output = output + reasoning when reasoning > output or the output convention is exclusive.
 * 4. C = coalesce(read, 0) + coalesce(write, 0). When input is null or C = 0: input as reported,
 *    basis = the convention.
 * 5. Convention exclusive: input as reported, basis exclusive.
 * 6. C > input: input as reported, basis exclusive.
 * 7. total = input + C + output: input as reported, basis exclusive;
 *    total = input + output: input - C, basis inclusive (output is that of rule 3).
 * 8. Convention unknown and an Anthropic model: input as reported, basis guarded.
 * 9. Else: input - C, basis inclusive.
 */
export function tokenClasses(reported: ReportedUsage, origin: UsageOrigin): NormalizedUsage {
	const flags = new Set<string>();
	const count = (value: number | null) => {
		if (value === null || (Number.isSafeInteger(value) && value >= 0)) return value;
		flags.add('bad_token_count');
		return null;
	};
	const input = count(reported.inputTokens);
	const reportedOutput = count(reported.outputTokens);
	const total = count(reported.totalTokens);
	const cacheRead = count(reported.cacheReadTokens);
	const reported1h = count(reported.cacheWrite1hTokens);
	const cacheWrite = count(reported.cacheWriteTokens) ?? reported1h;
	const reasoning = count(reported.reasoningTokens);

	const cacheWrite1h = count(
		reported1h !== null && cacheWrite !== null && reported1h > cacheWrite ? NaN : reported1h
	);
	const output = wholeOutput(reportedOutput, reasoning, origin.outputConvention ?? 'inclusive');
	const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
	const tokenBasis = inputBasis(input, cached, output, total, origin);
	const cachedIsInside = tokenBasis === 'inclusive' && input !== null;
	return {
		inputTokens: cachedIsInside ? input - cached : input,
		cacheReadTokens: cacheRead,
		cacheWriteTokens: cacheWrite,
		cacheWrite1hTokens: cacheWrite1h,
		outputTokens: output,
		reasoningTokens: reasoning,
		reportedInputTokens: input,
		reportedOutputTokens: reportedOutput,
		tokenBasis,
		flags: [...flags]
	};
}

/** True for Claude models wherever they are sold (Anthropic, Bedrock, Vertex, gateways); false when nothing is known. */
export function isAnthropic(provider: string | null, model: string | null): boolean {
	return /anthropic|claude/i.test(`${provider ?? ''} ${model ?? ''}`);
}

function wholeOutput(
	output: number | null,
	reasoning: number | null,
	convention: TokenConvention
): number | null {
	if (output === null || reasoning === null) return output;
	return reasoning > output || convention === 'exclusive' ? output + reasoning : output;
}

function inputBasis(
	input: number | null,
	cached: number,
	output: number | null,
	total: number | null,
	{ convention, provider, model }: UsageOrigin
): TokenBasis {
	if (input === null || cached === 0) return convention;
	if (convention === 'exclusive' || cached > input) return 'exclusive';
	if (total !== null && output !== null) {
		if (total === input + cached + output) return 'exclusive';
		if (total === input + output) return 'inclusive';
	}
	return convention === 'unknown' && isAnthropic(provider, model) ? 'guarded' : 'inclusive';
}
