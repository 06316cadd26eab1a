import { afterEach, describe, expect, test, vi } from 'vitest';
import { withLimits } from '#lib/server/access/body-limits.ts';
import { refusal } from '#lib/server/guard.ts';
import { hasReadablePath, knownOf, trustedProxies } from '../bin/door.js';

/** A request as Node's server hands it on, from an address. */
const from = (remoteAddress: string, headers: Record<string, string> = {}) => ({
	socket: { remoteAddress },
	headers
});
const proxies = trustedProxies(['10.0.0.2,172.16.0.0/12', '::1']);
const userHeader = 'X-Forwarded-User';
const said = {
	'x-forwarded-for': '203.0.113.9',
	'x-forwarded-proto': 'https',
	'x-forwarded-user': 'ana'
};

test('a path that cannot be decoded never reaches the app, which would end by it', () => {
	for (const path of ['/%ff', '/%zz', '/_app/%E0%A4%A', '/%ff?a=b', '/r/%'])
		expect(hasReadablePath(path), path).toBe(false);
	for (const path of ['/', '/tasks/50%25%20off', '/?q=%ff', '/tasks/%C3%A9', '*'])
		expect(hasReadablePath(path), path).toBe(true);
});

describe('what is believed of a request', () => {
	test('of anybody: the address of the connection, plain text, no name', () => {
		const plain = { address: '203.0.113.7', proto: 'http', user: null };
		expect(knownOf(from('203.0.113.7', said), { proxies, userHeader })).toEqual(plain);
		expect(knownOf(from('::ffff:203.0.113.7', said))).toEqual(plain);
	});

	test('of a trusted proxy: what it says of address, TLS and user', () => {
		const known = { address: '203.0.113.9', proto: 'https', user: 'ana' };
		for (const proxy of ['10.0.0.2', '172.20.1.1', '::ffff:10.0.0.2', '::1'])
			expect(knownOf(from(proxy, said), { proxies, userHeader })).toEqual(known);
		expect(knownOf(from('10.0.0.2', said), { proxies })).toEqual({ ...known, user: null });
	});

	test('the address is the last one that is no proxy: a client cannot put another in front', () => {
		const address = (list: string) =>
			knownOf(from('10.0.0.2', { ...said, 'x-forwarded-for': list }), { proxies }).address;
		expect(address('127.0.0.1, 203.0.113.9')).toBe('203.0.113.9');
		expect(address('203.0.113.9, 172.16.0.5')).toBe('203.0.113.9');
		expect(address('not an address')).toBe('10.0.0.2');
		expect(address('')).toBe('10.0.0.2');
	});

	test('a proxy is an address or a network, or the start fails', () => {
		expect(trustedProxies([])).toBeNull();
		for (const wrong of ['nonsense', '10.0.0.2/0', '10.0.0.2/33', '*', '0.0.0.0/0'])
			expect(() => trustedProxies([wrong]), wrong).toThrow('--trusted-proxy');
	});
});

describe('behind TLS', () => {
	afterEach(() => {
		delete process.env.BREAKEVEN_TLS;
		delete process.env.BREAKEVEN_ALLOW_HOSTS;
	});
	const status = (url: string, headers: Record<string, string>) => {
		process.env.BREAKEVEN_TLS = 'required';
		process.env.BREAKEVEN_ALLOW_HOSTS = 'breakeven.example';
		const { host } = new URL(url);
		const request = new Request(url, { headers: { host, ...headers } });
		return refusal(request, new URL(url))?.status ?? null;
	};
	const address = (text: string) => ({ 'x-breakeven-address': text });

	test('plain text is refused, but from this machine by its own name', () => {
		expect(status('https://breakeven.example/', address('203.0.113.9'))).toBeNull();
		expect(status('http://breakeven.example/', address('203.0.113.9'))).toBe(403);
		expect(status('http://breakeven.example/', address('127.0.0.1'))).toBe(403);
		expect(status('http://127.0.0.1:4400/', address('203.0.113.9'))).toBe(403);
		expect(status('http://127.0.0.1:4400/', address('127.0.0.1'))).toBeNull();
		expect(status('http://breakeven.example/healthz', address('10.0.0.2'))).toBeNull();
	});

	test('a foreign name is refused all the same', () => {
		expect(status('https://evil.example/', address('203.0.113.9'))).toBe(421);
	});

	test('a page of the same name without TLS is another site', () => {
		process.env.BREAKEVEN_ALLOW_HOSTS = 'breakeven.example';
		const url = new URL('https://breakeven.example/login');
		const posted = (origin: string) => {
			const headers = { host: url.host, origin };
			return refusal(new Request(url, { method: 'POST', headers }), url)?.status ?? null;
		};
		expect(posted('https://breakeven.example')).toBeNull();
		expect(posted('http://breakeven.example')).toBe(403);
		expect(posted('null')).toBe(403);
	});
});

describe('a slow body', () => {
	afterEach(() => void vi.useRealTimers());

	test('ends in 408 after its route’s patience', async () => {
		vi.useFakeTimers();
		const how = { method: 'POST', body: new ReadableStream(), duplex: 'half' } as RequestInit;
		const request = withLimits(new Request('http://127.0.0.1/login', how), '/login');
		const read = expect(request.text()).rejects.toMatchObject({ status: 408 });
		await vi.advanceTimersByTimeAsync(15_000);
		await read;
	});
});
