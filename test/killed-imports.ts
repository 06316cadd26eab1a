import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openWorkspace } from './workspace.ts';
import { sql } from '#lib/server/warehouse/sql.ts';

const command = join(dirname(import.meta.dirname), 'bin/breakeven.js');
const ROWS = 60_000;

/** What a killed import left behind. */
export interface Left {
	afterMs: number;
	/** Whether it had said its receipt before it was killed. */
	acknowledged: boolean;
	/** Runs after the kill, and after the same file was sent again. */
	runs: number;
	runsAgain: number;
}

/**
 * Imports a table by the command line and kills the process with -9 after some milliseconds, then asks
 * what is there, and imports it again. Needs a build.
 */
export async function killedImport(folder: string, afterMs: number): Promise<Left> {
	const file = join(folder, 'attempts.csv');
	const rows = Array.from({ length: ROWS }, (_, at) => `r${at},desk,bot,${at % 3 ? 1 : 0},0.01`);
	writeFileSync(file, `run_id,task,agent,success,cost_usd\n${rows.join('\n')}\n`);
	const data = join(folder, `data-${afterMs}`);
	const child = spawn(process.execPath, [command, 'ingest', file, '--data-dir', data]);
	let told = '';
	child.stdout.on('data', (text: Buffer) => (told += text.toString()));
	const ended = new Promise((resolve) => child.on('exit', resolve));
	await Promise.race([ended, sleep(afterMs)]);
	child.kill('SIGKILL');
	await ended;
	const runs = await runsIn(data);
	const again = spawnSync(process.execPath, [command, 'ingest', file, '--data-dir', data]);
	if (again.status !== 0) throw new Error(`the second import failed: ${again.stderr.toString()}`);
	return { afterMs, acknowledged: /60,?000/.test(told), runs, runsAgain: await runsIn(data) };
}

/** Every import is there as a whole, or not at all. */
export const isWhole = ({ acknowledged, runs, runsAgain }: Left): boolean =>
	(runs === ROWS || (runs === 0 && !acknowledged)) && runsAgain === ROWS;

async function runsIn(data: string): Promise<number> {
	if (!existsSync(join(data, 'workspaces'))) return 0;
	const warehouse = await openWorkspace(join(data, 'workspaces'), 'main');
	try {
		const [row] = await warehouse.query<{ n: number }>(sql`select count(*) as n from runs`);
		return row?.n ?? 0;
	} finally {
		await warehouse.close();
	}
}
