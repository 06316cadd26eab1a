import type { RunDetail } from './run-detail.ts';
import type { SpanRow, UsageRow } from './run-steps.ts';

/** A usage as a page shows it; what its price is made of is in the lines. */
export interface UsageLine extends Omit<UsageRow, Price> {
	/** All token classes together; null where none is reported. */
	tokens: number | null;
	/** On the run's basis; null where that is not known. */
	cost_usd: number | null;
	/** Why it does not count: steps below report it, or the same model call was seen twice. */
	uncounted: 'below' | 'twice' | null;
}

type Price = Extract<keyof UsageRow, `${string}_mtok` | 'usd_per_request' | 'price_checked'>;

/** What a run's cost is made of, and what its judges cost, which is no part of it. */
export interface RunCost {
	usages: UsageLine[];
	lines: CostLine[];
	evaluation: CostLine[];
	/** Usages that make up the cost. */
	counted: number;
	/** Those of them that are calls of models. */
	llm_calls: number;
	/** Their tokens; null where none is reported. */
	tokens: number | null;
}

type TokenPart =
	'input' | 'cache reads' | 'cache writes' | 'cache writes, 1 h' | 'output' | 'reasoning';

/** A part of a run's cost: one class of tokens of one model at one price, a fee, or a reported sum. */
export interface CostLine {
	cost_class: string;
	provider: string | null;
	model: string | null;
	part: TokenPart | 'requests' | 'reported';
	/** How many usages it comes from. */
	usages: number;
	tokens: number | null;
	usd_per_mtok: number | null;
	/** Null where there is no price. */
	cost_usd: number | null;
}

/** Takes a run's cost apart: usage by usage, and per model and class of tokens. */
export function runCost({
	run,
	spans,
	usages
}: Pick<RunDetail, 'run' | 'spans' | 'usages'>): RunCost {
	const above = spansAbove(usages, spans);
	const counted = usages.filter((usage) => usage.counted && usage.cost_class !== 'evaluation');
	const judged = usages.filter((usage) => usage.counted && usage.cost_class === 'evaluation');
	const known = counted.flatMap((usage) => totalTokens(usage) ?? []);
	return {
		usages: usages.map((usage) => usageLine(usage, run.cost_basis, above)),
		lines: costLines(counted, run.cost_basis),
		evaluation: costLines(judged, null),
		counted: counted.length,
		llm_calls: counted.filter((usage) => usage.cost_class === 'model').length,
		tokens: known.length ? known.reduce((a, b) => a + b, 0) : null
	};
}

function usageLine(usage: UsageRow, basis: string | null, above: ReadonlySet<string>): UsageLine {
	const { span_id, cost_class, counted, provider, model, rule } = usage;
	const { input_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens } = usage;
	const { output_tokens, reasoning_tokens, priced_cost_usd, reported_cost_usd } = usage;
	return {
		...{ span_id, cost_class, counted, provider, model, rule },
		...{ input_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens },
		...{ output_tokens, reasoning_tokens, priced_cost_usd, reported_cost_usd },
		tokens: totalTokens(usage),
		cost_usd: usageCostUsd(usage, basis),
		uncounted: counted ? null : above.has(span_id) ? 'below' : 'twice'
	};
}

/** Every span that has a usage below it. */
function spansAbove(
	usages: readonly UsageRow[],
	spans: readonly Pick<SpanRow, 'span_id' | 'parent_span_id'>[]
): Set<string> {
	const parents = new Map(spans.map((span) => [span.span_id, span.parent_span_id]));
	const above = new Set<string>();
	for (const { span_id } of usages) {
		let parent = parents.get(span_id) ?? null;
		while (parent !== null && !above.has(parent)) {
			above.add(parent);
			parent = parents.get(parent) ?? null;
		}
	}
	return above;
}

/**
 * What a cost is made of, per model and class of tokens; adds up to it (each usage is rounded to
 * 1e-9 USD). `basis` is the run's: with `reported`, or null where there is no price, classes have
 * no cost of their own.
 */
function costLines(usages: readonly UsageRow[], basis: string | null): CostLine[] {
	const lines = new Map<string, CostLine>();
	for (const line of usages.flatMap((usage) => partsOf(usage, basis))) {
		const { cost_class, provider, model, part, usd_per_mtok } = line;
		const key = JSON.stringify([cost_class, provider, model, part, usd_per_mtok]);
		const known = lines.get(key);
		lines.set(key, known ? together(known, line) : line);
	}
	return [...lines.values()];
}

/** What one usage costs on the run's basis; null where that is not known. */
function usageCostUsd(usage: UsageRow, basis: string | null): number | null {
	if (basis === 'reported') return usage.reported_cost_usd;
	return usage.priced_cost_usd ?? (totalTokens(usage) ? null : usage.reported_cost_usd);
}

/** All classes together; null where none is reported. */
function totalTokens(usage: UsageRow): number | null {
	const classes = [
		usage.input_tokens,
		usage.cache_read_tokens,
		usage.cache_write_tokens,
		usage.output_tokens
	].filter((tokens) => tokens !== null);
	return classes.length ? classes.reduce((a, b) => a + b, 0) : null;
}

/** The terms of warehouse/price-sql.ts, apart. */
function partsOf(usage: UsageRow, basis: string | null): CostLine[] {
	const { cost_class, provider, model } = usage;
	const line = (part: CostLine['part'], rest: Partial<CostLine>): CostLine => ({
		...{ cost_class, provider, model, part },
		...{ usages: 1, tokens: null, usd_per_mtok: null, cost_usd: null },
		...rest
	});
	const tokens = totalTokens(usage);
	const isPriced = basis !== 'reported' && usage.priced_cost_usd !== null;
	if (!isPriced && (basis === 'reported' || !tokens)) {
		return [line('reported', { tokens, cost_usd: usage.reported_cost_usd })];
	}
	const written1h = usage.cache_write_1h_tokens ?? 0;
	const reasoned = usage.reasoning_tokens ?? 0;
	const terms: [CostLine['part'], number, number | null][] = [
		['input', usage.input_tokens ?? 0, usage.input_usd_per_mtok],
		['cache reads', usage.cache_read_tokens ?? 0, usage.cache_read_usd_per_mtok],
		['cache writes', (usage.cache_write_tokens ?? 0) - written1h, usage.cache_write_usd_per_mtok],
		['cache writes, 1 h', written1h, usage.cache_write_1h_usd_per_mtok],
		['output', (usage.output_tokens ?? 0) - reasoned, usage.output_usd_per_mtok],
		['reasoning', reasoned, usage.reasoning_usd_per_mtok]
	];
	const priced = terms
		.filter(([, count]) => count !== 0)
		.map(([part, count, price]) =>
			line(part, {
				tokens: count,
				usd_per_mtok: price,
				cost_usd: price === null ? null : (count * price) / 1e6
			})
		);
	return usage.usd_per_request
		? [...priced, line('requests', { cost_usd: usage.usd_per_request })]
		: priced;
}

function together(a: CostLine, b: CostLine): CostLine {
	const sum = (x: number | null, y: number | null) => (x === null || y === null ? null : x + y);
	return {
		...a,
		usages: a.usages + b.usages,
		tokens: sum(a.tokens, b.tokens),
		cost_usd: sum(a.cost_usd, b.cost_usd)
	};
}
