import { format, formatProbability } from '../../../format.ts';
import type { PortfolioRow } from '../../../scenarios/portfolio-answer.ts';
import { optionWords } from '../../../verdicts/option-words.ts';
import { figures, listed, ranges, words, type Block } from '../block.ts';

/** All kinds of work together: who gets an agent at which level, and what reviewers are worth. */
export const portfolioBlock: Block = {
	id: 'portfolio',
	title: 'All of the work together',
	make({ simulated: { portfolio } }) {
		if (!portfolio || portfolio.rows.length < 2) return null;
		const { rows, netBenefitUsd, byHours, unsure, used } = portfolio;
		const chosen = rows.filter(({ option }) => option !== 'keep_human');
		const best = byHours.at(-1)?.netBenefitUsd ?? 0;
		const none = byHours[0]?.netBenefitUsd ?? 0;
		const lines = [{ name: 'Best plan', points: byHours.map(pointOf) }];
		return [
			{
				kind: 'text',
				text: `The best plan has an agent in ${chosen.length} of ${rows.length} kinds of work and brings ${money(netBenefitUsd)} a month against people, with ${hours(used.reviewHours)} of review.${unsure.length > 0 ? ` ${listed(unsure)} would pay on average, but not surely enough.` : ''}`
			},
			...(best > none * 1.001
				? [
						{
							kind: 'curve' as const,
							chart: {
								title: `Without any review the best plan brings ${money(none)} a month, with enough of it ${money(best)}`,
								x: { label: 'Review a month', unit: 'hours' as const },
								y: { label: 'Net benefit of the best plan a month', unit: 'usd' as const },
								lines
							}
						}
					]
				: []),
			{
				kind: 'table',
				table: {
					caption: 'The best plan when nothing is short, figures a month',
					columns: [
						words('Kind of work'),
						words('Level'),
						ranges('Net benefit, USD', 'usd'),
						words('Cheaper than people'),
						figures('Review, hours', 'hours', { sums: true }),
						figures('Spent on the agent, USD', 'usd', { sums: true }),
						words('Stays at this level')
					],
					rows: rows.map((row) => [
						row.task,
						levelOf(row),
						row.option === 'keep_human' ? null : figureOf(row.netBenefitUsd),
						row.pBetter === null ? null : formatProbability(row.pBetter, { surface: 'table' }),
						row.reviewHours,
						row.budgetUsd,
						formatProbability(row.stability, { surface: 'table' })
					])
				}
			}
		];
	}
};

const money = (value: number) => format(value, 'usd', { surface: 'prose' });
const hours = (value: number) => format(value, 'hours', { surface: 'prose' });
const pointOf = ({ hours, netBenefitUsd }: { hours: number; netBenefitUsd: number }) => ({
	x: hours,
	y: netBenefitUsd
});
const figureOf = ({ mean, low, high }: PortfolioRow['netBenefitUsd']) => ({
	value: mean,
	low,
	high
});

function levelOf({ option, threshold, reviewShare }: PortfolioRow): string {
	if (option !== 'automate_with_review') return optionWords[option];
	const share = format(reviewShare, 'ratio', { surface: 'prose' });
	return threshold !== null && threshold > 0 && threshold <= 1
		? `review below ${format(threshold, 'ratio', { surface: 'table' })} (${share})`
		: `review of ${share}`;
}
