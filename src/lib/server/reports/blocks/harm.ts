import { format } from '../../../format.ts';
import { figures, listed, words, type Block } from '../block.ts';
import { numberOf } from '../facts.ts';

/** Wrong results that nobody stopped, and what they did. */
export const harmBlock: Block = {
	id: 'harm',
	title: 'Incidents and harm',
	make({ summaries, byTask }) {
		const rows = summaries.map(({ task }) => ({
			task,
			row: byTask.find((one) => one.task === task)
		}));
		const quiet = rows.filter(({ row }) => (numberOf(row, 'incidents') ?? 0) === 0);
		const incidents = rows.reduce((sum, { row }) => sum + (numberOf(row, 'incidents') ?? 0), 0);
		const none = `No incident is known for ${listed(quiet.map((one) => one.task))}: that is what was reported, not proof that there was none.`;
		if (incidents === 0) return [{ kind: 'text', text: none }];
		return [
			{
				kind: 'table',
				table: {
					caption: 'Recorded under the policy that was in force',
					columns: [
						words('Kind of work'),
						figures('Wrong results not stopped', 'count', { sums: true }),
						figures('Incidents', 'count', { sums: true }),
						figures('Cost of incidents, USD', 'usd', { sums: true }),
						figures('Hours to notice', 'hours'),
						figures('Hours to resolve', 'hours')
					],
					rows: rows.map(({ task, row }) => [
						task,
						numberOf(row, 'escapes'),
						numberOf(row, 'incidents') ?? 0,
						numberOf(row, 'incident_cost_usd'),
						numberOf(row, 'mttd_h'),
						numberOf(row, 'mttr_h')
					])
				}
			},
			{
				kind: 'text',
				text: `${format(incidents, 'count')} ${incidents === 1 ? 'incident is' : 'incidents are'} known.${quiet.length > 0 ? ` ${none}` : ''}`
			}
		];
	}
};
