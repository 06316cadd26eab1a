import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reaches, roles, type Role } from '#lib/roles.ts';
import { accounts } from '#lib/server/access/accounts-file.ts';
import { rules } from '#lib/server/access/rules.ts';
import { IDLE_MS, openSession } from '#lib/server/access/sessions.ts';
import { ask, installation, signedIn } from './access-asked.ts';

const folder = join(dirname(import.meta.dirname), 'src/routes');

/** Every route with its methods and actions, as they are written: `/data POST ?/undo`. */
function written(): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
		const route = `/${dirname(file).replaceAll('\\', '/')}`.replace(/^\/\.$/, '/');
		const text = () => readFileSync(join(folder, file), 'utf8');
		if (file.endsWith('+page.svelte')) return [`${route} GET`];
		if (file.endsWith('+server.ts'))
			return [...text().matchAll(/^export const (GET|POST|PUT|PATCH|DELETE|fallback)\b/gm)].map(
				([, method]) => `${route} ${method === 'fallback' ? 'GET' : method}`
			);
		if (!file.endsWith('+page.server.ts')) return [];
		const [, actions = ''] = /^export const actions[^{]*\{\n([^]*?)^\};/m.exec(text()) ?? [];
		return [...actions.matchAll(/^\t(?:async )?(\w+)[:(]/gm)].map(
			([, action]) => `${route} POST ?/${action}`
		);
	});
}

const cases = Object.entries(rules).flatMap(([route, rule]) =>
	Object.entries(rule).map(([key, need]) => ({ route, key, need }))
);

test('the table has every method and action of every route, and nothing else', () => {
	const all = written();
	expect(all.length).toBeGreaterThan(80);
	expect(cases.map(({ route, key }) => `${route} ${key}`).sort()).toEqual(all.sort());
});

describe('every route x every role, nobody, and somebody whose session is over', () => {
	let end: () => Promise<void>;
	const sessions = new Map<string, string>();

	beforeAll(async () => {
		({ end } = installation());
		for (const role of roles) sessions.set(role, (await signedIn(role, role)).secret);
		const { id } = await signedIn('long gone', 'owner');
		const longAgo = Date.now() - IDLE_MS - 1000;
		const file = await accounts();
		sessions.set('expired', await file.change((change) => openSession(change, id, longAgo)));
	});
	afterAll(() => end());

	test.each(cases)('$route $key needs $need', async ({ route, key, need }) => {
		const [method = '', action] = key.split(' ');
		const url = action ? `${route}${action}` : route;
		for (const who of [...roles, 'nobody', 'expired']) {
			const asked = { route, method, url, session: sessions.get(who) };
			const { status, as, location } = await ask(asked);
			const isMember = roles.includes(who as Role);
			const may = need === 'anyone' || (isMember && reaches(who as Role, need));
			expect(as !== null, who).toBe(may);
			if (may) expect(status).toBe(200);
			else if (isMember) expect(status).toBe(403);
			else if (route.startsWith('/api/')) expect(status).toBe(401);
			else expect([status, location?.split('?')[0]]).toEqual([303, '/login']);
		}
	});

	test('what is not in the table is refused, to owners too', async () => {
		const session = sessions.get('owner');
		expect((await ask({ route: '/not-in-the-table', session })).status).toBe(403);
		expect((await ask({ route: '/glossary', method: 'POST', session })).status).toBe(403);
		expect(
			(await ask({ route: '/data', url: '/data?/drop', method: 'POST', session })).status
		).toBe(403);
		expect((await ask({ route: '/constructor', session })).status).toBe(403);
	});

	test('the first parameter with a slash is the action, as SvelteKit reads it', async () => {
		const url = '/tasks/x?workspace=main&/assume=&/nothing';
		const asked = { route: '/tasks/[task]', url, method: 'POST' };
		expect((await ask({ ...asked, session: sessions.get('analyst') })).as).toBe('analyst');
		expect((await ask({ ...asked, session: sessions.get('viewer') })).status).toBe(403);
	});

	test('an address that nothing answers asks for a session first', async () => {
		expect((await ask({ route: null })).location).toBe('/login?to=%2Fnothing');
		expect((await ask({ route: null, session: sessions.get('viewer') })).status).toBe(200);
	});
});

test('viewers read, analysts decide, engineers bring data in, owners let others in', () => {
	const least = (route: string, key: string) => rules[route]?.[key];
	expect(least('/runs', 'GET')).toBe('viewer');
	expect(least('/api/v1/scenarios', 'POST')).toBe('analyst');
	expect(least('/', 'POST ?/accept')).toBe('analyst');
	// They moderate: what is not shown yet is in it.
	expect(least('/api/v1/reports/[id]/comments', 'GET')).toBe('analyst');
	expect(least('/tasks/[task]/check', 'POST ?/record')).toBe('analyst');
	expect(least('/api/v1/imports', 'POST')).toBe('engineer');
	expect(least('/api/v1/definitions', 'PUT')).toBe('engineer');
	expect(least('/members', 'GET')).toBe('owner');
	expect(least('/api/v1/changes', 'GET')).toBe('owner');
	expect(least('/api/v1/backup', 'GET')).toBe('owner');
	expect(least('/reports/[id]', 'POST ?/share')).toBe('owner');
});

test('without accounts everything is allowed, in the name of this machine', async () => {
	const { as } = await ask({ route: '/members', method: 'GET' });
	expect(as).toBe('this machine');
});

test('whoever has not signed in never acts as this machine', async () => {
	const { end } = installation();
	expect((await ask({ route: '/r/[token]' })).as).toBe('a visitor');
	await end();
});
