import { error, json, redirect } from '@sveltejs/kit';
import type { Identified } from './identify.ts';
import { needOf, suffices } from './rules.ts';

/** A request as far as it matters for who may make it. */
export interface Asked {
	/** As the router names it; null for an address that nothing answers. */
	route: string | null;
	request: Request;
	url: URL;
	who: Identified;
}

/**
 * The one place where a request may be refused for who makes it: null when it may pass, else the
 * answer; for pages it throws what SvelteKit makes an error page or a redirect of.
 */
export function refusedFor({ route, request, url, who }: Asked): Response | null {
	const need = route === null ? 'viewer' : needOf(route, request.method, url.searchParams);
	if (need === 'anyone') return null;
	if (who.actor === null) return unknown(who.nobody, request, url);
	if (need === null) return no(request, url, 'Nobody may do that here.');
	if (!suffices(who.actor.role, need))
		return no(request, url, `This needs the role ${need}; ${who.actor.name} is ${who.actor.role}.`);
	if (who.isReadOnly && !READING.has(request.method))
		return no(request, url, 'This token may only read.');
	return null;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
const isForApi = (url: URL): boolean => url.pathname.startsWith('/api/');

function unknown(
	why: Exclude<Identified, { isReadOnly: boolean }>['nobody'],
	request: Request,
	url: URL
): Response {
	if (why === 'too many tries')
		return json(
			{ message: 'Too many wrong tokens: wait a minute.' },
			{ status: 429, headers: { 'retry-after': '60' } }
		);
	const isProgram = isForApi(url) || why === 'wrong token';
	if (isProgram)
		return json(
			{
				message:
					why === 'wrong token'
						? 'This token is unknown, expired or revoked.'
						: 'Sign in, or send a token: Authorization: Bearer TOKEN.'
			},
			{ status: 401, headers: { 'www-authenticate': 'Bearer' } }
		);
	const back = READING.has(request.method) ? url.pathname + url.search : '/';
	redirect(303, `/login?to=${encodeURIComponent(back)}`);
}

function no(request: Request, url: URL, message: string): Response {
	if (isForApi(url)) return json({ message }, { status: 403 });
	// A form that was sent by a script understands only this.
	if (request.headers.get('x-sveltekit-action') === 'true')
		return json({ type: 'error', error: { message } }, { status: 403 });
	error(403, message);
}
