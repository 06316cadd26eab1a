import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { refusal } from '#lib/server/guard.ts';
import { TryLimit } from '#lib/server/access/try-limit.ts';
import { makeReport } from '#lib/server/reports/make-report.ts';
import { readerAnswer } from '#lib/server/reports/reader-answer.ts';
import { createLink, reportLinks, revokeLink } from '#lib/server/reports/report-links.ts';
import { storeTexts } from '#lib/server/reports/report-store.ts';
import { shareLink } from '#lib/server/reports/share-link.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import { closeWorkspaces, openWorkspace, type Workspace } from '#lib/server/workspaces.ts';
import { importFile } from './workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakeven-links-'));
let workspace: Workspace;
let reportId: number;

beforeAll(async () => {
	process.env.BREAKEVEN_DATA_DIR = folder;
	workspace = await openWorkspace('main', { create: true });
	const table = join(folder, 'a.csv');
	writeFileSync(table, 'run_id,task,success,cost\na,refund,1,0.1\n');
	await importFile(workspace.warehouse, table);
	reportId = (await makeReport(workspace, { filters: noFilters() })) ?? 0;
});
afterAll(async () => {
	await closeWorkspaces();
	delete process.env.BREAKEVEN_DATA_DIR;
	rmSync(folder, { recursive: true, force: true });
});

let visitor = 0;

