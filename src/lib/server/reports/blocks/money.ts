import { format } from '../../../format.ts';
import { figures, ranges, words, type Block } from '../block.ts';
import { numberOf } from '../facts.ts';

/** What each kind of work would save or lose, with its range, and what a right result costs. */
export const moneyBlock: Block = {
	id: 'money',
	title: 'Money, with how sure we are',
	make({ summaries, byTask, totals }) {
		const known = summaries.filter((one) => one.netBenefitUsdPerMonth.value !== null);
		const spent = numberOf(totals, 'total_cost_usd');
		const runs = numberOf(totals, 'cost_known_runs') ?? 0;
		const spend =
			spent === null
				? 'Nothing is known about what the runs cost.'
				: `The runs behind this report cost ${format(spent, 'usd', { surface: 'prose' })}, failed ones included (${format(runs, 'count')} runs with a known cost).`;
		const told = new Set(summaries.map((one) => one.task));
		return [
			...(known.length > 0
				? [
						{
							kind: 'intervals' as const,
							chart: {
								title: findingOf(known),
								unit: 'usd_per_month' as const,
								rows: known.map(({ task, verdict, netBenefitUsdPerMonth }) => ({
									name: task,
									verdict,
									...netBenefitUsdPerMonth
								}))
							}
						}
					]
				: []),
			{
				kind: 'table',
				table: {
					caption: 'Cost of a right result, by agent and by hand',
					columns: [
						words('Kind of work'),
						ranges('By agent, USD', 'usd'),
						ranges('By hand, USD', 'usd'),
						figures('Spent on runs, USD', 'usd', { sums: true })
					],
					rows: summaries.map((one) => [
						one.task,
						one.agentCostUsd,
						one.humanCostUsd,
						numberOf(
							byTask.find((row) => row.task === one.task),
							'total_cost_usd'
						)
					])
				}
			},
			{
				kind: 'text',
				text: `${spend}${byTask.some((row) => !told.has(String(row.task))) ? ' Work that people did alone is not in the table.' : ''}`
			}
		];
	}
};

function findingOf(
	known: { netBenefitUsdPerMonth: { low: number | null; high: number | null } }[]
) {
	const sure = known.filter((one) => (one.netBenefitUsdPerMonth.low ?? 0) > 0).length;
	const lost = known.filter((one) => (one.netBenefitUsdPerMonth.high ?? 0) < 0).length;
	const open = known.length - sure - lost;
	const parts = [
		[sure, 'above zero for its whole range', 'above zero for their whole range'],
		[open, 'could be either', 'could be either'],
		[lost, 'below zero for its whole range', 'below zero for their whole range']
	] as const;
	const told = parts.filter(([n]) => n > 0).map(([n, one, many]) => `${n} ${n === 1 ? one : many}`);
	return `Net benefit of the agent against people, USD a month: ${told.join(', ')}`;
}
