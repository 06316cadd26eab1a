import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../sha256.ts';

/**
 * What `bin/door.js` says of a request, on every request and whatever the client wrote under these
 * names: through which listener it came, from where, and whom a trusted proxy vouches for.
 */
const DOOR = 'x-breakeven-door';
const ADDRESS = 'x-breakeven-address';
const USER = 'x-breakeven-user';
const KEY = 'x-breakeven-key';

/** Whether it came through the listener for readers. */
export const isReadersDoor = (request: Request): boolean => request.headers.get(DOOR) === 'share';

/** The address that asks; `unknown` without the door, as in tests and while developing. */
export const addressOf = (request: Request): string => request.headers.get(ADDRESS) ?? 'unknown';

/** The name that a trusted proxy vouches for; null without one. */
export function vouchedName(request: Request): string | null {
	// Node reads headers byte by byte; proxies write names in UTF-8.
	const name = Buffer.from(request.headers.get(USER) ?? '', 'latin1')
		.toString('utf8')
		.trim();
	return name === '' ? null : name;
}

/** Whether the request brings the key of the data folder, which only its owner can read. */
export function bringsKey(request: Request): boolean {
	const given = request.headers.get(KEY);
	const right = (globalThis as Record<symbol, unknown>)[Symbol.for('breakeven.key')];
	if (given === null || typeof right !== 'string') return false;
	return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(right)));
}
