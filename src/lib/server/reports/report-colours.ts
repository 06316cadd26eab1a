import tokens from '../../../tokens.css?raw';
import type { CostClass } from '#simulations/engine/cost-breakdown.ts';
import type { Verdict } from '#simulations/engine/decision-rule.ts';

/** A colour of the app on white, `#rrggbb`, by its CSS name without the dashes. */
export function colour(name: string): string {
	const found = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(tokens)?.[1];
	if (!found) throw new RangeError(`there is no colour called ${name}`);
	return found;
}

/** The mark of a verdict; grey where there is none. */
export const verdictColour = (verdict: Verdict | null): string =>
	colour(`verdict-${VERDICTS[verdict ?? 'collect_more_data']}-fill`);

/** The colour of a class of cost. */
export const costColour = (name: CostClass): string => colour(`cost-${name}`);

const VERDICTS: Record<Verdict, string> = {
	automate: 'automate',
	automate_with_review: 'review',
	narrow_scope: 'narrow',
	keep_human: 'keep',
	collect_more_data: 'collect'
};
