import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KEY_HEADER, PROOF_HEADER, proofOf, startApp } from './app-server.js';
import { Failed, Misused } from './failures.js';
import { root } from './install.js';

/** Where the running server of a data folder says how to reach it. */
export const portFile = (dataDir) => join(dataDir, 'server.json');

/** The folder of `--data-dir`, else the checkout's own. */
export const dataFolder = (given) =>
	resolve(given ?? process.env.BREAKEVEN_DATA_DIR ?? join(root, 'data/local'));

/** Calls `work` with a client of the running server, or of one in this process for as long as it takes. */
export async function withApp(dataDir, work) {
	const running = await runningServer(dataDir);
	if (running) return work(client(addressOf(running), running.key));
	const key = randomUUID();
	process.env.BREAKEVEN_ACCOUNTS = existsSync(join(dataDir, 'accounts/accounts.duckdb')) ? '1' : '';
	const app = await startApp({ port: 0, host: '127.0.0.1', dataDir, key });
	try {
		return await work(client(addressOf(app), key));
	} finally {
		await app.close();
	}
}

/** The server that has written the folder's port file, if it is still there; a file left behind is none. */
export async function runningServer(dataDir) {
	const said = readPortFile(dataDir);
	if (said === null) return null;
	try {
		const signal = AbortSignal.timeout(PATIENCE_MS);
		const answer = await fetch(`${addressOf(said)}/healthz`, { signal });
		return answer.headers.get(PROOF_HEADER) === proofOf(said.key) ? said : null;
	} catch (error) {
		if (error.name === 'TimeoutError' && isRunning(said.pid)) {
			throw new Failed(
				`process ${said.pid} on port ${said.port} does not answer: stop it, or remove ${portFile(dataDir)} if it is not Breakeven`
			);
		}
		return null;
	}
}

const PATIENCE_MS = 5_000;

function readPortFile(dataDir) {
	try {
		const said = JSON.parse(readFileSync(portFile(dataDir), 'utf8'));
		return Number.isInteger(said?.port) ? said : null;
	} catch {
		return null;
	}
}

function isRunning(pid) {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** Where a server is reached from this machine. */
export function addressOf({ host, port }) {
	const near = ['0.0.0.0', '::', 'localhost'].includes(host) ? '127.0.0.1' : host;
	return `http://${near.includes(':') ? `[${near}]` : near}:${port}`;
}

/**
 * Asks the API; an answer that is no success becomes its one sentence. With `BREAKEVEN_TOKEN` it may do
 * what that token may, else what the owner of the data folder may.
 */
export function client(address, key) {
	const token = process.env.BREAKEVEN_TOKEN;
	const who = token ? { authorization: `Bearer ${token}` } : { [KEY_HEADER]: key };
	const ask = async (path, options = {}) => {
		const { answer, bytes } = await file(path, options);
		const text = bytes.toString();
		return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
	};
	const file = async (path, options = {}) => {
		const { answer, bytes } = await answered(`${address}/api/v1/${path}`, {
			...options,
			headers: { ...options.headers, ...who }
		});
		if (answer.ok) return { answer, bytes };
		const text = bytes.toString();
		const message = messageOf(text) ?? `the server answered ${answer.status}`;
		// A question that cannot be understood was put together from the options.
		const isMisused = answer.status === 400 && options.method === undefined;
		throw isMisused
			? new Misused(message)
			: Object.assign(new Failed(message), { status: answer.status });
	};
	return {
		get: ask,
		/** An answer as it came, byte for byte. */
		file: async (path) => (await file(path)).bytes,
		/** An answer written to a file as it comes; nothing of it stays unless all of it came. */
		download: (path, file) => download(`${address}/api/v1/${path}`, who, file),
		send: (path, body, method = 'POST', headers = {}) =>
			ask(path, {
				method,
				body,
				headers: { 'content-type': 'application/octet-stream', ...headers }
			})
	};
}

async function download(url, headers, file) {
	const part = `${file}.part`;
	try {
		const answer = await fetch(url, { headers });
		if (!answer.ok) {
			const message = messageOf(await answer.text()) ?? `the server answered ${answer.status}`;
			throw Object.assign(new Failed(message), { status: answer.status });
		}
		await pipeline(Readable.fromWeb(answer.body), createWriteStream(part, { mode: 0o600 }));
		renameSync(part, file);
		return statSync(file).size;
	} catch (error) {
		rmSync(part, { force: true });
		if (error instanceof Failed) throw error;
		throw error.syscall && error.path
			? new Failed(`cannot write ${error.path} (${error.code})`)
			: new Failed(`the server stopped answering (${(error.cause ?? error).message})`);
	}
}

async function answered(url, options) {
	try {
		const duplex = options.body ? 'half' : undefined;
		const answer = await fetch(url, { ...options, duplex });
		return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
	} catch (error) {
		const cause = error.cause ?? error;
		if (cause.syscall === 'open' || cause.syscall === 'read')
			throw new Failed(`cannot read ${cause.path ?? 'the file'} (${cause.code})`);
		throw new Failed(`the server stopped answering (${cause.code ?? cause.message})`);
	}
}

function messageOf(text) {
	try {
		return JSON.parse(text).message ?? null;
	} catch {
		return null;
	}
}
