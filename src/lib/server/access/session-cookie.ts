import type { Cookies } from '@sveltejs/kit';
import { LONGEST_MS } from './sessions.ts';

/** Behind TLS a browser keeps a cookie of this name to this host and to TLS alone (RFC 6265bis, 4.1.3.2). */
const nameOf = (url: URL): string => (url.protocol === 'https:' ? '__Host-breakeven' : 'breakeven');

const how = (url: URL) =>
	({
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:'
	}) as const;

/** The secret of the session that a request brings; null without one. */
export const sessionSecret = (cookies: Cookies, url: URL): string | null =>
	cookies.get(nameOf(url)) || null;

/** Hands a session to the browser. */
export const giveSession = (cookies: Cookies, url: URL, secret: string): void =>
	cookies.set(nameOf(url), secret, { ...how(url), maxAge: LONGEST_MS / 1000 });

/** Takes it away. */
export const takeSession = (cookies: Cookies, url: URL): void =>
	cookies.delete(nameOf(url), how(url));
