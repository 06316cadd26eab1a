import { flipSentence } from '../../../verdicts/flip-sentence.ts';
import type { Block } from '../block.ts';

/** For each kind of work, the nearest changes that would turn its verdict. */
export const flipsBlock: Block = {
	id: 'flips',
	title: 'What would change our mind',
	make({ verdicts }) {
		const items = verdicts.flatMap(({ task, decision }) =>
			decision.flips.slice(0, 2).map((flip) => `${task}: ${flipSentence(flip)}.`)
		);
		return items.length > 0
			? [{ kind: 'list', items }]
			: [
					{
						kind: 'text',
						text: 'No single input within its range turns a verdict that has enough evidence.'
					}
				];
	}
};
