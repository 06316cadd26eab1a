import { format, formatRange } from '../../../format.ts';
import { figures, ranges, words, type Block } from '../block.ts';
import { numberOf } from '../facts.ts';

/** How often the agent is right, on how many results, and how failures show. */
export const reliabilityBlock: Block = {
	id: 'reliability',
	title: 'How often the agent is right',
	make({ summaries, verdicts, byTask, totals }) {
		const rate = numberOf(totals, 'success_rate');
		const low = numberOf(totals, 'success_rate_low');
		const high = numberOf(totals, 'success_rate_high');
		const known = (numberOf(totals, 'runs') ?? 0) - (numberOf(totals, 'unknown_outcomes') ?? 0);
		return [
			{
				kind: 'text',
				text:
					rate === null
						? 'No result is known to be right or wrong.'
						: `Of ${format(known, 'count')} runs whose result is known, ${format(rate, 'ratio', { surface: 'prose' })} were right (${formatRange(low, high, 'ratio')}).`
			},
			{
				kind: 'table',
				table: {
					caption: 'Right results of the configuration that each verdict is about',
					columns: [
						words('Kind of work'),
						words('Configuration'),
						ranges('Right (95 % range)', 'ratio'),
						figures('Results known', 'count', { sums: true }),
						figures('Of cases', 'count', { sums: true }),
						figures('Failures that announce themselves', 'ratio')
					],
					rows: summaries.map((one, at) => [
						one.task,
						one.configuration,
						one.success,
						one.n,
						verdicts[at]?.evidence.cases ?? null,
						numberOf(
							byTask.find((row) => row.task === one.task),
							'visible_failure_share'
						)
					])
				}
			}
		];
	}
};
