import { format } from '../../../format.ts';
import { unitOfInput } from '../../../verdicts/input-units.ts';
import { effectiveInputs, type EffectiveInput } from '../../verdicts/effective-inputs.ts';
import { listed, words, type Block } from '../block.ts';
import type { ReportFacts } from '../facts.ts';

/** Every input that is not computed from runs, with how good its evidence is. */
export const assumptionsBlock: Block = {
	id: 'assumptions',
	title: 'Assumptions, and how good they are',
	make(facts) {
		const rows = rowsOf(facts);
		const shown = rows.filter((row) => row.grade !== 'D' || LEADING.has(row.name));
		const rest = rows.length - shown.length;
		return [
			{
				kind: 'text',
				text: `A = counted in runs. B = entered, with a range. C = entered as a single figure. D = our default: nobody has said otherwise.${rest > 0 ? ` ${rest} more inputs stand at D and weigh little.` : ''}`
			},
			{
				kind: 'table',
				table: {
					caption: 'Inputs',
					columns: [
						words('Input'),
						words('Figure'),
						words('Grade'),
						words('From'),
						words('Kind of work')
					],
					rows: shown.map((row) => [
						row.label,
						row.figure,
						row.grade,
						row.from,
						row.tasks.length === facts.verdicts.length && row.tasks.length > 1
							? 'all'
							: listed(row.tasks)
					])
				}
			}
		];
	}
};

interface Row {
	name: string;
	label: string;
	figure: string;
	grade: 'A' | 'B' | 'C' | 'D';
	from: string;
	tasks: string[];
}

/** Defaults that a verdict leans on, and so a reader should see. */
const LEADING = new Set<string>([
	'human_success',
	'volume_per_month',
	'review_minutes',
	'reviewer_detect',
	'incident_prob_given_escape',
	'horizon_months',
	'cashable_share'
]);

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

function written({ name, value, low, high }: EffectiveInput): string {
	const { unit, per } = unitOfInput(name);
	const one = (figure: number | null) => format(figure, unit, { surface: 'prose' });
	return `${one(value)}${per}${low === null ? '' : ` (${one(low)} to ${one(high)})`}`;
}
