import { BlockList, isIP, isIPv4 } from 'node:net';
import { Misused } from './failures.js';

/** Loopback, as `--host` and `--trusted-proxy` may name it. */
export const isLoopback = (host) => ['127.0.0.1', 'localhost', '::1'].includes(host);

/** Addresses and networks (`10.0.0.0/8`) of proxies that are believed; null for none. */
export function trustedProxies(texts) {
	const all = texts.flatMap((text) => text.split(',')).filter(Boolean);
	if (all.length === 0) return null;
	const list = new BlockList();
	for (const text of all) {
		const [address, prefix] = text.trim().split('/');
		const family = isIPv4(address) ? 'ipv4' : 'ipv6';
		const most = family === 'ipv4' ? 32 : 128;
		const bits = prefix === undefined ? most : Number(prefix);
		if (!isIP(address) || !Number.isInteger(bits) || bits < 1 || bits > most)
			throw new Misused(
				`--trusted-proxy is "${text}", expected addresses or networks such as 10.0.0.2 or 172.16.0.0/12`
			);
		list.addSubnet(address, bits, family);
	}
	return list;
}

/**
 * What is known of a request: its address, whether it came over TLS, and whom a proxy vouches for.
 * `X-Forwarded-*` and the user header count only where a trusted proxy has sent them.
 * @param {{ socket: { remoteAddress?: string }, headers: Record<string, string | string[] | undefined> }} request
 * @param {{ proxies?: BlockList | null, userHeader?: string | null }} [door]
 */
export function knownOf(request, { proxies = null, userHeader = null } = {}) {
	const peer = plain(request.socket.remoteAddress ?? '');
	if (!trusts(proxies, peer)) return { address: peer, proto: 'http', user: null };
	const said = (name) => [request.headers[name] ?? ''].flat().join(',');
	const proto = said('x-forwarded-proto').split(',').at(-1)?.trim() === 'https' ? 'https' : 'http';
	const user = userHeader === null ? null : said(userHeader.toLowerCase()).trim() || null;
	return { address: client(said('x-forwarded-for'), proxies) ?? peer, proto, user };
}

/** Whether the path of an address can be decoded: for one that cannot, Kit runs our hook where nothing catches what it throws. */
export function hasReadablePath(url = '/') {
	try {
		decodeURI(url.split('?', 1)[0]);
		return true;
	} catch {
		return false;
	}
}

/** The last address of the list that is no trusted proxy; null where there is none. */
function client(forwarded, proxies) {
	const path = forwarded.split(',').map((text) => plain(text.trim()));
	const at = path.findLast((address) => !trusts(proxies, address));
	return at !== undefined && isIP(at) ? at : null;
}

/** IPv4 as such, also where it comes as IPv6. */
const plain = (address) => address.replace(/^::ffff:(?=\d+\.)/i, '');

const trusts = (proxies, address) =>
	proxies !== null &&
	isIP(address) !== 0 &&
	proxies.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
