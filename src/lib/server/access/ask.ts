import { error, type Handle } from '@sveltejs/kit';
import { refusal } from '../guard.ts';
import { defaultWorkspace, exists, isWorkspaceName, openWorkspace, OWN } from '../workspaces.ts';
import { accountsAreOn } from './accounts-file.ts';
import { actingAs, visitor } from './actor.ts';
import { withLimits } from './body-limits.ts';
import { identify } from './identify.ts';
import { refusedFor } from './permission.ts';

/** Who may ask, in whose name it is done, and about which workspace. */
export const ask: Handle = async ({ event, resolve }) => {
	const refused = refusal(event.request, event.url);
	if (refused) return refused;
	const { request, cookies, url, route } = event;
	const who = await identify({ request, cookies, url }, Date.now());
	event.locals.actor = who.actor;
	const forbidden = accountsAreOn() ? refusedFor({ route: route.id, request, url, who }) : null;
	if (forbidden) return forbidden;
	event.request = withLimits(request, route.id);
	event.locals.workspace = ({ create = false } = {}) => {
		const forApi = event.url.pathname.startsWith('/api/');
		const id = event.url.searchParams.get('workspace') ?? (forApi ? OWN : defaultWorkspace());
		const there = isWorkspaceName(id) && (exists(id) || id === OWN || create);
		if (!there) error(404, `There is no workspace called "${id}".`);
		return openWorkspace(id, { create });
	};
	const answer = await actingAs(who.actor ?? visitor, () => resolve(event));
	// What members see is not for the next one at the same browser, nor for a proxy.
	if (accountsAreOn() && !answer.headers.has('cache-control'))
		answer.headers.set('cache-control', 'private, no-store');
	return answer;
};
