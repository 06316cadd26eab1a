import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import Crop from '@lucide/svelte/icons/crop';
import Hand from '@lucide/svelte/icons/hand';
import UserCheck from '@lucide/svelte/icons/user-check';

/** The verdicts by their contract names. */
export type VerdictName =
	'automate' | 'automate_with_review' | 'narrow_scope' | 'keep_human' | 'collect_more_data';

/** How much of a verdict rests on runs. */
export type Evidence = 'measured' | 'partly assumed' | 'thin';

/** Word, icon and CSS properties of each verdict: `colour` for words, `fill` for marks. */
export const verdictLooks = {
	automate: {
		word: 'Automate',
		icon: CircleCheck,
		colour: '--verdict-automate',
		fill: '--verdict-automate-fill'
	},
	automate_with_review: {
		word: 'Automate with review',
		icon: UserCheck,
		colour: '--verdict-review',
		fill: '--verdict-review-fill'
	},
	narrow_scope: {
		word: 'Narrow the scope',
		icon: Crop,
		colour: '--verdict-narrow',
		fill: '--verdict-narrow-fill'
	},
	keep_human: {
		word: 'Keep it human',
		icon: Hand,
		colour: '--verdict-keep',
		fill: '--verdict-keep-fill'
	},
	collect_more_data: {
		word: 'Collect more evidence',
		icon: CircleDashed,
		colour: '--verdict-collect',
		fill: '--verdict-collect-fill'
	}
} as const satisfies Record<VerdictName, object>;
