import type { Cookies } from '@sveltejs/kit';
import { accounts, accountsAreOn } from './accounts-file.ts';
import { thisMachine, type Actor } from './actor.ts';
import { addressOf, bringsKey, vouchedName } from './door.ts';
import { sessionSecret } from './session-cookie.ts';
import { sessionMember } from './sessions.ts';
import { vouchedMember } from './single-sign-on.ts';
import { tokenActor } from './tokens.ts';
import { TryLimit } from './try-limit.ts';
import type { Member } from './members.ts';

/** 30 wrong tokens of an address, then one every two seconds; right ones cost nothing. */
const tokenTries = new TryLimit({ burst: 30, refillMs: 2_000, wrong: 1 });

/** Who asks; `nobody` says why they cannot be told. */
export type Identified =
	| { actor: Actor; isReadOnly: boolean }
	| { actor: null; nobody: 'no session' | 'wrong token' | 'too many tries' };

/** Who a request comes from: the data folder's key, a token, a proxy's word, or a session. */
export async function identify(
	{ request, cookies, url }: { request: Request; cookies: Cookies; url: URL },
	nowMs: number
): Promise<Identified> {
	if (!accountsAreOn() || bringsKey(request)) return { actor: thisMachine, isReadOnly: false };
	const file = await accounts();
	const token = bearer(request);
	if (token !== null) {
		const actor = await tokenActor(file, token, nowMs);
		if (actor) return { actor, isReadOnly: actor.isReadOnly };
		const mayTry = tokenTries.allows(addressOf(request), nowMs);
		return { actor: null, nobody: mayTry ? 'wrong token' : 'too many tries' };
	}
	const vouched = vouchedName(request);
	const secret = sessionSecret(cookies, url);
	const member = vouched
		? await vouchedMember(file, vouched, nowMs)
		: secret && (await sessionMember(file, secret, nowMs));
	return member
		? { actor: asActor(member), isReadOnly: false }
		: { actor: null, nobody: 'no session' };
}

const asActor = ({ id, name, role }: Member): Actor => ({
	kind: 'member',
	name,
	role,
	memberId: id
});

function bearer(request: Request): string | null {
	const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
	return token ?? null;
}
