import type { Block } from '../block.ts';

/** At most so many kinds of work fit on a leader's page. */
const MOST = 8;

/** What to do with each kind of work, by money at stake. */
export const verdictsBlock: Block = {
	id: 'verdicts',
	title: 'What to do with each kind of work',
	make({ summaries }) {
		const rest = summaries.length - MOST;
		return [
			{
				kind: 'verdicts',
				rows: summaries.slice(0, MOST).map((one) => ({
					task: one.task,
					configuration: one.configuration,
					verdict: one.verdict,
					sentence: one.sentence,
					because: one.because,
					flipsIf: one.flipsIf,
					evidence: one.evidenceText
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
