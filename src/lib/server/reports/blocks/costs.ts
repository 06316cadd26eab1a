import { costClasses, type CostClass } from '#simulations/engine/cost-breakdown.ts';
import { format } from '../../../format.ts';
import { bestAgent, optionOf } from '../../../verdicts/sentences.ts';
import { figures, words, type Block } from '../block.ts';
import type { TaskVerdict } from '../../verdicts/verdicts.ts';

/** What one case costs with the agent, split into the classes of cost. */
export const costsBlock: Block = {
	id: 'costs',
	title: 'What a case costs, and for what',
	make({ verdicts }) {
		const rows = verdicts.flatMap((task) => {
			const cost = costOf(task);
			return cost ? [{ name: task.task, cost }] : [];
		});
		if (rows.length === 0) return null;
		const used = costClasses.filter((name) => rows.some(({ cost }) => cost.classes[name] > 0));
		const labour = rows.some(({ cost }) => cost.humanLabourUsd > 0);
		return [
			{
				kind: 'bars',
				chart: {
					title: `${findingOf(rows.map(({ cost }) => cost.classes))}${labour ? '. Work left to people is in the table only' : ''}`,
					unit: 'usd',
					classes: [...used],
					rows: rows.map(({ name, cost }) => ({
						name,
						values: used.map((one) => cost.classes[one])
					}))
				}
			},
			{
				kind: 'table',
				table: {
					caption: 'Expected cost of one case under the best use of the agent, USD',
					columns: [
						words('Kind of work'),
						...used.map((name) => figures(LABELS[name], 'usd', { decimals: 2 })),
						...(labour ? [figures('A person’s own work', 'usd', { decimals: 2 })] : []),
						figures('Together', 'usd', { decimals: 2 })
					],
					rows: rows.map(({ name, cost }) => [
						name,
						...used.map((one) => cost.classes[one]),
						...(labour ? [cost.humanLabourUsd] : []),
						cost.totalUsd
					])
				}
			}
		];
	}
};

/** The breakdown of the option that a card speaks of; null when nothing was computed. */
function costOf({ decision }: TaskVerdict) {
	const best = optionOf(decision, decision.bestOption);
	const shown = best && best.option !== 'keep_human' ? best : bestAgent(decision);
	return shown?.costPerCase ?? null;
}

function findingOf(rows: Record<CostClass, number>[]): string {
	const sum = (names: readonly CostClass[]) =>
		rows.reduce((all, row) => all + names.reduce((part, name) => part + row[name], 0), 0);
	const machine = sum(['model', 'tools', 'state', 'evaluation']);
	const all = sum(costClasses);
	return all > 0
		? `Machines are ${format(machine / all, 'ratio', { surface: 'prose' })} of what a case costs; the rest is people, errors and upkeep`
		: 'Nothing of a case costs anything';
}

const LABELS: Record<CostClass, string> = {
	model: 'Model',
	tools: 'Tools',
	state: 'State',
	evaluation: 'Evaluation',
	review: 'Review',
	rework: 'Rework',
	incidents: 'Incidents',
	retraining: 'Retraining',
	fixed: 'Fixed'
};