/** What a new visitor gets from a link; with `typed` they have filled in the form. */
async function visit(token: string, typed?: string, from = `visitor ${visitor++}`) {
	const request = new Request('http://127.0.0.1/r/x', {
		method: typed === undefined ? 'GET' : 'POST',
		...(typed === undefined ? {} : { body: new URLSearchParams({ passphrase: typed }) })
	});
	const answer = await readerAnswer({ token, from, request, nowMs: 0 });
	return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const views = async () => (await reportLinks(workspace.warehouse, reportId))[0]?.views.length;

describe('a link for somebody without an account', () => {
	test('opens the report, is not kept anywhere, not stored by browsers, not found by search engines', async () => {
		const token = await createLink(workspace.warehouse, reportId);
		expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
		const { status, headers, text } = await visit(token);
		expect(status).toBe(200);
		expect(text).toContain('Which work is worth an agent?');
		expect(Object.fromEntries(headers)).toMatchObject({
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
			'x-robots-tag': 'noindex, nofollow',
			'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/)
		});
		const rows = await workspace.warehouse.query(sql`select * from report_links`);
		expect(JSON.stringify(rows)).not.toContain(token);
	});

	test('has no link to the rest of the app, and asks for nothing outside itself', async () => {
		const { text } = await visit(await createLink(workspace.warehouse, reportId));
		expect(text.match(/<a\s|(src|href|action)="(?!data:)/g)).toBeNull();
		expect(text).not.toContain('/_app/');
	});

	test('its views are counted; the version of the data stays', async () => {
		const token = await createLink(workspace.warehouse, reportId);
		const before = workspace.warehouse.version;
		await visit(token);
		await visit(token);
		await expect.poll(views).toBe(2);
		expect(workspace.warehouse.version).toBe(before);
	});

	test('unknown, expired, revoked and malformed look alike', async () => {
		const { warehouse } = workspace;
		const expired = await createLink(warehouse, reportId);
		await warehouse.change((change) =>
			change.run(sql`update report_links set expires_at = now()::timestamp - interval 1 second
				where link_id = (select max(link_id) from report_links)`)
		);
		const revoked = await createLink(warehouse, reportId);
		const [newest] = await reportLinks(warehouse, reportId);
		expect(await revokeLink(warehouse, reportId, newest?.id ?? 0)).toBe(true);
		const answers = await Promise.all(
			[expired, revoked, 'A'.repeat(43), '../../etc/passwd'].map((token) => visit(token))
		);
		for (const { status, text, headers } of answers) {
			expect(status).toBe(404);
			expect(text).toBe(answers[0]?.text);
			expect([...headers]).toEqual([...(answers[0]?.headers ?? [])]);
		}
	});

	test('works 30 days unless told otherwise', async () => {
		await createLink(workspace.warehouse, reportId);
		const [link] = await reportLinks(workspace.warehouse, reportId);
		const days = (Date.parse(link?.expires_at ?? '') - Date.parse(link?.created_at ?? '')) / 864e5;
		expect(days).toBe(30);
		const wish = { passphrase: '', takesComments: false, origin: 'http://127.0.0.1:4400' };
		for (const wrong of ['0', '366', '1.5', 'many'])
			expect(
				await shareLink(workspace.warehouse, reportId, { ...wish, days: wrong })
			).toHaveProperty('problem');
		expect(await shareLink(workspace.warehouse, reportId, { ...wish, days: '' })).toMatchObject({
			address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:4400\/r\/[\w-]{43}$/),
			reachesOthers: false
		});
	});
});

describe('a passphrase', () => {
	test('is asked for, kept only as scrypt, and shows nothing of the report before', async () => {
		const passphrase = 'blue horse 42';
		const token = await createLink(workspace.warehouse, reportId, { passphrase });
		const asked = await visit(token);
		expect(asked.text).toContain('asks for a passphrase');
		expect(asked.text).not.toContain('refund');
		expect((await visit(token, 'blue horse 43')).status).toBe(403);
		expect((await visit(token, passphrase)).text).toContain('Which work is worth an agent?');
		const [kept] = await workspace.warehouse.query<{ passphrase: string }>(
			sql`select passphrase from report_links order by link_id desc limit 1`
		);
		expect(kept?.passphrase).toMatch(/^[0-9a-f]{32}:[0-9a-f]{64}$/);
		await expect.poll(views).toBe(1);
	});

	test('cannot be guessed at: after six wrong tries even the right one has to wait', async () => {
		const passphrase = 'blue horse 42';
		const token = await createLink(workspace.warehouse, reportId, { passphrase });
		const tries = [];
		for (let at = 0; at < 6; at++) tries.push((await visit(token, `guess ${at}`)).status);
		expect(tries).toEqual([403, 403, 403, 403, 403, 403]);
		expect((await visit(token, passphrase)).status).toBe(429);
	});
});

describe('tries are limited', () => {
	test('30 at once, then one every two seconds; a wrong guess costs five', () => {
		const limit = new TryLimit({ burst: 30, refillMs: 2_000, wrong: 5 });
		const at = (ms: number) => limit.allows('10.0.0.1', ms);
		expect(Array.from({ length: 31 }, () => at(0))).toEqual([
			...Array<boolean>(30).fill(true),
			false
		]);
		expect([at(1_999), at(2_000), at(2_000)]).toEqual([false, true, false]);
		expect(limit.allows('10.0.0.2', 0)).toBe(true);
		limit.wrong('10.0.0.2', 0);
		const left = Array.from({ length: 30 }, () => limit.allows('10.0.0.2', 0)).filter(Boolean);
		expect(left).toHaveLength(25);
	});

	test('an address that guesses is told to wait, whatever it asks next', async () => {
		const token = await createLink(workspace.warehouse, reportId);
		for (let at = 0; at < 6; at++) await visit('B'.repeat(43), undefined, 'guesser');
		expect((await visit(token, undefined, 'guesser')).status).toBe(429);
		expect((await visit(token)).status).toBe(200);
	});
});

describe('the door for readers', () => {
	const through = (door: string, path: string, headers: Record<string, string> = {}) =>
		refusal(
			new Request(`http://example.com${path}`, {
				headers: { host: 'example.com', 'x-breakeven-door': door, ...headers }
			}),
			new URL(`http://example.com${path}`)
		)?.status ?? null;

	test('answers under any name, but only links', () => {
		expect(through('share', '/r/abc')).toBeNull();
		for (const path of [
			'/',
			'/reports',
			'/api/v1/reports',
			'/r/',
			'/r/abc/d',
			'/healthz',
			'/_app/x.js'
		])
			expect(through('share', path)).toBe(404);
	});

	test('the app’s own door still refuses a foreign name, links too', () => {
		expect(through('app', '/r/abc')).toBe(421);
		expect(through('app', '/')).toBe(421);
	});
});

describe('words of the sender', () => {
	test('are text wherever they stand, never markup', async () => {
		const evil = '<img src=x onerror=alert(1)></script><script>alert(2)</script>" \'`${1}';
		await storeTexts(
			workspace.warehouse,
			reportId,
			new Map(['title', 'opening', 'note:headline'].map((place) => [place, evil]))
		);
		const { text } = await visit(await createLink(workspace.warehouse, reportId));
		expect(text).not.toContain('<img');
		expect(text.match(/<script/g)).toHaveLength(1);
		expect(text).toContain('&#60;img src=x onerror=alert(1)&#62;');
	});
});
