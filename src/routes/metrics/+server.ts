import { createHash, timingSafeEqual } from 'node:crypto';
import { prometheus } from '#lib/server/observe/prometheus.ts';
import type { RequestHandler } from './$types';

/** For Prometheus, where `serve --metrics` says so: from this machine, or with the token it names. */
export const GET: RequestHandler = ({ request, getClientAddress }) => {
	if (process.env.BREAKEVEN_METRICS !== '1')
		return new Response('There is nothing here: start Breakeven with --metrics.\n', {
			status: 404
		});
	if (!isNear(request, getClientAddress()) && !hasToken(request))
		return new Response('The token of --metrics-token-file is asked for.\n', {
			status: 401,
			headers: { 'www-authenticate': 'Bearer' }
		});
	return new Response(prometheus(), {
		headers: { 'content-type': 'text/plain; version=0.0.4', 'cache-control': 'no-store' }
	});
};

/** From this machine itself, not through a proxy on it. */
const isNear = (request: Request, address: string): boolean =>
	/^(127\.|::1$|::ffff:127\.)/.test(address) &&
	!['forwarded', 'x-forwarded-for', 'via'].some((name) => request.headers.has(name));

function hasToken(request: Request): boolean {
	const right = process.env.BREAKEVEN_METRICS_TOKEN ?? '';
	const given = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
	if (right === '' || given === undefined) return false;
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(given), hash(right));
}
