import { settledUsage, USAGE_DETAILS, type FieldName } from '../../../formats/otel/attributes.ts';
import { orNull, type AttributeSql } from './otlp-fields.ts';
import type { ReportedSql } from './otlp-tokens.ts';

/** Langfuse's usage map as columns `u_<class>`: the twin of langfuseUsage (formats/otel/usage.ts). */
export function usageDetailsSql(attributes: AttributeSql): string {
	const text = attributes.merged(USAGE_DETAILS);
	if (text === null) return 'false as has_details';
	const sum = (condition: string) =>
		`list_sum([try_cast(e.value as double) for e in map_entries(try(from_json(${text}, '"MAP(VARCHAR,JSON)"')))
			if json_type(e.value) in ('BIGINT', 'UBIGINT', 'DOUBLE') and (${condition})])`;
	const input = sum(`e."key" = 'input'`);
	const output = sum(`e."key" = 'output'`);
	return [
		`coalesce(${input}, ${output}) is not null as has_details`,
		`${input} as u_input`,
		`${output} as u_output`,
		`${sum(`e."key" = 'total'`)} as u_total`,
		`${sum(`e."key" = 'input_cached_tokens' or (starts_with(e."key", 'input_cache') and contains(e."key", 'read'))`)} as u_read`,
		`${sum(`starts_with(e."key", 'input_cache_creation') or e."key" = 'input_cache_write'`)} as u_write`,
		`${sum(`e."key" = 'input_cache_creation_1h'`)} as u_write1h`,
		`${sum(`starts_with(e."key", 'output_reasoning')`)} as u_reasoning`
	].join(',\n\t\t');
}

/** Token counts as the file reports them, and by which convention: the twin of usageOf (formats/otel/usage.ts). */
export function reportedSql(attributes: AttributeSql): ReportedSql {
	const hasDetails = attributes.merged(USAGE_DETAILS) !== null;
	const count = (name: FieldName | null, detail: string) => {
		const own = name === null ? null : attributes.field(name);
		if (!hasDetails) return own ?? 'null';
		return `case when has_details then u_${detail} else ${own ?? 'null'} end`;
	};
	const isSettled = (key: string) => {
		const text = attributes.merged(key);
		return text === null ? 'false' : `coalesce(isfinite(try_cast(${text} as double)), false)`;
	};
	const settled = `${isSettled(settledUsage.inputTokens)}
		and ((${orNull(attributes.field('cacheReadTokens'))}) is null or ${isSettled(settledUsage.cacheReadTokens)})
		and ((${orNull(attributes.field('cacheWriteTokens'))}) is null or ${isSettled(settledUsage.cacheWriteTokens)})`;
	return {
		input: count('inputTokens', 'input'),
		output: count('outputTokens', 'output'),
		total: count('totalTokens', 'total'),
		cacheRead: count('cacheReadTokens', 'read'),
		cacheWrite: count('cacheWriteTokens', 'write'),
		cacheWrite1h: count(null, 'write1h'),
		reasoning: count('reasoningTokens', 'reasoning'),
		convention: `case when has_details then 'exclusive' when ${settled} then 'inclusive' else 'unknown' end`,
		outputConvention: `case when has_details then 'exclusive' else 'inclusive' end`,
		provider: 'provider',
		model: 'coalesce(model, model_requested)'
	};
}
