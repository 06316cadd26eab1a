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

/** Tells the app through which listener a request came; what a client says under that name is overwritten. */
const DOOR_HEADER = 'x-breakeven-door';
const READERS_PAGE = /^\/r\/[A-Za-z0-9_-]{1,100}$/;

/**
 * The app in this process, listening on `port` of `host` (0 = any free port).
 * `share` is where a second listener answers readers' pages and nothing else, null for none.
 * Returns the addresses and what closes them: the queue is emptied, then the files.
 */
export async function startApp({ port, host, dataDir, key, share = null }) {
	const handlerPath = join(root, 'build/handler.js');
	if (!existsSync(handlerPath)) {
		throw new Failed('the app is not built yet: run "npm start" once, or "npm run build"');
	}
	makeFolder(dataDir);
	process.env.BREAKEVEN_DATA_DIR = dataDir;
	process.env.BODY_SIZE_LIMIT = 'Infinity';
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	const { handler } = await import(pathToFileURL(handlerPath).href);
	const pass = (request, response, door) => {
		for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
		request.headers['x-forwarded-proto'] = 'http';
		request.headers[DOOR_HEADER] = door;
		handler(request, response);
	};
	const server = createServer((request, response) => {
		if (key && request.url === '/healthz') response.setHeader(KEY_HEADER, key);
		pass(request, response, 'app');
	});
	server.requestTimeout = 0;
	await listening(server, host, port);
	const readers = share && readersServer((request, response) => pass(request, response, 'share'));
	if (readers) {
		await listening(readers, share.host, share.port).catch(async (error) => {
			await closed([server]);
			throw error;
		});
	}
	return {
		host,
		port: server.address().port,
		share: readers && { host: share.host, port: readers.address().port },
		close: () => closed([server, ...(readers ? [readers] : [])])
	};
}

/** A listener for strangers: only readers' pages, small bodies, and no patience for slow ones. */
function readersServer(pass) {
	const server = createServer((request, response) => {
		const size = Number(request.headers['content-length'] ?? 0);
		const isPage = READERS_PAGE.test(request.url ?? '');
		const isAsked = ['GET', 'HEAD', 'POST'].includes(request.method);
		if (isPage && isAsked && size <= MOST_READER_BYTES) return pass(request, response);
		for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
		response.writeHead(404, { 'content-type': 'text/plain', connection: 'close' });
		response.end('There is nothing here.\n');
	});
	server.requestTimeout = 15_000;
	server.headersTimeout = 10_000;
	server.maxConnections = 200;
	return server;
}

/** A comment of the longest kind, every character of it escaped. */
const MOST_READER_BYTES = 32_768;

const listening = (server, host, port) =>
	new Promise((resolve, reject) => {
		server.once('error', (error) => reject(explained(error, host, port)));
		server.listen(port, host, resolve);
	});

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

async function closed(servers) {
	const done = Promise.all(
		servers.map((server) => new Promise((resolve) => server.close(resolve)))
	);
	for (const server of servers) server.closeIdleConnections();
	const late = setTimeout(() => servers.forEach((server) => server.closeAllConnections()), 5_000);
	await done;
	clearTimeout(late);
	const { closeApp } = globalThis[Symbol.for('breakeven.app')] ?? {};
	await closeApp?.();
}
