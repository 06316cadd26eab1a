import { createLink, LINK_DAYS, MOST_LINK_DAYS } from './report-links.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

/** A new link, or why there is none. */
export type Shared =
	{ address: string; days: number; reachesOthers: boolean } | { problem: string };

/** What somebody asked of a link, as they wrote it. */
export interface ShareWish {
	/** Blank = 30. */
	days: string;
	/** Blank = none. */
	passphrase: string;
	takesComments: boolean;
	/** Where the app itself answers. */
	origin: string;
}

/** Where readers reach the second listener of `--share`; null without one. */
export const shareOrigin = (): string | null => process.env.BREAKEVEN_SHARE ?? null;

const LEAST_PASSPHRASE = 8;
const MOST_PASSPHRASE = 200;

/** Makes a link to a report; the address holds the secret and is told this once. */
export async function shareLink(
	warehouse: Warehouse,
	reportId: number,
	{ days: typed, passphrase, takesComments, origin }: ShareWish
): Promise<Shared> {
	const days = typed.trim() === '' ? LINK_DAYS : Number(typed);
	if (!Number.isInteger(days) || days < 1 || days > MOST_LINK_DAYS)
		return { problem: `“${typed.slice(0, 20)}” days: expected a whole number from 1 to 365.` };
	const { length } = passphrase;
	if (length > 0 && (length < LEAST_PASSPHRASE || length > MOST_PASSPHRASE))
		return { problem: 'A passphrase needs 8 to 200 characters.' };
	const token = await createLink(warehouse, reportId, {
		days,
		passphrase: length > 0 ? passphrase : null,
		takesComments
	});
	const outside = shareOrigin();
	return { address: `${outside ?? origin}/r/${token}`, days, reachesOthers: outside !== null };
}
