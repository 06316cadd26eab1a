import type { HandleServerError, ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { accounts, accountsAreOn, closeAccounts } from '#lib/server/access/accounts-file.ts';
import { ask } from '#lib/server/access/ask.ts';
import { welcomeCode } from '#lib/server/access/welcome.ts';
import { oidcSettings } from '#lib/server/access/oidc-settings.ts';
import { makeDataFolder } from '#lib/server/data-folder.ts';
import { faultInLog, log, logsJson } from '#lib/server/observe/log.ts';
import { observe } from '#lib/server/observe/observe.ts';
import { outsideFault } from '#lib/server/faults.ts';
import { startHousekeeping } from '#lib/server/housekeeping.ts';
import { startSchedules } from '#lib/server/reports/schedule-clock.ts';
import { sweepUploads } from '#lib/server/upload.ts';
import { closeWorkspaces } from '#lib/server/workspaces.ts';

export const init: ServerInit = () => {
	makeDataFolder();
	// A single sign-on that cannot be meant ends the start, not somebody's way in.
	oidcSettings();
	sweepUploads();
	if (process.env.BREAKEVEN_SERVING) {
		startSchedules();
		startHousekeeping();
	}
	(globalThis as Record<symbol, unknown>)[Symbol.for('breakeven.app')] = {
		closeApp: closeFiles,
		/** The code for the first owner; null where there is one, or where there are no accounts. */
		welcomeCode: async () => (accountsAreOn() ? welcomeCode(await accounts(), Date.now()) : null)
	};
	process.once('sveltekit:shutdown', () => void closeFiles());
};

async function closeFiles(): Promise<void> {
	await closeWorkspaces();
	await closeAccounts();
}

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
