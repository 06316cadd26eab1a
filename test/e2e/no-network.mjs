// Loaded into a server by --import: notes every attempt to reach another machine, and refuses it.
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const near = /^(127\.|localhost$|::1$|$)/;
const note = (what, host) => {
	appendFileSync(process.env.BREAKEVEN_ATTEMPTS, `${what} ${host}\n`);
	return new Error('the network is denied');
};

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
	const [options] = [given[0]].flat();
	const host = String(options?.host ?? (typeof given[1] === 'string' ? given[1] : ''));
	if (options?.path || near.test(host)) return connect.apply(this, given);
	throw note('connect', host);
};

for (const place of [dns, dns.promises])
	for (const name of Object.keys(place).filter((one) => /^(lookup|resolve)/.test(one))) {
		const asked = place[name];
		place[name] = (host, ...rest) => {
			if (near.test(String(host ?? ''))) return asked(host, ...rest);
			throw note(name, host);
		};
	}
