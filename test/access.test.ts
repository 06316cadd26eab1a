import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { accounts } from '#lib/server/access/accounts-file.ts';
import { actingAs } from '#lib/server/access/actor.ts';
import { limitOf, withLimits } from '#lib/server/access/body-limits.ts';
import { safePath } from '#lib/server/access/entry-page.ts';
import { inviteMember, invitePassword, openInvite, useInvite } from '#lib/server/access/invites.ts';
import { passwordProblem, readName } from '#lib/server/access/member-name.ts';
import { addMember, changeRole, memberByName, removeMember } from '#lib/server/access/members.ts';
import { giveSession, sessionSecret } from '#lib/server/access/session-cookie.ts';
import {
	closeAllSessions,
	IDLE_MS,
	LONGEST_MS,
	sessionMember
} from '#lib/server/access/sessions.ts';
import { signIn, startSession } from '#lib/server/access/sign-in.ts';
import { makeToken, revokeToken, tokenActor } from '#lib/server/access/tokens.ts';
import { welcomeCode, welcomeOwner } from '#lib/server/access/welcome.ts';
import { changes } from '#lib/server/change-log/changes.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { ask, installation, signedIn } from './access-asked.ts';

// The real one costs a tenth of a second a guess; it is tested with the links of reports.
vi.mock('#lib/server/access/passphrase.ts', () => {
	const kept = (text: string) => `kept:${[...text].reverse().join('')}`;
	return {
		keptPassphrase: (text: string) => Promise.resolve(kept(text)),
		isPassphrase: (text: string, before: string) => Promise.resolve(kept(text) === before)
	};
});

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const password = 'three blue horses';
let end: () => Promise<void>;
let file: Warehouse;

beforeAll(async () => {
	({ end } = installation());
	file = await accounts();
});
afterAll(() => end());

const everything = async (): Promise<string> => {
	const tables = ['members', 'sessions', 'invites', 'tokens', 'changes'];
	const rows = await Promise.all(
		tables.map((name) => file.query({ text: `select * from ${name}`, values: [] }))
	);
	return JSON.stringify(rows);
};

describe('the first owner', () => {
	const asked = { name: 'ana', password, from: '10.0.0.1' };

	test('comes in by a code from the terminal, for an hour, once; there is no default password', async () => {
		const code = (await welcomeCode(file, 0)) ?? '';
		expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
		const wrong = await welcomeOwner(file, { ...asked, code: 'AAAA-AAAA-AAAA', nowMs: 0 });
		expect(wrong).toMatchObject({ status: 403 });
		const late = await welcomeOwner(file, { ...asked, code, nowMs: HOUR_MS });
		expect(late).toMatchObject({ status: 403 });
		const typed = code.toLowerCase().replaceAll('-', ' ');
		const right = await welcomeOwner(file, { ...asked, code: typed, nowMs: HOUR_MS - 1 });
		expect(right).toMatchObject({ member: { name: 'ana', role: 'owner' } });
		expect(await welcomeCode(file, HOUR_MS)).toBeNull();
		const again = await welcomeOwner(file, { ...asked, name: 'eve', code, nowMs: HOUR_MS - 1 });
		expect(again).toMatchObject({ status: 403 });
	});

	test('cannot be removed or made less while there is no other', async () => {
		const ana = (await memberByName(file, 'ANA'))?.id ?? 0;
		expect(await removeMember(file, ana, 0)).toBe('last owner');
		expect(await changeRole(file, ana, 'viewer', 0)).toBe('last owner');
		const { id } = await signedIn('second', 'owner');
		expect(await changeRole(file, id, 'engineer', 0)).toBeNull();
		expect(await removeMember(file, ana, 0)).toBe('last owner');
	});

	test('the code cannot be guessed at: after five wrong ones of an address it waits', async () => {
		const guess = (at: number) =>
			welcomeOwner(file, { ...asked, from: '10.0.0.9', code: `GUESS${at}`, nowMs: 0 });
		const answers = [];
		for (let at = 0; at < 6; at++) answers.push(await guess(at));
		expect(answers.map((one) => ('status' in one ? one.status : 0))).toEqual([
			...Array<number>(5).fill(403),
			429
		]);
	});
});

