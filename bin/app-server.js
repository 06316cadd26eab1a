import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { hasReadablePath, knownOf } from './door.js';
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
	'X-Frame-Options': 'DENY',
	// For files and for what the server says by itself; pages bring their own.
	'Content-Security-Policy':
		"default-src 'self'; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
};

/** By this header of /healthz a client knows that it is the server of its data folder that answers. */
export const PROOF_HEADER = 'x-breakeven-proof';

/** Proves to know a key without telling it. */
export const proofOf = (key) => createHash('sha256').update(`proof ${key}`).digest('hex');

/** With the key of the data folder a request is made by whoever may read that folder: the owner. */
export const KEY_HEADER = 'x-breakeven-key';

/** What the app believes of a request (`src/lib/server/access/door.ts`): a client's own are removed. */
const BELIEVED = [
	'x-breakeven-door',
	'x-breakeven-address',
	'x-breakeven-user',
	'x-breakeven-request'
];
const READERS_PAGE = /^\/r\/[A-Za-z0-9_-]{1,100}$/;

/**
 * The app in this process, listening on `port` of `host` (0 = any free port).
 * `share` is where a second listener answers readers' pages and nothing else, null for none;
 * `door` is what `knownOf` believes of proxies.
 * Returns the addresses and what closes them: the queue is emptied, then the files.
 */
export async function startApp({ port, host, dataDir, key, share = null, door = {} }) {
	const handlerPath = join(root, 'build/handler.js');
	if (!existsSync(handlerPath)) {
		throw new Failed('the app is not built yet: run "npm start" once, or "npm run build"');
	}
	makeFolder(dataDir);
	process.env.BREAKEVEN_DATA_DIR = dataDir;
	process.env.BODY_SIZE_LIMIT = 'Infinity';
	process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
	process.env.ADDRESS_HEADER = 'x-breakeven-address';
	globalThis[Symbol.for('breakeven.key')] = key;
	const open = (globalThis[Symbol.for('breakeven.requests')] ??= new Map());
	const { handler } = await import(pathToFileURL(handlerPath).href);
	const pass = (request, response, listener) => {
		for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
		if (!hasReadablePath(request.url)) {
			response.writeHead(400, { 'content-type': 'text/plain', connection: 'close' });
			response.end('This address cannot be read: a % stands for no character.\n');
			return;
		}
		const { address, proto, user } = knownOf(request, door);
		for (const name of BELIEVED) delete request.headers[name];
		request.headers['x-forwarded-proto'] = proto;
		request.headers['x-breakeven-door'] = listener;
		request.headers['x-breakeven-address'] = address;
		if (user) request.headers['x-breakeven-user'] = user;
		request.headers['x-breakeven-request'] = opened(open, response);
		handler(request, response);
	};
	const server = createServer((request, response) => {
		if (key && request.url === '/healthz') response.setHeader(PROOF_HEADER, proofOf(key));
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
		/** The code for the first owner; null where there is one or where there are no accounts. */
		welcomeCode: () => globalThis[Symbol.for('breakeven.app')].welcomeCode(),
		close: () => closed([server, ...(readers ? [readers] : [])])
	};
}

let requests = 0;

/** Names a request among the open ones; it is called off when its client goes before the answer. */
function opened(open, response) {
	const id = String(++requests);
	const gone = new AbortController();
	open.set(id, gone);
	response.once('close', () => {
		open.delete(id);
		if (!response.writableFinished) gone.abort(new Error('the client has gone'));
	});
	return id;
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
