import { told } from '../../../verdicts/change-sentence.ts';
import { summaryOf } from '../../verdicts/summary.ts';
import type { TaskVerdict } from '../../verdicts/verdicts.ts';
import type { Block } from '../block.ts';

/** At most so many kinds of work fit on a leader's page. */
const MOST = 8;

/** What to do with each kind of work, by money at stake. */
export const verdictsBlock: Block = {
	id: 'verdicts',
	title: 'What to do with each kind of work',
	make({ summaries, verdicts }) {
		const rest = summaries.length - MOST;
		return [
			{
				kind: 'verdicts',
				rows: summaries.slice(0, MOST).map((one, at) => ({
					task: one.task,
					configuration: one.configuration,
					verdict: one.verdict,
					sentence: one.sentence,
					because: one.because,
					flipsIf: one.flipsIf,
					evidence: one.evidenceText,
					changed: one.changed,
					pending: one.pending && newest(verdicts[at])
				}))
			},
			...(rest > 0
				? [
						{
							kind: 'text' as const,
							text: `${rest} more ${rest === 1 ? 'kind' : 'kinds'} of work with less money at stake ${rest === 1 ? 'is' : 'are'} in the tables below.`
						}
					]
				: [])
		];
	}
};

/** What runs say now of a task for which another verdict stands. */
function newest(task: TaskVerdict | undefined): string | null {
	if (!task) return null;
	const { verdict, netBenefitUsdPerMonth } = summaryOf(task);
	const now = told({ verdict, netUsdPerMonth: netBenefitUsdPerMonth.value });
	return `By the newest runs it would be: ${now}. It is told from when more data say the same, or somebody accepts it.`;
}
