import { format, formatProbability, formatRange } from '../../../format.ts';
import { optionWords } from '../../../verdicts/option-words.ts';
import { figures, ranges, words, type Block } from '../block.ts';
import type { ScenarioColumn } from '../simulated.ts';

/** The scenarios that a report is about, side by side on the same luck. */
export const scenariosBlock: Block = {
	id: 'scenarios',
	title: 'Scenarios compared',
	make({ simulated: { scenarios } }) {
		const [first, ...others] = scenarios;
		if (!first || others.length === 0) return null;
		return [
			{ kind: 'list', items: others.map((one) => against(one, first)) },
			{
				kind: 'intervals',
				chart: {
					title: 'Net benefit against people, present value over the horizon, all on the same luck',
					unit: 'usd',
					heading: 'Scenario',
					rows: scenarios.flatMap(({ name, figures: { netBenefitUsd: net } }) =>
						net ? [{ name, verdict: null, value: net.mean, low: net.low, high: net.high }] : []
					)
				}
			},
			{
				kind: 'table',
				table: {
					caption: 'Side by side, figures a month of the plan of each',
					columns: [
						words('Scenario'),
						words('Plan'),
						ranges(`Less ${first.name}, USD in all`, 'usd'),
						figures('Review, hours', 'hours'),
						figures('Errors that slip through', 'count'),
						figures('Incidents', 'count')
					],
					rows: scenarios.map((one) => [
						one.name,
						plansOf(one),
						one.figures.againstFirst && {
							value: one.figures.againstFirst.mean,
							low: one.figures.againstFirst.low,
							high: one.figures.againstFirst.high
						},
						sumOf(one, (month) => month.reviewHours),
						sumOf(one, (month) => month.escapes),
						sumOf(one, (month) => month.incidents)
					])
				}
			},
			{
				kind: 'list',
				items: others.map(({ name, differs }) =>
					differs.length === 0
						? `${name} differs from ${first.name} in nothing.`
						: `${name} differs from ${first.name}: ${differs.join('; ')}.`
				)
			}
		];
	}
};

function against(
	{ name, figures: { againstFirst, untold: own } }: ScenarioColumn,
	first: ScenarioColumn
) {
	if (!againstFirst) {
		const untold = [...new Set([...first.figures.untold, ...own])].join(', ');
		return `${name} cannot be compared with ${first.name}: the cost of ${untold}, or of a person, is not known in both.`;
	}
	const { mean, low, high, pBetter } = againstFirst;
	const money = format(Math.abs(mean), 'usd', { surface: 'prose' });
	return `${name} brings ${money} ${mean >= 0 ? 'more' : 'less'} than ${first.name} (${formatRange(low, high, 'usd')}): ${formatProbability(pBetter)} it is better.`;
}

/** The plan of every task, said once where all have the same. */
function plansOf({ figures: { result } }: ScenarioColumn): string {
	const plans = [...new Set(result.tasks.map(({ plan }) => optionWords[plan]))];
	return plans.length === 1
		? (plans[0] ?? '')
		: result.tasks.map(({ task, plan }) => `${task}: ${optionWords[plan]}`).join('; ');
}

type Month = NonNullable<
	ScenarioColumn['figures']['result']['tasks'][number]['options']
>[number]['perMonth'];

/** A figure of the plans, summed over the tasks; null where one of them is not known. */
const sumOf = (
	{ figures: { result } }: ScenarioColumn,
	figure: (month: Month) => number
): number | null =>
	result.tasks.reduce<number | null>((total, task) => {
		if (total === null || task.options === null) return null;
		const month = task.options?.find(({ option }) => option === task.plan)?.perMonth;
		return total + (month ? figure(month) : 0);
	}, 0);
