import { MOST_SECONDS } from '#lib/server/audits/audit.ts';

/**
 * How long a check took: what the page measured, else the time since it was sent; null where neither
 * tells anything likely.
 */
export function secondsOf(measured: string, shownAt: string): number | null {
	const seconds = measured === '' ? (Date.now() - Number(shownAt)) / 1000 : Number(measured);
	const known = measured !== '' || shownAt !== '';
	return known && seconds >= 0 && seconds <= MOST_SECONDS ? Math.round(seconds * 10) / 10 : null;
}
