import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = dirname(dirname(import.meta.dirname));
const program = join(root, 'bin/breakeven.js');

/** A Breakeven that serves a data folder of its own on a free port. */
export interface App {
	url: string;
	dataDir: string;
	/** What it has written to the terminal until now. */
	said: () => string;
	/** Runs a command of the command line beside it; its standard output. */
	command: (...args: string[]) => Promise<string>;
	/** Ends it as a supervisor would; it must leave quietly. */
	stop: () => Promise<void>;
}

/** An empty data folder that the caller removes. */
export const emptyDataDir = (): string => mkdtempSync(join(tmpdir(), 'breakeven-e2e-'));

/** An empty data folder, but for the demo workspace that `demo-once.ts` has made. */
export function demoDataDir(): string {
	const made = process.env.BREAKEVEN_E2E_DEMO;
	if (!made) throw new Error('there is no demo workspace: global setup makes it');
	const dataDir = emptyDataDir();
	mkdirSync(join(dataDir, 'workspaces'));
	copyFileSync(made, join(dataDir, 'workspaces/demo.duckdb'));
	return dataDir;
}

/** Starts the app on a data folder; with `said` it is ready when it has said that; `env` is added to ours. */
export async function startApp(
	dataDir: string,
	said = 'Breakeven is on',
	options: readonly string[] = [],
	env: Readonly<Record<string, string>> = {}
): Promise<App> {
	if (!existsSync(join(root, 'build/handler.js'))) throw new Error('no build/: npm run build');
	const args = [program, 'serve', '--port', '0', '--data-dir', dataDir, ...options];
	const child = spawn(process.execPath, args, {
		cwd: root,
		env: { ...process.env, BREAKEVEN_DEMO_END: '2026-11-20', ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
	await told(child, said).catch((fault: Error) => {
		child.kill('SIGTERM');
		throw fault;
	});
	const { port } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as {
		port: number;
	};
	return {
		url: `http://127.0.0.1:${port}`,
		dataDir,
		said: () => output,
		async command(...args) {
			const all = [program, ...args, '--data-dir', dataDir];
			return (await promisify(execFile)(process.execPath, all, { cwd: root })).stdout;
		},
		stop: () => stopped(child)
	};
}

/** Serves a data folder for as long as `work` takes, and removes it. */
export async function serving(
	dataDir: string,
	work: (app: App) => Promise<void>,
	options: readonly string[] = []
): Promise<void> {
	try {
		const app = await startApp(dataDir, undefined, options);
		await work(app).finally(app.stop);
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}

/** The first start makes the demo; on a busy machine that takes its time. */
const READY_MS = 120_000;

function told(child: ChildProcess, text: string): Promise<void> {
	let output = '';
	return new Promise((resolve, reject) => {
		const fail = (what: string) => reject(new Error(`the app ${what}: ${output}`));
		const late = setTimeout(() => fail(`did not say "${text}"`), READY_MS);
		const read = (chunk: Buffer) => {
			output += String(chunk);
			if (/could not be made/.test(output)) fail('could not make its demo');
			if (!output.includes(text)) return;
			clearTimeout(late);
			resolve();
		};
		child.stdout?.on('data', read);
		child.stderr?.on('data', read);
		child.on('exit', () => fail(`ended before it said "${text}"`));
	});
}

function stopped(child: ChildProcess): Promise<void> {
	return new Promise((resolve, reject) => {
		child.once('exit', (code, signal) =>
			code === 0 ? resolve() : reject(new Error(`the app ended with ${code ?? signal}`))
		);
		child.kill('SIGTERM');
	});
}
