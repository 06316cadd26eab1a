import type { Handle } from '@sveltejs/kit';
import { countRequest } from './counts.ts';
import { log } from './log.ts';

/**
 * Counts and logs every request by the pattern of its route: addresses hold names and secrets of links,
 * and stay out of both.
 */
export const observe: Handle = async ({ event, resolve }) => {
	const { method } = event.request;
	const route = event.route.id ?? 'none';
	const start = performance.now();
	const note = (status: number) => {
		const ms = performance.now() - start;
		countRequest(route, method, status, ms / 1000);
		log('request', { method, route, status, ms: Math.round(ms) });
	};
	try {
		const answer = await resolve(event);
		note(answer.status);
		return answer;
	} catch (error) {
		// What a handler throws to refuse or to send elsewhere has a status too.
		note((error as { status?: number }).status ?? 500);
		throw error;
	}
};
