import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startApp } from './app-server.js';
import { Failed } from './failures.js';
import { root } from './install.js';

/** Where the running server of a data folder says how to reach it. */
export const portFile = (dataDir) => join(dataDir, 'server.json');

/** The folder of `--data-dir`, else the checkout's own. */
export const dataFolder = (given) =>
	resolve(given ?? process.env.BREAKEVEN_DATA_DIR ?? join(root, 'data/local'));

/** Calls `work` with a client of the running server, or of one in this process for as long as it takes. */
export async function withApp(dataDir, work) {
	const running = await runningServer(dataDir);
	if (running) return work(client(running));
	const app = await startApp({ port: 0, host: '127.0.0.1', dataDir });
	try {
		return await work(client(app.port));
	} finally {
		await app.close();
	}
}

async function runningServer(dataDir) {
	if (!existsSync(portFile(dataDir))) return null;
	const { port } = JSON.parse(readFileSync(portFile(dataDir), 'utf8'));
	try {
		const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
		return answer.ok ? port : null;
	} catch {
		return null;
	}
}

/** Asks the API; an answer that is no success becomes its one sentence. */
export function client(port) {
	const ask = async (path, options = {}) => {
		const answer = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, {
			...options,
			duplex: options.body ? 'half' : undefined
		});
		const text = await answer.text();
		if (answer.ok)
			return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
		throw new Failed(messageOf(text) ?? `the server answered ${answer.status}`);
	};
	return {
		get: ask,
		send: (path, body, method = 'POST', headers = {}) =>
			ask(path, {
				method,
				body,
				headers: { 'content-type': 'application/octet-stream', ...headers }
			})
	};
}

function messageOf(text) {
	try {
		return JSON.parse(text).message ?? null;
	} catch {
		return null;
	}
}
