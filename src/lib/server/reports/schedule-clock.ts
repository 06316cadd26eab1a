import { actingAs } from '../access/actor.ts';
import { openWorkspace, workspaces } from '../workspaces.ts';
import { dropReports } from './drop-reports.ts';

/** A server that starts has other things to do first. */
const FIRST_MS = 10_000;
const EVERY_MS = 15 * 60_000;

/** Writes reports that are due, at the start (what was missed while nothing ran) and every quarter hour. */
export function startSchedules(): void {
	const look = () => {
		void actingAs(byCalendar, dropAll).finally(() => setTimeout(look, EVERY_MS).unref());
	};
	setTimeout(look, FIRST_MS).unref();
}

const byCalendar = {
	kind: 'machine',
	name: 'report schedule',
	role: 'owner',
	memberId: null
} as const;

async function dropAll(): Promise<void> {
	for (const { id } of workspaces()) {
		try {
			await dropReports(await openWorkspace(id), Date.now());
		} catch (fault) {
			// One workspace that cannot be read must not keep the others from their reports.
			console.error(`Scheduled reports of ${id}: ${(fault as Error).message}`);
		}
	}
}
