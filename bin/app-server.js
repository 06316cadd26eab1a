import { createServer } from 'node:http';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failed } from './failures.js';
import { root } from './install.js';

/** Sent with every answer, static files too. */
const HEADERS = {
	'X-Content-Type-Options': 'nosniff',
	// With no-referrer browsers send forms with "Origin: null" (Fetch, 3.2), which is refused: none would work without a script.
	'Referrer-Policy': 'same-origin',
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
	'X-Frame-Options': 'DENY'
};

/** By this header of /healthz a client knows that it is the server of its data folder that answers. */
export const KEY_HEADER = 'x-breakeven-key';

/**
 * The app in this process, listening on `port` of `host` (0 = any free port).
 * Returns the address and what closes it: the queue is emptied, then the files.
 */
export async function startApp({ port, host, dataDir, key }) {
	const handlerPath = join(root, 'build/handler.js');
	if (!existsSync(handlerPath)) {
		throw new Failed('the app is not built yet: run "npm start" once, or "npm run build"');
	}
	makeFolder(dataDir);
	process.env.BREAKEVEN_DATA_DIR = dataDir;
	process.env.BODY_SIZE_LIMIT = 'Infinity';
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	const { handler } = await import(pathToFileURL(handlerPath).href);
	const server = createServer((request, response) => {
		for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
		if (key && request.url === '/healthz') response.setHeader(KEY_HEADER, key);
		request.headers['x-forwarded-proto'] = 'http';
		handler(request, response);
	});
	server.requestTimeout = 0;
	await new Promise((resolve, reject) => {
		server.once('error', (error) => reject(explained(error, host, port)));
		server.listen(port, host, resolve);
	});
	return { host, port: server.address().port, close: () => closed(server) };
}

function makeFolder(dataDir) {
	try {
		mkdirSync(dataDir, { recursive: true });
		accessSync(dataDir, constants.W_OK);
	} catch (error) {
		throw new Failed(`the data folder ${dataDir} cannot be written to (${error.code})`);
	}
}

function explained(error, host, port) {
	if (error.code === 'EADDRINUSE') {
		return new Failed(
			`port ${port} is taken: is Breakeven running already? Use --port for another`
		);
	}
	return new Failed(`cannot listen on ${host}:${port} (${error.code ?? error.message})`);
}

async function closed(server) {
	const done = new Promise((resolve) => server.close(resolve));
	server.closeIdleConnections();
	const late = setTimeout(() => server.closeAllConnections(), 5_000);
	await done;
	clearTimeout(late);
	const { closeApp } = globalThis[Symbol.for('breakeven.app')] ?? {};
	await closeApp?.();
}
