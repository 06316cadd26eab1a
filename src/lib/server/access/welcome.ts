import { randomInt, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../sha256.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { addMember, members, type Member } from './members.ts';
import { keptPassphrase } from './passphrase.ts';
import { TryLimit } from './try-limit.ts';

/** No letter or digit that is taken for another. */
const SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = 3;
const PER_GROUP = 4;
const WORKS_MS = 3_600_000;

let waiting: { hash: string; untilMs: number } | null = null;
const tries = new TryLimit({ burst: 20, refillMs: 6_000, wrong: 4 });

/** A code for the first owner, as long as there is nobody; null else. It works an hour, once. */
export async function welcomeCode(accounts: Warehouse, nowMs: number): Promise<string | null> {
	waiting = null;
	if ((await members(accounts)).length > 0) return null;
	const signs = Array.from({ length: GROUPS * PER_GROUP }, () => SIGNS[randomInt(SIGNS.length)]);
	const code = signs.join('');
	waiting = { hash: sha256(code), untilMs: nowMs + WORKS_MS };
	return code.replace(/(.{4})(?=.)/g, '$1-');
}

/** Makes the first owner of the one who has the code, or says why not. */
export async function welcomeOwner(
	accounts: Warehouse,
	asked: { code: string; name: string; password: string; from: string; nowMs: number }
): Promise<{ member: Member } | { problem: string; status: 400 | 403 | 429 }> {
	const { code, name, password, from, nowMs } = asked;
	if (!tries.allows(from, nowMs))
		return { problem: 'Too many tries. Wait a minute, then try again.', status: 429 };
	if (!isCode(code, nowMs)) {
		tries.wrong(from, nowMs);
		return {
			problem: 'That is not the code, or it is over: start Breakeven again for a new one.',
			status: 403
		};
	}
	const kept = await keptPassphrase(password);
	const member = await accounts.change(async (change) =>
		(await members(change)).length > 0
			? null
			: addMember(change, { name, role: 'owner', password: kept, subject: null, nowMs })
	);
	if (!member) return { problem: 'There is an owner already: sign in.', status: 400 };
	waiting = null;
	return { member };
}

function isCode(typed: string, nowMs: number): boolean {
	if (!waiting || nowMs >= waiting.untilMs) return false;
	const hash = sha256(typed.toUpperCase().replace(/[^0-9A-Z]/g, ''));
	return timingSafeEqual(Buffer.from(hash), Buffer.from(waiting.hash));
}
