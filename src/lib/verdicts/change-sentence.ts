import type { Verdict } from '#simulations/engine/decision-rule.ts';
import { format, formatDate } from '../format.ts';
import { verdictWords } from './verdict-words.ts';

/** A verdict with its money; the verdict is null where a task had no runs. */
export interface Told {
	verdict: Verdict | null;
	/** Of the agent option that the verdict speaks of, USD a month against people; null = unknown. */
	netUsdPerMonth: number | null;
}

/** What changed, when and why, in money: the same words on card, page, API and command line. */
export function changeSentence(
	before: Told,
	after: Told,
	cause: { text: string; at: string }
): string {
	return `Until ${formatDate(cause.at)}: ${told(before)}. Then ${cause.text}. Now: ${told(after)}.`;
}

/** What waits, why, and what would make it stand. */
export function pendingSentence(pending: Told, cause: { text: string; at: string }): string {
	return `Would change to ${told(pending)}, since ${cause.text} on ${formatDate(cause.at)}. The verdict above stands until the next import about this task says the same, or you accept the new one.`;
}

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
