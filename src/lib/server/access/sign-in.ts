import type { Warehouse } from '../warehouse/warehouse.ts';
import { memberByName, type Member } from './members.ts';
import { isPassphrase, keptPassphrase } from './passphrase.ts';
import { newSecret } from './secret.ts';
import { closeSession, openSession } from './sessions.ts';
import { TryLimit } from './try-limit.ts';

/** Five wrong ones at once, then one in 24 seconds, of an address as of a name. */
const tries = new TryLimit({ burst: 20, refillMs: 6_000, wrong: 4 });

/** What somebody typed, and from where. */
export interface SignIn {
	name: string;
	password: string;
	from: string;
	nowMs: number;
}

/** The member, or that there is none like this; an unknown name takes as long as a wrong password. */
export async function signIn(
	accounts: Warehouse,
	{ name, password, from, nowMs }: SignIn
): Promise<{ member: Member } | { problem: string; status: 403 | 429 }> {
	const keys = [`address ${from}`, `name ${name.normalize('NFKC').trim().toLowerCase()}`];
	if (!keys.map((key) => tries.allows(key, nowMs)).every(Boolean))
		return { problem: 'Too many tries. Wait a minute, then try again.', status: 429 };
	const member = await memberByName(accounts, name);
	const isRight = await isPassphrase(password.slice(0, 1000), member?.password ?? (await nobodys));
	if (member?.password && isRight) return { member };
	for (const key of keys) tries.wrong(key, nowMs);
	return { problem: 'That name and password do not belong together.', status: 403 };
}

/** Something to compare with where there is no such member. */
const nobodys = keptPassphrase(newSecret());

/** A new session for a member; the one they came with, if any, ends: nobody else's is ever taken over. */
export async function startSession(
	accounts: Warehouse,
	memberId: number,
	{ before, nowMs }: { before: string | null; nowMs: number }
): Promise<string> {
	if (before) await closeSession(accounts, before);
	return accounts.change((change) => openSession(change, memberId, nowMs));
}
