import { headline, savingLine, totalSaving } from '../../../verdicts/headline.ts';
import { stepSentence } from '../../../verdicts/step-sentence.ts';
import type { Block } from '../block.ts';

/** The first three sentences: what is worth it, what it saves, what to do next. */
export const headlineBlock: Block = {
	id: 'headline',
	title: 'In one sentence',
	make({ summaries, saves, period, step }) {
		return [
			{ kind: 'lead', text: headline(summaries.map((one) => one.verdict)) },
			{ kind: 'text', text: savingLine(totalSaving(saves), period) },
			...(step ? [{ kind: 'text' as const, text: stepSentence(step) }] : [])
		];
	}
};
