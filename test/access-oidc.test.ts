import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accounts } from '#lib/server/access/accounts-file.ts';
import { memberById, memberByName } from '#lib/server/access/members.ts';
import { addressAllowed, roleOf, type Vouched } from '#lib/server/access/oidc-claims.ts';
import { oidcEnd, oidcStart } from '#lib/server/access/oidc.ts';
import { oidcSettings, type OidcSettings } from '#lib/server/access/oidc-settings.ts';
import { ssoMember } from '#lib/server/access/single-sign-on.ts';
import { installation, signedIn } from './access-asked.ts';

const CLIENT = { id: 'breakeven', secret: 'client secret' };
const redirectUri = 'http://127.0.0.1/login/oidc/callback';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** What the issuer says of the person of each code, and how it signs that. */
interface Said {
	challenge: string;
	claims: Record<string, unknown>;
	key: KeyObject;
}

const codes = new Map<string, Said>();
let server: Server;
let issuer: string;
let settings: OidcSettings;
let end: () => Promise<void>;

beforeAll(async () => {
	({ end } = installation());
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { status, body } = answer(request.url ?? '', Buffer.concat(chunks).toString());
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	settings = oidcSettings({
		BREAKEVEN_OIDC_ISSUER: issuer,
		BREAKEVEN_OIDC_CLIENT_ID: CLIENT.id,
		BREAKEVEN_OIDC_CLIENT_SECRET: CLIENT.secret,
		BREAKEVEN_OIDC_ROLE_CLAIM: 'groups',
		BREAKEVEN_OIDC_ROLES: 'owner=platform, analyst=data team',
		BREAKEVEN_OIDC_DOMAINS: 'example.com'
	}) as OidcSettings;
});
afterAll(async () => {
	server.close();
	await end();
});

/** The smallest issuer: its description, its key, and a token for a code with the right verifier. */
function answer(path: string, body: string): { status: number; body: object } {
	if (path === '/.well-known/openid-configuration')
		return {
			status: 200,
			body: {
				issuer,
				authorization_endpoint: `${issuer}/authorize`,
				token_endpoint: `${issuer}/token`,
				jwks_uri: `${issuer}/keys`,
				id_token_signing_alg_values_supported: ['RS256']
			}
		};
	if (path === '/keys')
		return {
			status: 200,
			body: {
				keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }]
			}
		};
	const asked = new URLSearchParams(body);
	const said = codes.get(asked.get('code') ?? '');
	const challenge = createHash('sha256')
		.update(asked.get('code_verifier') ?? '')
		.digest('base64url');
	const isRight = said?.challenge === challenge && asked.get('client_secret') === CLIENT.secret;
	if (!said || !isRight) return { status: 400, body: { error: 'invalid_grant' } };
	codes.delete(asked.get('code') ?? '');
	const token = { access_token: 'x', token_type: 'Bearer', id_token: signed(said) };
	return { status: 200, body: token };
}

function signed({ claims, key }: Said): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const text = `${part({ alg: 'RS256', kid: '1' })}.${part(claims)}`;
	return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

const dora = { sub: 'dora-1', email: 'dora@example.com', email_verified: true };

/** A whole way there and back; `bent` changes what the issuer says or what comes back. */
async function journey(
	claims: Record<string, unknown>,
	bent: { key?: KeyObject; state?: string; nonce?: string; verifier?: string; aud?: string } = {}
): Promise<Vouched | { problem: string }> {
	const { address, journey } = await oidcStart(settings, { redirectUri, to: '/runs' });
	const asked = address.searchParams;
	expect([asked.get('code_challenge_method'), asked.get('response_type')]).toEqual([
		'S256',
		'code'
	]);
	const now = Math.floor(Date.now() / 1000);
	codes.set('code', {
		challenge: asked.get('code_challenge') ?? '',
		key: bent.key ?? privateKey,
		claims: {
			...{ iss: issuer, aud: bent.aud ?? CLIENT.id, iat: now, exp: now + 60 },
			...{ nonce: bent.nonce ?? asked.get('nonce'), ...claims }
		}
	});
	const back = new URL(redirectUri);
	back.searchParams.set('code', 'code');
	back.searchParams.set('state', bent.state ?? asked.get('state') ?? '');
	return oidcEnd(settings, back, { ...journey, verifier: bent.verifier ?? journey.verifier });
}

