import type { Verdict } from '#simulations/engine/decision-rule.ts';
import { format, formatDate } from '../format.ts';
import { verdictWords } from './verdict-words.ts';

/** A verdict with its money; the verdict is null where a task had no runs. */
export interface Told {
	verdict: Verdict | null;
	/** Of the agent option that the verdict speaks of, USD a month against people; null = unknown. */
	netUsdPerMonth: number | null;
}

/** A cause with the moment it was seen. */
interface Seen {
	text: string;
	at: string;
}

/** What a verdict was and why it changed, in money: stands under the sentence that holds now. */
export const changeSentence = (before: Told, { text, at }: Seen): string =>
	`Until ${formatDate(at)}: ${told(before)}. Then ${text}.`;

/** What waits, why, and what would make it stand. */
export const pendingSentence = (pending: Told, { text, at }: Seen): string =>
	`On ${formatDate(at)} ${text}. By that it would be: ${told(pending)}. This stands as soon as the next import about this task says the same, or when you accept it.`;

/** `keep it human, the agent would lose 300 USD a month`. */
export function told({ verdict, netUsdPerMonth }: Told): string {
	if (verdict === null) return 'no runs';
	const words = verdictWords[verdict];
	if (netUsdPerMonth === null) return words;
	const size = `${format(Math.abs(netUsdPerMonth), 'usd', { surface: 'prose' })} a month`;
	const way = netUsdPerMonth < 0 ? 'lose' : 'save';
	if (verdict === 'keep_human' || verdict === 'collect_more_data')
		return `${words}, the agent would ${way} ${size}`;
	return `${words}, ${way}s ${size}`;
}
