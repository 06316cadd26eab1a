import { error, type Handle, type ServerInit } from '@sveltejs/kit';
import { refusal } from '#lib/server/guard.ts';
import {
	closeWorkspaces,
	defaultWorkspace,
	exists,
	isWorkspaceName,
	openWorkspace,
	OWN
} from '#lib/server/workspaces.ts';

export const init: ServerInit = () => {
	(globalThis as Record<symbol, unknown>)[Symbol.for('breakeven.app')] = {
		closeApp: closeWorkspaces
	};
	process.once('sveltekit:shutdown', () => void closeWorkspaces());
};

/** Who may ask, and about which workspace. */
export const handle: Handle = async ({ event, resolve }) => {
	const refused = refusal(event.request, event.url);
	if (refused) return refused;
	event.locals.workspace = ({ create = false } = {}) => {
		const forApi = event.url.pathname.startsWith('/api/');
		const id = event.url.searchParams.get('workspace') ?? (forApi ? OWN : defaultWorkspace());
		const there = isWorkspaceName(id) && (exists(id) || id === OWN || create);
		if (!there) error(404, `There is no workspace called "${id}".`);
		return openWorkspace(id, { create });
	};
	return resolve(event);
};
