import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = dirname(import.meta.dirname);
const program = join(root, 'bin/breakeven.js');

/** Whether there is a build that can be served. */
export const isBuilt = existsSync(join(root, 'build/handler.js'));

/** A server of its own over a data folder. */
export interface Served {
	address: string;
	child: ChildProcess;
	/** What it has written so far. */
	log: () => string;
	/** Runs a command of the command line against it. */
	command: (...args: string[]) => { status: number | null; stdout: string; stderr: string };
	/** Kills it with -9; done when it is gone. */
	kill: () => Promise<void>;
}

/** Starts a server on a free port; the caller kills it. */
export async function serve(dataDir: string, more: readonly string[] = []): Promise<Served> {
	const args = ['serve', '--no-demo', '--port', '0', '--data-dir', dataDir, ...more];
	const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (text: Buffer) => (said += text.toString()));
	const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
	const address = await new Promise<string>((resolve, reject) => {
		child.stdout.on('data', () => {
			const found = /http:[^\s"]+/.exec(said)?.[0];
			if (found) resolve(found);
		});
		void ended.then(() => reject(new Error(`the server ended: ${said}`)));
	});
	return {
		address,
		child,
		log: () => said,
		command: (...asked) => {
			const all = [program, ...asked, '--data-dir', dataDir];
			const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' });
			return { status, stdout, stderr };
		},
		kill: async () => {
			child.kill('SIGKILL');
			await ended;
		}
	};
}