describe('the issuer’s word', () => {
	test('is taken where code, PKCE, state, nonce, audience and signature fit', async () => {
		expect(await journey({ ...dora, groups: ['data team', 'others'] })).toEqual({
			subject: `${issuer} dora-1`,
			name: 'dora@example.com',
			role: 'analyst',
			isWelcome: true
		});
	});

	test.each([
		['another state', { state: 'foreign' }],
		['another nonce', { nonce: 'replayed' }],
		['another verifier', { verifier: 'x'.repeat(43) }],
		['a token for another client', { aud: 'other' }],
		['another key', { key: other }]
	])('is refused with %s', async (_, bent) => {
		await expect(journey(dora, bent)).rejects.toThrow();
	});

	test('without a verified address is not enough', async () => {
		expect(await journey({ ...dora, email_verified: false })).toHaveProperty('problem');
		expect(await journey({ sub: 'x' })).toHaveProperty('problem');
	});

	test('comes from where it was configured, over TLS, or not at all', () => {
		const wrong = (more: object) => () =>
			oidcSettings({ BREAKEVEN_OIDC_ISSUER: issuer, BREAKEVEN_OIDC_CLIENT_ID: 'x', ...more });
		expect(oidcSettings({})).toBeNull();
		expect(wrong({ BREAKEVEN_OIDC_ISSUER: 'http://issuer.example' })).toThrow('https');
		expect(wrong({ BREAKEVEN_OIDC_CLIENT_ID: '' })).toThrow('CLIENT_ID');
		expect(wrong({ BREAKEVEN_OIDC_ROLES: 'king=all' })).toThrow('ROLE=VALUE');
	});
});

describe('whom the issuer vouches for', () => {
	const vouched: Vouched = { subject: 'i 1', name: 'eva@example.com', role: null, isWelcome: true };
	const come = async (more: Partial<Vouched> = {}) =>
		ssoMember(await accounts(), { ...vouched, ...more }, 0);

	test('is a viewer when nobody knows them and their domain is welcome, else refused', async () => {
		expect(await come()).toMatchObject({ member: { name: 'eva@example.com', role: 'viewer' } });
		expect(await come({ subject: 'i 2', name: 'x@evil.example', isWelcome: false })).toHaveProperty(
			'problem'
		);
		expect(addressAllowed('a@example.com', ['example.com'])).toBe(true);
		for (const name of ['a@evil-example.com', 'a@sub.example.com', 'example.com@evil.example'])
			expect(addressAllowed(name, ['example.com'])).toBe(false);
	});

	test('stays the same member under another address, and nobody takes over their old one', async () => {
		const known = await memberByName(await accounts(), 'eva@example.com');
		expect(await come({ name: 'eva.new@example.com' })).toMatchObject({
			member: { id: known?.id }
		});
		expect(await come({ subject: 'i 3' })).toHaveProperty('problem');
	});

	test('is bound to the member who has that address as a name', async () => {
		const { id } = await signedIn('fritz@other.example', 'engineer');
		const found = await come({ subject: 'i 4', name: 'Fritz@other.example', isWelcome: false });
		expect(found).toMatchObject({ member: { id, role: 'engineer' } });
		expect((await memberById(await accounts(), id))?.subject).toBe('i 4');
	});

	test('gets the role that the claim says, the highest of several; the last owner stays', async () => {
		const groups = new Map([
			['platform', 'owner'],
			['data team', 'analyst']
		] as const);
		const by = (value: unknown) =>
			roleOf({ groups: value }, { roleClaim: 'groups', roles: groups });
		expect(by(['data team', 'platform'])).toBe('owner');
		expect(by('data team')).toBe('analyst');
		expect(by(['others', 7])).toBeNull();
		await come({ role: 'owner' });
		expect((await memberByName(await accounts(), 'eva@example.com'))?.role).toBe('owner');
		await come({ role: 'viewer' });
		expect((await memberByName(await accounts(), 'eva@example.com'))?.role).toBe('owner');
	});
});
