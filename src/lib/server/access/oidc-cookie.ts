import type { Cookies } from '@sveltejs/kit';
import type { OidcJourney } from './oidc.ts';

const PARTS = ['state', 'nonce', 'verifier', 'to'] as const;
const SECONDS = 600;

const nameOf = (url: URL): string =>
	url.protocol === 'https:' ? '__Host-breakeven-oidc' : 'breakeven-oidc';

/** Lax: the way back from the issuer is a link from another site. */
const how = (url: URL) =>
	({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const;

/** Gives the browser what it must bring back. */
export const giveJourney = (cookies: Cookies, url: URL, journey: OidcJourney): void =>
	cookies.set(nameOf(url), new URLSearchParams({ ...journey }).toString(), {
		...how(url),
		maxAge: SECONDS
	});

/** What the browser brings back, once; null where it set out nowhere. */
export function takeJourney(cookies: Cookies, url: URL): OidcJourney | null {
	const brought = new URLSearchParams(cookies.get(nameOf(url)) ?? '');
	cookies.delete(nameOf(url), how(url));
	const [state, nonce, verifier, to] = PARTS.map((part) => brought.get(part) ?? '');
	return state && nonce && verifier ? { state, nonce, verifier, to: to ?? '/' } : null;
}
