import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** OWASP's least for scrypt: 16 MiB, so that a guess costs something. */
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 5, maxmem: 64 * 1024 * 1024 };
const BYTES = 32;

/** A passphrase as it is kept: `salt:hash`, by scrypt. */
export async function keptPassphrase(passphrase: string): Promise<string> {
	const salt = randomBytes(16);
	const hash = await derived(passphrase, salt);
	return `${salt.toString('hex')}:${hash.toString('hex')}`;
}

/** Whether it is the one that was kept; takes the same time either way. */
export async function isPassphrase(given: string, kept: string): Promise<boolean> {
	const [salt = '', hash = ''] = kept.split(':');
	const right = Buffer.from(hash, 'hex');
	const found = await derived(given, Buffer.from(salt, 'hex'));
	return right.length === found.length && timingSafeEqual(right, found);
}

const derived = (passphrase: string, salt: Buffer): Promise<Buffer> =>
	new Promise((resolve, reject) =>
		scrypt(passphrase.normalize('NFKC'), salt, BYTES, COST, (fault, key) =>
			fault ? reject(fault) : resolve(key)
		)
	);
