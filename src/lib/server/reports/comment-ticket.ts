import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Of this process: after a restart a page has to be opened again. */
const key = randomBytes(32);
const VALID_MS = 24 * 3_600_000;

/**
 * What a reader's page carries so that its form may write: it says that the page was opened through
 * this link, with its passphrase where it has one, within the last day.
 */
export const commentTicket = (link: string, nowMs: number): string =>
	`${nowMs.toString(36)}.${signed(link, nowMs)}`;

/** Whether a ticket is one of ours for this link, and not too old. */
export function isTicket(given: string, link: string, nowMs: number): boolean {
	const [, time = '', hash = ''] = /^([0-9a-z]{1,12})\.([0-9a-f]{64})$/.exec(given) ?? [];
	const at = parseInt(time, 36);
	if (!(at <= nowMs && nowMs - at <= VALID_MS)) return false;
	return timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(signed(link, at), 'hex'));
}

const signed = (link: string, atMs: number): string =>
	createHmac('sha256', key).update(`${link} ${atMs}`).digest('hex');
