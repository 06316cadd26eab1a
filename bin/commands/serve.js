import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { startApp } from '../app-server.js';
import { addressOf, client, portFile, runningServer } from '../client.js';
import { prepareDemo } from '../demo.js';
import { isLoopback, trustedProxies } from '../door.js';
import { Failed, Misused } from '../failures.js';
import { say } from '../say.js';
import { firstLine, read } from './options.js';

export const serve = {
	usage: 'serve [--port N] [--host H] [--accounts] [--share HOST:PORT] [--no-demo]',
	help: `The app on http://127.0.0.1:4400.

--port        another port
--host        another address of this machine, such as 0.0.0.0; it asks for accounts, and for
              --trusted-proxy or --insecure-http
--allow-host  a host name under which the app may be asked for, may be repeated
--accounts    people sign in, on this machine too; the first owner by a code that is printed here
--trusted-proxy        address or network of what stands in front and speaks TLS, may be repeated:
                       X-Forwarded-Proto and X-Forwarded-For are believed from there alone
--trusted-user-header  a header by which that proxy says who has signed in, such as X-Forwarded-User
--insecure-http        let others in without TLS: passwords can be read on the way
--reports-dir folder for reports by the calendar (default: reports/ in the data folder)
--share       HOST:PORT of a second listener that answers links to reports and nothing else
--metrics     counts for Prometheus on /metrics, to this machine alone
--metrics-token-file  a file whose first line lets others ask for them, as a bearer token
--log         human (faults only) or json: a line for every request, import and fault
--no-demo     do not make the demo workspace`,
	async run(args) {
		const taken = {
			port: { type: 'string', default: '4400' },
			host: { type: 'string', default: '127.0.0.1' },
			'allow-host': { type: 'string', multiple: true },
			accounts: { type: 'boolean' },
			'trusted-proxy': { type: 'string', multiple: true },
			'trusted-user-header': { type: 'string' },
			'insecure-http': { type: 'boolean' },
			share: { type: 'string' },
			'reports-dir': { type: 'string' },
			metrics: { type: 'boolean' },
			'metrics-token-file': { type: 'string' },
			log: { type: 'string', default: 'human' },
			'no-demo': { type: 'boolean' },
			open: { type: 'boolean' }
		};
		const options = read(args, taken, { files: 0 });
		const port = Number(options.port);
		if (!Number.isInteger(port) || port < 0 || port > 65_535) {
			throw new Misused(`--port is "${options.port}", expected a number from 0 to 65535`);
		}
		const { host, dataDir } = options;
		const door = doorOf(options);
		const share = options.share === undefined ? null : shareOf(options.share);
		process.env.BREAKEVEN_ALLOW_HOSTS = [...(options['allow-host'] ?? []), ...namesOf(host)].join(
			','
		);
		if (options['reports-dir']) process.env.BREAKEVEN_REPORTS_DIR = resolve(options['reports-dir']);
		process.env.BREAKEVEN_SERVING = '1';
		watchWith(options);
		const running = await runningServer(dataDir);
		if (running) {
			throw new Failed(`Breakeven serves ${dataDir} already, on ${addressOf(running)}`);
		}
		const key = randomUUID();
		const app = await startApp({ port, host, dataDir, key, share, door });
		if (app.share) process.env.BREAKEVEN_SHARE = shareAddress(app.share);
		const said = { host, port: app.port, pid: process.pid, key };
		// A file left behind keeps its mode: the key must be nobody else's to read.
		rmSync(portFile(dataDir), { force: true });
		writeFileSync(portFile(dataDir), JSON.stringify(said), { mode: 0o600 });
		stopGently(app, dataDir);
		const address = addressOf(app);
		say('listening', { address }, `Breakeven is on ${address}`);
		const code = await app.welcomeCode();
		if (code) {
			const where = `open /welcome within an hour and enter the code ${code}`;
			say('no_owner', { code }, `Nobody has an account yet: ${where}`);
		}
		if (app.share) {
			const shared = process.env.BREAKEVEN_SHARE;
			say('sharing', { address: shared }, `Links to reports work on ${shared}`);
		}
		if (
			!options['no-demo'] &&
			!existsSync(join(dataDir, 'workspaces/demo.duckdb')) &&
			!existsSync(join(dataDir, 'no-demo'))
		) {
			await prepareDemo(client(address, key), dataDir);
		}
		if (options.open && process.stdout.isTTY && !process.env.CI) openBrowser(address);
	}
};

/** What of the app can be watched from outside, and how it logs. */
function watchWith({ metrics, log, 'metrics-token-file': tokenFile }) {
	if (!['human', 'json'].includes(log))
		throw new Misused(`--log is "${log}", expected human or json`);
	process.env.BREAKEVEN_LOG = log;
	process.env.BREAKEVEN_METRICS = metrics || tokenFile ? '1' : '';
	process.env.BREAKEVEN_METRICS_TOKEN = tokenFile ? firstLine(tokenFile) : '';
}

/** Who may come in, and what is believed of proxies: beyond this machine only with accounts. */
function doorOf({ host, accounts, ...options }) {
	const proxies = trustedProxies(options['trusted-proxy'] ?? []);
	const userHeader = options['trusted-user-header'] ?? null;
	const isInsecure = options['insecure-http'] ?? false;
	if (!isLoopback(host) && !proxies && !isInsecure) {
		throw new Misused(
			`--host ${host} lets others in: name what speaks TLS in front of it with --trusted-proxy ADDR, or say --insecure-http if passwords may be read on the way`
		);
	}
	if (userHeader && !proxies) {
		throw new Misused(
			'--trusted-user-header needs --trusted-proxy: anybody could send that header'
		);
	}
	const isSso = Boolean(process.env.BREAKEVEN_OIDC_ISSUER);
	const asksWho = accounts || isSso || proxies !== null || !isLoopback(host);
	process.env.BREAKEVEN_ACCOUNTS = asksWho ? '1' : '';
	process.env.BREAKEVEN_TLS = asksWho && proxies && !isInsecure ? 'required' : '';
	return { proxies, userHeader };
}

/** The names of an address of `--host` itself: a foreign page cannot make one up (DNS rebinding). */
function namesOf(host) {
	if (isLoopback(host)) return [];
	const isAny = host === '0.0.0.0' || host === '::';
	const all = Object.values(networkInterfaces()).flat();
	const own = isAny ? all.map((one) => one?.address ?? '') : [host];
	return own.map((name) => (name.includes(':') ? `[${name}]` : name));
}

/** `HOST:PORT`, with brackets around an address of IPv6. */
function shareOf(text) {
	const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
	const host = bracketed ?? plain;
	if (!host || Number(port) > 65_535) {
		throw new Misused(`--share is "${text}", expected HOST:PORT such as 0.0.0.0:4480`);
	}
	return { host, port: Number(port) };
}

/** Where readers reach it: a name in place of "every address of this machine". */
function shareAddress({ host, port }) {
	const name = host === '0.0.0.0' || host === '::' ? ownAddress() : host;
	return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** The first address of this machine that others can see; its name where there is none. */
const ownAddress = () =>
	Object.values(networkInterfaces())
		.flat()
		.find((one) => one?.family === 'IPv4' && !one.internal)?.address ?? hostname();

function stopGently(app, dataDir) {
	let stopping = false;
	const stop = async () => {
		if (stopping) process.exit(1);
		stopping = true;
		rmSync(portFile(dataDir), { force: true });
		await app.close();
		process.exit(0);
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
}

function openBrowser(address) {
	const program = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open';
	const child = spawn(program, [address], { stdio: 'ignore', detached: true });
	child.on('error', () => undefined);
	child.unref();
}
