/** How `bin/app-server.js` names a request, whatever the client wrote under this name. */
const REQUEST = 'x-breakeven-request';

const KEY = Symbol.for('breakeven.requests');

/**
 * Aborts when the client has closed its connection before it was answered. The signal that SvelteKit
 * gives a request is deaf once the body has been read; it stands in without `bin/app-server.js`.
 */
export function clientGone(request: Request): AbortSignal {
	const open = (globalThis as Record<symbol, unknown>)[KEY] as
		Map<string, AbortController> | undefined;
	return open?.get(request.headers.get(REQUEST) ?? '')?.signal ?? request.signal;
}
