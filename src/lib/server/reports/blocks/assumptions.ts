import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { format, formatInterval } from '../../../format.ts';
import { unitOfInput } from '../../../verdicts/input-units.ts';
import { effectiveInputs, type EffectiveInput } from '../../verdicts/effective-inputs.ts';
import type { ReportTable } from '../../../reports/document.ts';
import { words, type Block } from '../block.ts';
import type { ReportFacts } from '../facts.ts';

/** The inputs that verdicts lean on, each with how good its evidence is. */
export const assumptionsBlock: Block = {
	id: 'assumptions',
	title: 'Assumptions, and how good they are',
	make({ verdicts }) {
		const inputs = verdicts.map((verdict) => effectiveInputs(verdict));
		const shown = WEIGHTY.filter((name) =>
			inputs.some((all) => all.some((one) => one.name === name && one.value !== null))
		);
		const labels = shown.map((name) => {
			const { unit, per } = unitOfInput(name);
			return `${assumptionOf(name)?.label ?? name}${unit === 'usd' ? `, USD${per}` : ''}`;
		});
		return [
			{
				kind: 'text',
				text: 'A = counted in runs. B = entered, with a range. C = entered as a single figure. D = our default: nobody has said otherwise. All other inputs are in the XLSX and JSON of this report.'
			},
			{
				kind: 'table',
				table: {
					caption: 'What verdicts lean on most, with 90 % ranges',
					columns: [words('Kind of work'), ...labels.map(words)],
					rows: verdicts.map(({ task }, at) => [
						task,
						...shown.map((name) => {
							const input = inputs[at]?.find((one) => one.name === name);
							return input && input.value !== null ? `${bare(input)} ${gradeOf(input)}` : null;
						})
					])
				}
			}
		];
	}
};

const WEIGHTY: readonly string[] = [
	'human_minutes',
	'human_wage_per_hour',
	'human_success',
	'volume_per_month',
	'review_minutes',
	'reviewer_detect',
	'incident_mean_cost'
];

/** Every input with its figure, grade and source, for the files. */
export const inputsTable = (facts: ReportFacts): ReportTable => ({
	caption: 'Inputs',
	columns: [words('Input'), words('Figure'), words('Grade'), words('From'), words('Kind of work')],
	rows: rowsOf(facts).map((row) => [
		row.label,
		row.figure,
		row.grade,
		row.from,
		row.tasks.length === facts.verdicts.length && row.tasks.length > 1
			? 'all'
			: row.tasks.join(', ')
	])
});

interface Row {
	name: string;
	label: string;
	figure: string;
	grade: 'A' | 'B' | 'C' | 'D';
	from: string;
	tasks: string[];
}

/** One row per input and figure: tasks that share it stand together. */
function rowsOf({ verdicts, entered }: ReportFacts): Row[] {
	const rows = new Map<string, Row>();
	for (const verdict of verdicts) {
		for (const input of effectiveInputs(verdict)) {
			if (input.value === null) continue;
			const figure = written(input);
			const stated = entered.findLast(
				(one) => one.name === input.name && ['', verdict.task].includes(one.task)
			);
			const grade = gradeOf(input);
			const from =
				input.source === 'measured'
					? `runs, n = ${format(input.n, 'count')}`
					: input.source === 'default'
						? 'our default'
						: `entered ${stated?.stated_at.slice(0, 10) ?? ''}${stated?.note ? `: ${stated.note}` : ''}`;
			const key = JSON.stringify([input.name, figure, from]);
			const row = rows.get(key);
			if (row) row.tasks.push(verdict.task);
			else
				rows.set(key, {
					name: input.name,
					label: input.label,
					figure,
					grade,
					from,
					tasks: [verdict.task]
				});
		}
	}
	const order = verdicts[0] ? effectiveInputs(verdicts[0]).map((input) => input.name) : [];
	return [...rows.values()].sort(
		(a, b) => order.findIndex((one) => one === a.name) - order.findIndex((one) => one === b.name)
	);
}

function gradeOf({ source, low }: EffectiveInput): Row['grade'] {
	if (source === 'measured') return 'A';
	if (source === 'default') return 'D';
	return low === null ? 'C' : 'B';
}

/** Figure and range; the heading has the unit. */
function bare({ name, value, low, high }: EffectiveInput): string {
	const { unit } = unitOfInput(name);
	return formatInterval(value, low, high, unit, { surface: 'table' });
}

function written({ name, value, low, high }: EffectiveInput): string {
	const { unit, per } = unitOfInput(name);
	return `${formatInterval(value, low, high, unit)}${per}`;
}