describe('signing in', () => {
	const typed = { name: 'Ana', password, from: '10.1.0.1', nowMs: 0 };

	test('needs the name, in any case, and the password', async () => {
		expect(await signIn(file, typed)).toMatchObject({ member: { name: 'ana' } });
		const wrong = await signIn(file, { ...typed, password: 'three blue horse' });
		const nobody = await signIn(file, { ...typed, name: 'nobody' });
		expect(wrong).toMatchObject({ status: 403 });
		expect(nobody).toEqual(wrong);
	});

	test('of a member without a password is not possible, whatever is typed', async () => {
		await signedIn('by proxy', 'viewer');
		expect(await signIn(file, { ...typed, name: 'by proxy', password: '' })).toMatchObject({
			status: 403
		});
	});

	test('is throttled by address and by name: five wrong ones, then one in 24 seconds', async () => {
		const tries = async (asked: { name: string; from: string; nowMs: number }[]) => {
			const statuses = [];
			for (const one of asked) {
				const found = await signIn(file, { ...one, password: 'guess' });
				statuses.push('status' in found ? found.status : 200);
			}
			return statuses;
		};
		const six = Array.from({ length: 6 }, (_, at) => at);
		const oneAddress = six.map((at) => ({ name: `name ${at}`, from: '10.2.0.1', nowMs: 0 }));
		expect(await tries(oneAddress)).toEqual([403, 403, 403, 403, 403, 429]);
		const oneName = six.map((at) => ({ name: 'target', from: `10.3.0.${at}`, nowMs: 0 }));
		expect(await tries(oneName)).toEqual([403, 403, 403, 403, 403, 429]);
		const later = { name: 'later', from: '10.2.0.1', nowMs: 24_000 };
		expect(await tries([later, later])).toEqual([403, 429]);
	});

	test('gives a session of its own: one that was put into the browser before is never taken over', async () => {
		const { id, secret: planted } = await signedIn('mallory', 'viewer');
		const ana = await memberByName(file, 'ana');
		const secret = await startSession(file, ana?.id ?? 0, { before: planted, nowMs: Date.now() });
		expect(secret).not.toBe(planted);
		expect(await sessionMember(file, planted, Date.now())).toBeNull();
		expect((await sessionMember(file, secret, Date.now()))?.name).toBe('ana');
		expect(id).not.toBe(ana?.id);
	});

	test('goes on only to a path of this app', () => {
		expect(safePath('/runs?workspace=main')).toBe('/runs?workspace=main');
		for (const evil of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a\nb', ''])
			expect(safePath(evil)).toBe('/');
	});
});

describe('a session', () => {
	test('ends after 72 unused hours, and after 30 days whatever was asked', async () => {
		const { secret } = await signedIn('idle', 'viewer', 0);
		const name = async (nowMs: number) => (await sessionMember(file, secret, nowMs))?.name ?? null;
		expect(await name(IDLE_MS - 1)).toBe('idle');
		expect(await name(2 * IDLE_MS - 2)).toBe('idle');
		expect(await name(3 * IDLE_MS)).toBeNull();
		const { secret: busy } = await signedIn('busy', 'viewer', 0);
		for (let day = 1; day < 30; day++) await sessionMember(file, busy, day * DAY_MS);
		expect((await sessionMember(file, busy, LONGEST_MS - 1))?.name).toBe('busy');
		expect(await sessionMember(file, busy, LONGEST_MS)).toBeNull();
	});

	test('ends with all others of the member, and with the member', async () => {
		const one = await signedIn('one', 'viewer');
		await closeAllSessions(file, one.id);
		expect(await sessionMember(file, one.secret, Date.now())).toBeNull();
		const two = await signedIn('two', 'viewer');
		await removeMember(file, two.id, Date.now());
		expect(await sessionMember(file, two.secret, Date.now())).toBeNull();
	});

	test('does what the member’s role is now', async () => {
		const { id, secret } = await signedIn('rising', 'viewer');
		const asked = { route: '/api/v1/imports', method: 'POST', session: secret };
		expect((await ask(asked)).status).toBe(403);
		await changeRole(file, id, 'engineer', 0);
		expect((await ask(asked)).as).toBe('rising');
	});

	test('is a cookie that scripts, other sites and plain text do not get', () => {
		const set: unknown[][] = [];
		const jar = { set: (...all: unknown[]) => set.push(all), get: () => undefined } as never;
		giveSession(jar, new URL('https://breakeven.example/login'), 'x');
		giveSession(jar, new URL('http://127.0.0.1/login'), 'x');
		const flags = { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 30 * 86_400 };
		expect(set).toEqual([
			['__Host-breakeven', 'x', { ...flags, secure: true }],
			['breakeven', 'x', { ...flags, secure: false }]
		]);
		const plain = { get: (name: string) => (name === 'breakeven' ? 'x' : undefined) } as never;
		expect(sessionSecret(plain, new URL('https://breakeven.example/'))).toBeNull();
	});
});

describe('a one-time link', () => {
	const bea = { name: 'bea', password, nowMs: 0 };

	test('makes a member of the role it was made for, once, within a week', async () => {
		const secret = await inviteMember(file, 'analyst', 0);
		expect(await openInvite(file, secret, 7 * DAY_MS)).toBeNull();
		expect(await useInvite(file, secret, { ...bea, name: 'ANA' })).toMatchObject({
			problem: 'Somebody here has this name: choose another.'
		});
		expect(await useInvite(file, secret, bea)).toMatchObject({ member: { name: 'bea' } });
		expect((await memberByName(file, 'bea'))?.role).toBe('analyst');
		expect(await useInvite(file, secret, { ...bea, name: 'eve' })).toHaveProperty('problem');
		expect(await openInvite(file, 'A'.repeat(43), 0)).toBeNull();
		expect(await openInvite(file, '../../etc/passwd', 0)).toBeNull();
	});

	test('to a new password ends every session; the old password is gone', async () => {
		const id = (await memberByName(file, 'bea'))?.id ?? 0;
		const session = await startSession(file, id, { before: null, nowMs: 0 });
		const secret = (await invitePassword(file, id, 0)) ?? '';
		await useInvite(file, secret, { name: 'ignored', password: 'four green horses', nowMs: 0 });
		expect(await sessionMember(file, session, 1)).toBeNull();
		const typed = { name: 'bea', from: '10.4.0.1', nowMs: 0 };
		expect(await signIn(file, { ...typed, password })).toHaveProperty('problem');
		expect(await signIn(file, { ...typed, password: 'four green horses' })).toHaveProperty(
			'member'
		);
	});
});

describe('the one-time links of an owner who is one no more', () => {
	const linksOf = async (name: string) => {
		const { id } = await signedIn(name, 'owner');
		const make = (maker: string) =>
			actingAs({ kind: 'member', name: maker, role: 'owner', memberId: id }, async () => [
				await inviteMember(file, 'owner', 0),
				(await invitePassword(file, (await memberByName(file, 'ana'))?.id ?? 0, 0)) ?? ''
			]);
		const links = [...(await make(name)), ...(await make(`${name} (token ci)`))];
		return { id, open: async () => (await Promise.all(links.map(opens))).filter(Boolean).length };
	};
	const opens = async (secret: string) => (await openInvite(file, secret, 1)) !== null;

	test('let nobody in: not them after they were removed, nor after they may do less', async () => {
		const kept = await inviteMember(file, 'owner', 0);
		const [fay, gil, hal] = [await linksOf('fay'), await linksOf('gil'), await linksOf('gi')];
		// Two themselves and two by a token of theirs.
		expect([await fay.open(), await gil.open()]).toEqual([4, 4]);
		expect(await removeMember(file, fay.id, 1)).toBeNull();
		expect(await fay.open()).toBe(0);
		expect(await changeRole(file, gil.id, 'engineer', 1)).toBeNull();
		expect(await gil.open()).toBe(0);
		expect([await hal.open(), await opens(kept)]).toEqual([4, true]);
	});
});

describe('a token', () => {
	const wish = { name: 'ci', role: 'analyst', isReadOnly: false, days: '30' };
	const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
	let carl: { id: number; name: string; role: 'engineer' };

	beforeAll(async () => {
		carl = { id: (await signedIn('carl', 'engineer')).id, name: 'carl', role: 'engineer' };
	});
	const made = async (more: Partial<typeof wish> = {}, nowMs = Date.now()) => {
		const token = await makeToken(file, carl, { ...wish, ...more }, nowMs);
		if ('problem' in token) throw new Error(token.problem);
		return token.secret;
	};

	test('does what its role may, in the member’s name and its own', async () => {
		const headers = bearer(await made());
		const verdict = await ask({ route: '/api/v1/verdict/accept', method: 'POST', headers });
		expect(verdict.as).toBe('carl (token ci)');
		expect((await ask({ route: '/api/v1/imports', method: 'POST', headers })).status).toBe(403);
	});

	test('may do at most what its member may, then and later', async () => {
		expect(await makeToken(file, carl, { ...wish, role: 'owner' }, 0)).toHaveProperty('problem');
		const secret = await made({ role: 'engineer' });
		await changeRole(file, carl.id, 'viewer', 0);
		expect((await tokenActor(file, secret, Date.now()))?.role).toBe('viewer');
		await changeRole(file, carl.id, 'engineer', 0);
	});

	test('that only reads changes nothing, whatever its role', async () => {
		const headers = bearer(await made({ isReadOnly: true, role: 'engineer' }));
		expect((await ask({ route: '/api/v1/jobs/[id]', headers })).status).toBe(200);
		const refused = await ask({ route: '/api/v1/imports', method: 'POST', headers });
		expect([refused.status, refused.text]).toEqual([
			403,
			'{"message":"This token may only read."}'
		]);
	});

	test('expires, and can be taken back by its member and by nobody else but an owner', async () => {
		const secret = await made({}, 0);
		expect(await tokenActor(file, secret, 30 * DAY_MS - 1)).not.toBeNull();
		expect(await tokenActor(file, secret, 30 * DAY_MS)).toBeNull();
		const other = await made({ name: 'other' });
		const [row] = await file.query<{ id: number }>(
			sql`select token_id as id from tokens where name = 'other'`
		);
		expect(await revokeToken(file, row?.id ?? 0, carl.id + 1, Date.now())).toBe(false);
		expect(await revokeToken(file, row?.id ?? 0, carl.id, Date.now())).toBe(true);
		expect((await ask({ route: '/runs', headers: bearer(other) })).status).toBe(401);
	});

	test('cannot be guessed at: after 30 wrong ones an address waits, a right one never', async () => {
		const asked = (token: string) =>
			ask({
				route: '/api/v1/metrics',
				headers: { ...bearer(token), 'x-breakeven-address': '10.5.0.1' }
			});
		const right = await made();
		expect((await asked(right)).status).toBe(200);
		for (let at = 0; at < 30; at++) expect((await asked(`bke_${at}`)).status).toBe(401);
		expect((await asked('bke_31')).status).toBe(429);
		expect((await asked(right)).status).toBe(200);
	});
});

test('nothing secret is kept: no password, session, link or token in the file', async () => {
	const { secret: session } = await signedIn('dora', 'owner');
	const link = await inviteMember(file, 'viewer', 0);
	const dora = { id: 1, name: 'dora', role: 'owner' } as const;
	const token = await makeToken(
		file,
		dora,
		{ name: 'x', role: 'viewer', isReadOnly: true, days: '1' },
		0
	);
	const kept = await everything();
	expect(kept).toContain('dora');
	const secrets = [session, link, 'secret' in token ? token.secret : '', password];
	for (const secret of secrets) expect(kept).not.toContain(secret);
});

test('nobody else of this machine may look into the folder of the accounts', () => {
	const { mode } = statSync(join(process.env.BREAKEVEN_DATA_DIR ?? '', 'accounts'));
	expect(mode & 0o777).toBe(0o700);
});

test('who did what to members and tokens is in the log, in the name of who did it', async () => {
	const dora = { kind: 'member', name: 'dora', role: 'owner', memberId: 1 } as const;
	const { id } = await signedIn('ed', 'viewer');
	await actingAs(dora, () => changeRole(file, id, 'analyst', 0));
	const [last] = await changes(file, { kind: 'member', who: null }, { most: 1 });
	expect(last).toMatchObject({
		...{ who: 'dora', what: 'role changed', object: 'ed', was: 'viewer', became: 'analyst' }
	});
});

test('names and passwords: what is asked of them and nothing else', () => {
	expect(readName('  Ana María O’Neill ')).toEqual({ name: 'Ana María O’Neill' });
	expect(readName(' ana.maría@example.com ')).toEqual({ name: 'ana.maría@example.com' });
	expect(readName('<b>')).toHaveProperty('problem');
	expect(passwordProblem('x'.repeat(11))).toContain('12');
	expect(passwordProblem('aaaaaaaaaaaa')).toBeNull();
});

test('two members never have one name', async () => {
	const about = { name: 'Ana', role: 'viewer', password: null, subject: null, nowMs: 0 } as const;
	expect(await file.change((change) => addMember(change, about))).toBeNull();
});

describe('a body', () => {
	const sent = (size: number, route: string) =>
		ask({ route, method: 'POST', headers: { 'x-breakeven-key': 'no' }, body: 'x'.repeat(size) });

	test('is taken up to its route’s limit', () => {
		expect(limitOf('/login').bytes).toBe(10_000);
		expect(limitOf('/tasks/[task]').bytes).toBe(1_000_000);
		expect(limitOf('/api/v1/imports').bytes).toBe(Infinity);
		expect(limitOf(null).bytes).toBe(1_000_000);
	});

	test('that says it is larger is refused before it is read', async () => {
		const request = new Request('http://127.0.0.1/login', {
			...{ method: 'POST', body: 'x', headers: { 'content-length': '10001' } }
		});
		expect(() => withLimits(request, '/login')).toThrow(expect.objectContaining({ status: 413 }));
		expect((await sent(10, '/login')).status).toBe(200);
	});

	test('that is larger without saying so ends in 413 while it is read', async () => {
		const body = new ReadableStream<Uint8Array>({
			pull: (controller) => controller.enqueue(new Uint8Array(4_000))
		});
		const how = { method: 'POST', body, duplex: 'half' } as RequestInit;
		const request = withLimits(new Request('http://127.0.0.1/login', how), '/login');
		await expect(request.text()).rejects.toMatchObject({ status: 413 });
	});
});
