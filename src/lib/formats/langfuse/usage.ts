import { tokenClasses, type NormalizedUsage, type ReportedUsage } from '../../trace/tokens.ts';
import { isObject, type Attributes } from '../otel/any-value.ts';
import { USAGE_DETAILS } from '../otel/attributes.ts';
import type { FieldValues } from '../otel/field-values.ts';
import { usageOf as attributeUsage } from '../otel/usage.ts';
import { numberOf, type LangfuseRow } from './row.ts';

/** The tokens of an observation in disjoint classes, and how far they are to be trusted. */
export interface ObservationUsage {
	tokens: NormalizedUsage;
	/**
	 * Langfuse counts tokens itself where it can read none. `replaced`: the original attributes say
	 * otherwise, and are taken. `guessed`: they say nothing, so the guess is all there is.
	 */
	estimate: 'none' | 'replaced' | 'guessed';
}

/**
 * Tokens by Langfuse's map of disjoint classes, unless the original attributes of the instrumentation
 * state others: then those, as the map is Langfuse's own estimate (trace-formats 10.1).
 */
export function usageOf(
	row: LangfuseRow,
	values: FieldValues,
	original: Attributes,
	provider: string | null
): ObservationUsage {
	const stated = attributeUsage(values, (key) => original.get(key), provider);
	const shown = shownUsage(row, values, provider);
	if (shown === null) return { tokens: stated, estimate: 'none' };
	if (original.size === 0) return { tokens: shown, estimate: 'none' };
	if (isSilent(stated)) {
		return { tokens: shown, estimate: [...original].some(tellsOfTokens) ? 'none' : 'guessed' };
	}
	return agree(stated, shown)
		? { tokens: shown, estimate: 'none' }
		: { tokens: stated, estimate: 'replaced' };
}

/** Cost in USD as Langfuse has it; null when none, and for 0, which means that no price was known. */
export function costOf(row: LangfuseRow): number | null {
	const details = row.object('costDetails');
	const parts = Object.values(details ?? {}).map((part) => numberOf(part) ?? 0);
	const sum = parts.reduce((all, part) => all + part, 0);
	const cost = numberOf(details?.total) ?? row.number('totalCost', 'calculatedTotalCost') ?? sum;
	return cost > 0 ? cost : null;
}

/** Langfuse's own map, or the names of its older interfaces; null when they count nothing. */
function shownUsage(
	row: LangfuseRow,
	values: FieldValues,
	provider: string | null
): NormalizedUsage | null {
	const counts = countsOf(row);
	const isEmpty = Object.entries(counts).every(([key, count]) => key === 'total' || count === 0);
	if (isEmpty) return null;
	if (!Object.keys(counts).some((key) => UNDECIDED.test(key))) {
		const text = JSON.stringify(counts);
		return attributeUsage(values, (key) => (key === USAGE_DETAILS ? text : undefined), provider);
	}
	const model = values.get('model') ?? values.get('modelRequested');
	return tokenClasses(rawUsage(counts), { convention: 'unknown', provider, model });
}

/** Keys of an instrumentation that Langfuse passed on as they were: what they contain is not said. */
const UNDECIDED = /^(prompt|completion)_details\./;

const rawUsage = (counts: Record<string, number>): ReportedUsage => ({
	inputTokens: counts.input ?? null,
	outputTokens: counts.output ?? null,
	totalTokens: counts.total ?? null,
	cacheReadTokens: counts['prompt_details.cache_read'] ?? null,
	cacheWriteTokens: counts['prompt_details.cache_write'] ?? null,
	cacheWrite1hTokens: null,
	reasoningTokens: counts['completion_details.reasoning'] ?? null
});

function countsOf(row: LangfuseRow): Record<string, number> {
	const details = row.object('usageDetails');
	if (details && Object.keys(details).length > 0) return numbersOf(details);
	const usage = row.object('usage') ?? {};
	// Before usageDetails, a usage could also count characters, seconds or images.
	if (typeof usage.unit === 'string' && usage.unit.toUpperCase() !== 'TOKENS') return {};
	return numbersOf({
		input: usage.input ?? usage.promptTokens ?? row.cell('promptTokens') ?? row.cell('inputUsage'),
		output:
			usage.output ??
			usage.completionTokens ??
			row.cell('completionTokens') ??
			row.cell('outputUsage'),
		total: usage.total ?? usage.totalTokens ?? row.cell('totalTokens') ?? row.cell('totalUsage')
	});
}

const numbersOf = (cells: Record<string, unknown>): Record<string, number> =>
	Object.fromEntries(
		Object.entries(isObject(cells) ? cells : {}).flatMap(([key, cell]) => {
			const count = numberOf(cell);
			return count === null ? [] : [[key, count]];
		})
	);

const isSilent = (usage: NormalizedUsage): boolean =>
	usage.reportedInputTokens === null && usage.reportedOutputTokens === null;

const total = (usage: NormalizedUsage): number =>
	(usage.inputTokens ?? 0) +
	(usage.cacheReadTokens ?? 0) +
	(usage.cacheWriteTokens ?? 0) +
	(usage.outputTokens ?? 0);

/** Do they say the same, the cached tokens being inside the stated input or beside it? Half a statement says nothing else. */
function agree(stated: NormalizedUsage, shown: NormalizedUsage): boolean {
	const isHalf =
		(stated.reportedInputTokens === null && shown.inputTokens !== null) ||
		(stated.reportedOutputTokens === null && shown.outputTokens !== null);
	const cached = (stated.cacheReadTokens ?? 0) + (stated.cacheWriteTokens ?? 0);
	const reported = (stated.reportedInputTokens ?? 0) + (stated.reportedOutputTokens ?? 0);
	return isHalf || [total(stated), reported, reported + cached].includes(total(shown));
}

/** Does an attribute that our table does not know tell of tokens used? */
const tellsOfTokens = ([key, text]: readonly [string, string]): boolean =>
	/usage|token/i.test(key) && !/max|limit|request/i.test(key) && /[1-9]/.test(text);
