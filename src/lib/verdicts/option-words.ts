import type { Option } from '#simulations/engine/decision-rule.ts';

/** An option as the subject of a sentence. */
export const optionWords: Record<Option, string> = {
	automate: 'the agent alone',
	automate_with_review: 'the agent with review',
	narrow_scope: 'the agent for a part',
	keep_human: 'people'
};

/** The same where it starts one. */
export const optionTitle = (option: Option): string =>
	optionWords[option].charAt(0).toUpperCase() + optionWords[option].slice(1);
