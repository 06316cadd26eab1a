import {
	tokenClasses,
	type NormalizedUsage,
	type ReportedUsage,
	type TokenConvention
} from '../../trace/tokens.ts';
import { isObject } from './any-value.ts';
import { settledUsage, USAGE_DETAILS } from './attributes.ts';
import { decimal, jsonOf } from './field.ts';
import type { FieldValues } from './field-values.ts';

/** A span's tokens in disjoint classes; all null when it reports none. */
export function usageOf(
	values: FieldValues,
	attribute: (key: string) => string | undefined,
	provider: string | null
): NormalizedUsage {
	const model = values.get('model') ?? values.get('modelRequested');
	const details = langfuseUsage(attribute(USAGE_DETAILS));
	if (details) {
		const both = { convention: 'exclusive', outputConvention: 'exclusive' } as const;
		return tokenClasses(details, { ...both, provider, model });
	}
	const reported: ReportedUsage = {
		inputTokens: values.get('inputTokens'),
		outputTokens: values.get('outputTokens'),
		totalTokens: values.get('totalTokens'),
		cacheReadTokens: values.get('cacheReadTokens'),
		cacheWriteTokens: values.get('cacheWriteTokens'),
		cacheWrite1hTokens: null,
		reasoningTokens: values.get('reasoningTokens')
	};
	return tokenClasses(reported, { convention: conventionOf(reported, attribute), provider, model });
}

/** Inclusive when input and cache counts all stand under the names that promise it. */
function conventionOf(
	reported: ReportedUsage,
	attribute: (key: string) => string | undefined
): TokenConvention {
	const isSettled = (name: keyof typeof settledUsage) =>
		decimal(attribute(settledUsage[name]) ?? '') !== null;
	const settled =
		isSettled('inputTokens') &&
		(reported.cacheReadTokens === null || isSettled('cacheReadTokens')) &&
		(reported.cacheWriteTokens === null || isSettled('cacheWriteTokens'));
	return settled ? 'inclusive' : 'unknown';
}

/** Langfuse's usage map; null when it is absent or has neither an input nor an output count. */
function langfuseUsage(text: string | undefined): ReportedUsage | null {
	const map = text === undefined ? null : jsonOf(text);
	if (!isObject(map)) return null;
	const sum = (matches: (key: string) => boolean): number | null => {
		const counts = Object.entries(map)
			.filter(([key]) => matches(key))
			.map(([, count]) => count)
			.filter((count) => typeof count === 'number');
		return counts.length === 0 ? null : counts.reduce((total, count) => total + count, 0);
	};
	const usage = {
		inputTokens: sum((key) => key === 'input'),
		outputTokens: sum((key) => key === 'output'),
		totalTokens: sum((key) => key === 'total'),
		cacheReadTokens: sum(
			(key) =>
				key === 'input_cached_tokens' || (key.startsWith('input_cache') && key.includes('read'))
		),
		cacheWriteTokens: sum(
			(key) => key.startsWith('input_cache_creation') || key === 'input_cache_write'
		),
		cacheWrite1hTokens: sum((key) => key === 'input_cache_creation_1h'),
		reasoningTokens: sum((key) => key.startsWith('output_reasoning'))
	};
	return usage.inputTokens === null && usage.outputTokens === null ? null : usage;
}
