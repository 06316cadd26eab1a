import type { Column } from '#lib/components/table-column.ts';
import { format, formatProbability } from '#lib/format.ts';
import { taskHref, type Place } from '#lib/links.ts';
import type { PortfolioRow } from '#lib/scenarios/portfolio-answer.ts';

/** The plan, task by task, a month. */
export const portfolioColumns = (place: Place): Column<PortfolioRow>[] => [
	{
		key: 'task',
		label: 'Task',
		value: (row) => row.task,
		href: (row) => taskHref(place, row.task),
		phone: true
	},
	{ key: 'level', label: 'Level', value: level, phone: true },
	{
		key: 'net',
		label: 'Net benefit',
		value: (row) => row.netBenefitUsd.mean,
		unit: 'usd',
		precision: 0,
		interval: (row) =>
			row.option === 'keep_human' ? null : [row.netBenefitUsd.low, row.netBenefitUsd.high],
		level: '90 %',
		phone: true
	},
	{
		key: 'better',
		label: 'Better than people',
		value: (row) => formatProbability(row.pBetter, { surface: 'table' })
	},
	{ key: 'hours', label: 'Review', value: (row) => row.reviewHours, unit: 'hours' },
	{
		key: 'budget',
		label: 'Spent',
		value: (row) => row.budgetUsd,
		unit: 'usd',
		title: 'Model, tools, state, evaluation, review, revisions and fixed cost'
	},
	{
		key: 'incidents',
		label: 'Incidents',
		value: (row) => row.incidentCostUsd,
		unit: 'usd',
		title: 'Expected cost'
	},
	{
		key: 'stability',
		label: 'Stays at it',
		value: (row) => formatProbability(row.stability, { surface: 'table' }),
		title: 'Share of what we believe possible in which the best plan has it here'
	}
];

const words = {
	automate: 'Agent alone',
	automate_with_review: 'All reviewed',
	narrow_scope: 'A part of it',
	keep_human: 'People'
} as const;
const level = ({ option, threshold, reviewShare }: PortfolioRow) =>
	threshold !== null && threshold > 0 && threshold <= 1
		? `Review below ${format(threshold, 'ratio', { surface: 'table' })}`
		: option === 'automate_with_review' && reviewShare < 0.995
			? 'Part reviewed'
			: words[option];
