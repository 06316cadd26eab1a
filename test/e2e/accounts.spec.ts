import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { emptyDataDir, startApp, type App } from './app.ts';

const password = 'three blue horses';

test.describe.configure({ mode: 'serial' });
let app: App;
test.beforeAll(async () => {
	app = await startApp(emptyDataDir(), 'enter the code', ['--accounts', '--no-demo']);
});
test.afterAll(async () => {
	await app.stop();
	rmSync(app.dataDir, { recursive: true, force: true });
});

test('the first owner comes in by the code of the terminal and invites an analyst, who may not do what owners do', async ({
	page,
	browser
}) => {
	await page.goto(`${app.url}/runs`);
	await expect(page).toHaveURL(/\/welcome$/);
	const [code = ''] = /\w{4}-\w{4}-\w{4}/.exec(app.said()) ?? [];
	await page.getByLabel('Code from the terminal').fill(code);
	await page.getByLabel('Your name').fill('ana');
	await page.getByLabel('A new password').fill(password);
	await page.getByRole('button').click();
	await page.locator('form[action*=invite] select').selectOption('analyst');
	await page.getByRole('button', { name: 'Make a link' }).click();
	const link = (await page.locator('.made code').textContent()) ?? '';

	const bea = await browser.newPage();
	await bea.goto(link);
	await bea.getByLabel('Your name').fill('bea');
	await bea.getByLabel('A new password').fill('four green horses');
	await bea.getByRole('button', { name: 'Join' }).click();
	await expect(bea.getByRole('link', { name: 'bea' }).first()).toBeVisible();
	expect((await bea.goto(`${app.url}/members`))?.status()).toBe(403);
	await expect(bea.getByText('This needs the role owner; bea is analyst.')).toBeVisible();
	const imported = await bea.request.post(`${app.url}/api/v1/imports?name=a.csv`, { data: 'a' });
	expect(imported.status()).toBe(403);
	expect((await bea.goto(link))?.status()).toBe(404);

	const [cookie] = await bea.context().cookies();
	expect(cookie).toMatchObject({ name: 'breakeven', httpOnly: true, sameSite: 'Lax', path: '/' });
	await bea.goto(app.url);
	await bea.getByRole('button', { name: 'Log out' }).first().click();
	await expect(bea).toHaveURL(/\/login$/);
	const stolen = { cookie: `breakeven=${cookie?.value}` };
	const replayed = await fetch(`${app.url}/runs`, { headers: stolen, redirect: 'manual' });
	expect(replayed.headers.get('location')).toBe('/login?to=%2Fruns');
});

test('a page of another site can neither change anything in an owner’s name nor read an answer', async ({
	page
}) => {
	await page.goto(`${app.url}/login`);
	await page.getByLabel('Name').fill('ANA');
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page.getByRole('link', { name: 'ana' }).first()).toBeVisible();

	// Another port is another origin of the same site: the cookie goes with it, so that Origin decides.
	const foreign = createServer((_, response) => {
		response.setHeader('content-type', 'text/html');
		response.end(`<form method="post" action="${app.url}/members?/invite">
			<input name="role" value="owner"></form>
			<form method="post" action="${app.url}/logout"></form>`);
	});
	await new Promise<void>((done) => foreign.listen(0, '127.0.0.1', done));
	const at = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
	for (const form of [0, 1]) {
		await page.goto(at);
		const answer = page.waitForResponse((one) => one.request().method() === 'POST');
		await page.evaluate((which) => document.forms[which]?.submit(), form);
		expect((await answer).status()).toBe(403);
		await page.waitForURL((url) => url.origin === app.url);
	}
	await page.goto(at);
	const read = await page.evaluate(
		(url) => fetch(url, { credentials: 'include' }).then(String, String),
		`${app.url}/api/v1/changes`
	);
	expect(read).toContain('TypeError');
	foreign.close();
	await page.goto(`${app.url}/members`);
	await expect(page.getByText('Links that wait')).toHaveCount(0);
});

test('the command line goes on with the key of the data folder; a token has its own rights', async ({
	page
}) => {
	const { rows } = JSON.parse(await app.command('metrics', '--json')) as { rows: object[] };
	expect(rows).toHaveLength(1);
	await page.goto(`${app.url}/login?to=/account`);
	await page.getByLabel('Name').fill('ana');
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.getByLabel('Name').fill('nightly');
	await page.getByRole('button', { name: 'Make a token' }).click();
	const token = (await page.locator('.made code').textContent()) ?? '';
	const asked = (path: string, method = 'GET') =>
		fetch(`${app.url}/api/v1/${path}`, { method, headers: { authorization: `Bearer ${token}` } });
	expect((await asked('metrics')).status).toBe(200);
	expect((await asked('changes')).status).toBe(403);
	expect((await fetch(`${app.url}/api/v1/metrics`)).status).toBe(401);
});

test('what nobody may read without signing in, and what every answer carries', async () => {
	for (const path of ['/', '/nothing', '/runs.csv', '/runs/__data.json', '/api/v1/nothing']) {
		const answer = await fetch(app.url + path, { redirect: 'manual' });
		const text = await answer.text();
		expect(
			answer.status === 401 || /\/login/.test(text + answer.headers.get('location')),
			path
		).toBe(true);
		expect(text, path).not.toContain('workspace');
	}
	for (const path of ['/', '/favicon.svg', '/healthz', '/login', '/join/x', '/api/v1/metrics']) {
		const { headers } = await fetch(app.url + path, { redirect: 'manual' });
		expect(headers.get('content-security-policy'), path).toMatch(/frame-ancestors 'none'/);
		expect(headers.get('x-content-type-options'), path).toBe('nosniff');
	}
});
