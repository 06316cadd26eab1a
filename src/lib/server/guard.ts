import { addressOf, bringsKey, isReadersDoor } from './access/door.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Host names that this server answers to, without port: its own, and what `--allow-host` adds. */
const allowedHosts = (): Set<string> =>
	new Set([
		'127.0.0.1',
		'localhost',
		'[::1]',
		...(process.env.BREAKEVEN_ALLOW_HOSTS ?? '').split(',').filter(Boolean)
	]);

const READERS_PAGE = /^\/r\/[^/]+$/;

/**
 * The answer to a request that must not be served: a foreign Host (DNS rebinding), one that anybody
 * on the way could read, a change asked for by another site's page, or anything but a reader's page
 * through the door for readers. Null when it may pass.
 */
export function refusal(request: Request, url: URL): Response | null {
	const isReaders = READERS_PAGE.test(url.pathname);
	const host = request.headers.get('host') ?? url.host;
	const origin = request.headers.get('origin');
	const isChange = !SAFE.has(request.method);
	if (isReadersDoor(request)) {
		if (!isReaders) return new Response('There is nothing here.\n', { status: 404 });
		return isChange && !isOwnForm(origin, host) ? foreign() : null;
	}
	if (!allowedHosts().has(host.replace(/:\d+$/, ''))) {
		return new Response(
			`This server does not answer to the host name "${host.slice(0, 100)}". Start it with --allow-host if it should.\n`,
			{ status: 421 }
		);
	}
	if (isReadable(request, url, host)) {
		return new Response('Breakeven answers here only over TLS: use the https address.\n', {
			status: 403
		});
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

const LOOPBACK_NAME = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const LOOPBACK = /^(127\.|::1$)/;

/** Whether it came in plain text from elsewhere although `serve` was told to stand behind TLS. */
const isReadable = (request: Request, url: URL, host: string): boolean =>
	process.env.BREAKEVEN_TLS === 'required' &&
	url.protocol !== 'https:' &&
	url.pathname !== '/healthz' &&
	!bringsKey(request) &&
	!(LOOPBACK.test(addressOf(request)) && LOOPBACK_NAME.test(host));
