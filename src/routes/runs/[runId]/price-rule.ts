import type { UsageLine } from '#lib/server/queries/run-cost.ts';

/** The price rule that fired for a usage, or why none did. */
export function priceRule(usage: UsageLine): string {
	if (usage.tokens === null) return 'nothing to price: no tokens reported';
	if (usage.priced_cost_usd !== null && usage.rule !== null) return usage.rule;
	if (usage.model === null) return 'no model named, so no price';
	return usage.rule === null
		? `no price for ${usage.model}`
		: `no price for every token; the rule is ${usage.rule}`;
}
