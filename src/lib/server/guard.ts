const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Host names that this server answers to, without port: its own, and what `--allow-host` adds. */
const allowedHosts = (): Set<string> =>
	new Set([
		'127.0.0.1',
		'localhost',
		'[::1]',
		...(process.env.BREAKEVEN_ALLOW_HOSTS ?? '').split(',').filter(Boolean)
	]);

/** Set by bin/app-server.js on every request, whatever it said: through which listener it came. */
const DOOR = 'x-breakeven-door';
const READERS_PAGE = /^\/r\/[^/]+$/;

/**
 * The answer to a request that must not be served: a foreign Host (DNS rebinding), a change asked
 * for by another site's page, or anything but a reader's page through the door for readers. Null
 * when it may pass.
 */
export function refusal(request: Request, url: URL): Response | null {
	const isReaders = READERS_PAGE.test(url.pathname);
	const host = request.headers.get('host') ?? url.host;
	const origin = request.headers.get('origin');
	const isChange = !SAFE.has(request.method);
	if (request.headers.get(DOOR) === 'share') {
		if (!isReaders) return new Response('There is nothing here.\n', { status: 404 });
		return isChange && !isOwnForm(origin, host) ? foreign() : null;
	}
	if (!allowedHosts().has(host.replace(/:\d+$/, ''))) {
		return new Response(
			`This server does not answer to the host name "${host.slice(0, 100)}". Start it with --allow-host if it should.\n`,
			{ status: 421 }
		);
	}
	if (isReaders) return isChange && !isOwnForm(origin, host) ? foreign() : null;
	return isChange && origin !== null && origin !== `${url.protocol}//${host}` ? foreign() : null;
}

/**
 * Whether a form can be that of the reader's page. A page without referrer sends "Origin: null", and
 * so can others: no cookie counts there, and a comment needs the ticket that only the page holds.
 */
const isOwnForm = (origin: string | null, host: string): boolean =>
	origin === null || ['null', `http://${host}`, `https://${host}`].includes(origin);

const foreign = (): Response =>
	new Response('A page of another site may not change anything here.\n', { status: 403 });
