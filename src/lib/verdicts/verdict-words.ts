import type { Verdict } from '#simulations/engine/decision-rule.ts';

/** A verdict in two or three words, lower case. */
export const verdictWords: Record<Verdict, string> = {
	automate: 'automate',
	automate_with_review: 'automate with review',
	narrow_scope: 'narrow the scope',
	keep_human: 'keep it human',
	collect_more_data: 'collect more evidence'
};
