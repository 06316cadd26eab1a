import type { Block } from '../block.ts';

/** How the figures were made, for somebody who wants to argue with them. */
export const methodBlock: Block = {
	id: 'method',
	title: 'How this was computed',
	make: () => [
		{
			kind: 'list',
			items: [
				'Every kind of work is judged for the agent configuration that ran most in the last 28 days of the data, against a person doing the same work.',
				'Cost of a case is what all attempts cost, failed ones too: model, tools, state and evaluation as run, and review, rework, incidents, retraining and fixed cost as expected under the policy proposed.',
				'What is not known exactly is drawn 10,000 times from its range; a range in this report holds the middle 90 % of what came out. “92 % sure” means that in 92 of 100 draws the agent was cheaper than people.',
				'An agent is proposed only when that share is at least 90 %, at least 30 results are verified, and the risk of incidents stays below the cap where one is set.',
				'Where fewer than 80 % of results are known and they are no random sample, everything is computed twice, with all unknown results wrong and all right; verdicts that differ become “collect more evidence”.',
				'Savings of several kinds of work are added as if they were independent of each other. Unknown is never counted as zero.'
			]
		}
	]
};
