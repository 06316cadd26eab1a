const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Host names that this server answers to, without port: its own, and what `--allow-host` adds. */
const allowedHosts = (): Set<string> =>
	new Set([
		'127.0.0.1',
		'localhost',
		'[::1]',
		...(process.env.BREAKEVEN_ALLOW_HOSTS ?? '').split(',').filter(Boolean)
	]);

/**
 * The answer to a request that must not be served: a foreign Host (DNS rebinding) or a change asked
 * for by another site's page. Null when it may pass.
 */
export function refusal(request: Request, url: URL): Response | null {
	const host = request.headers.get('host') ?? url.host;
	if (!allowedHosts().has(host.replace(/:\d+$/, ''))) {
		return new Response(
			`This server does not answer to the host name "${host.slice(0, 100)}". Start it with --allow-host if it should.\n`,
			{ status: 421 }
		);
	}
	const origin = request.headers.get('origin');
	if (!SAFE.has(request.method) && origin !== null && origin !== `${url.protocol}//${host}`) {
		return new Response('A page of another site may not change anything here.\n', { status: 403 });
	}
	return null;
}
