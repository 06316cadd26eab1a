import { actingAs } from './access/actor.ts';
import { faultInLog, log, logsJson } from './observe/log.ts';
import { applyRetention } from './retention/apply.ts';
import { sweepUploads } from './upload.ts';
import { openWorkspace, workspaces } from './workspaces.ts';

/** After a start, when what was killed before it is surely dead. */
const FIRST_MS = 60_000;
const EVERY_MS = 24 * 60 * 60_000;

/** Sweeps what was left behind and removes what is older than its lifetime: after the start, and daily. */
export function startHousekeeping(): void {
	const look = () => {
		sweepUploads();
		void actingAs(byLifetime, removeAll).finally(() => setTimeout(look, EVERY_MS).unref());
	};
	setTimeout(look, FIRST_MS).unref();
}

const byLifetime = { kind: 'machine', name: 'retention', role: 'owner', memberId: null } as const;

async function removeAll(): Promise<void> {
	for (const { id } of workspaces()) {
		try {
			const { warehouse } = await openWorkspace(id);
			for (const { part, rows, runs } of await applyRetention(warehouse, new Date()))
				log('removed', { part, rows, runs });
		} catch (fault) {
			// One workspace that cannot be read must not keep the others.
			log('error', { route: 'retention', fault: faultInLog(fault) });
			if (!logsJson()) console.error(`Retention: ${faultInLog(fault)}`);
		}
	}
}
