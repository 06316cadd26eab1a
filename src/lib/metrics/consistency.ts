import type { Metric } from './metric.ts';

/** How alike repeated attempts at the same item come out; items with one known outcome tell nothing. */
export const consistency = [
	{
		name: 'repeated_items',
		label: 'Repeated items',
		unit: 'count',
		from: 'items',
		sql: 'count(*) filter (where n >= 2)',
		description:
			'Items (cases of a benchmark) that were tried at least twice with a known outcome.',
		formula: 'count of items with two known outcomes or more',
		better: 'neither'
	},
	{
		name: 'outcome_consistency',
		label: 'Consistency',
		unit: 'ratio',
		from: 'items',
		sql: 'avg((2.0 * c / n - 1) ^ 2) filter (where n >= 2)',
		description:
			'How surely an item comes out the same way each time: 1 always, 0 when every second try is right. High with few tries an item.',
		formula: 'mean over repeated items of (2 p - 1)^2, p the share of right tries',
		better: 'higher'
	},
	...[2, 3, 4].flatMap((k) => [
		{
			name: `pass_hat_${k}`,
			label: `All of ${k} right`,
			unit: 'ratio' as const,
			from: 'items' as const,
			sql: `avg(${product('c', k)}) filter (where n >= ${k})`,
			description: `Chance that ${k} tries at one item are all right (pass^${k}), as when a user meets the task again and again.`,
			formula: `mean of C(c, ${k}) / C(n, ${k}) over items with n >= ${k} known tries, c of them right`,
			better: 'higher' as const
		},
		{
			name: `pass_at_${k}`,
			label: `One of ${k} right`,
			unit: 'ratio' as const,
			from: 'items' as const,
			sql: `avg(1 - ${product('(n - c)', k)}) filter (where n >= ${k})`,
			description: `Chance that at least one of ${k} tries at one item is right (pass@${k}): worth something only where somebody can tell which.`,
			formula: `mean of 1 - C(n - c, ${k}) / C(n, ${k}) over items with n >= ${k} known tries, c of them right`,
			better: 'higher' as const
		}
	]),
	{
		name: 'cost_of_pass_usd',
		label: 'Cost of a pass, by item',
		unit: 'usd',
		from: 'items',
		sql: 'case when bool_and(c > 0) filter (where n > 0) then avg(item_cost_usd * n / c) filter (where n > 0) end',
		description:
			'Expected money for one right answer, item by item and then averaged (Cost-of-Pass, arXiv 2504.13359). Null, for infinite, when some item never came out right.',
		formula: 'mean over items of mean cost / share of right tries; not total cost / successes',
		better: 'lower'
	},
	{
		name: 'frontier_cost_of_pass_usd',
		label: 'Cost of a pass, cheapest agent by item',
		unit: 'usd',
		from: 'items',
		sql: 'case when bool_and(cheapest_pass_usd is not null) filter (where n > 0) then avg(cheapest_pass_usd) filter (where n > 0) end',
		description:
			'Expected money for one right answer when each item goes to the agent (with its version and model) that is cheapest at it (frontier Cost-of-Pass, arXiv 2504.13359, among agents). Null when no agent ever got some item right.',
		formula: 'mean over items of the least, among agents, of mean cost / share of right tries',
		better: 'lower'
	}
] as const satisfies readonly Metric[];

/** C(x, k) / C(n, k): a product that is 0 as soon as x < k. */
function product(x: string, k: number): string {
	return Array.from({ length: k }, (_, i) => `(${x} - ${i}.0) / (n - ${i})`).join(' * ');
}
