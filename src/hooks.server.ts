import { error, type Handle, type HandleServerError, type ServerInit } from '@sveltejs/kit';
import { makeDataFolder } from '#lib/server/data-folder.ts';
import { sequence } from '@sveltejs/kit/hooks';
import { faultInLog, log, logsJson } from '#lib/server/observe/log.ts';
import { observe } from '#lib/server/observe/observe.ts';
import { outsideFault } from '#lib/server/faults.ts';
import { startHousekeeping } from '#lib/server/housekeeping.ts';
import { refusal } from '#lib/server/guard.ts';
import { startSchedules } from '#lib/server/reports/schedule-clock.ts';
import { sweepUploads } from '#lib/server/upload.ts';
import {
	closeWorkspaces,
	defaultWorkspace,
	exists,
	isWorkspaceName,
	openWorkspace,
	OWN
} from '#lib/server/workspaces.ts';

export const init: ServerInit = () => {
	makeDataFolder();
	sweepUploads();
	if (process.env.BREAKEVEN_SERVING) {
		startSchedules();
		startHousekeeping();
	}
	(globalThis as Record<symbol, unknown>)[Symbol.for('breakeven.app')] = {
		closeApp: closeWorkspaces
	};
	process.once('sveltekit:shutdown', () => void closeWorkspaces());
};

/** Who may ask, and about which workspace. */
const ask: Handle = async ({ event, resolve }) => {
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

/** Everything is counted and logged, what is refused too. */
export const handle = sequence(observe, ask);

/** One sentence for the person; the log of a server has the rest. */
export const handleError: HandleServerError = ({ error: fault, event, status, message }) => {
	if (status < 500) return { message };
	const outside = outsideFault(fault);
	const first = fault instanceof Error ? fault.message.split('\n')[0] : String(fault);
	const { method } = event.request;
	const route = event.route.id ?? 'none';
	const said = outside ?? faultInLog(fault);
	log('error', { method, route, fault: said });
	if (process.env.BREAKEVEN_DEBUG) console.error(fault);
	else if (process.env.BREAKEVEN_SERVING && !logsJson())
		console.error(`${method} ${route}: ${said}`);
	return {
		message: outside ?? `${first} (a fault of ours; BREAKEVEN_DEBUG=1 shows where).`
	};
};
