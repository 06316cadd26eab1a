import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Browser, type Page } from '@playwright/test';
import { demoDataDir, serving, type App } from './app.ts';
import { expectFits, open, reload } from './opened.ts';
import { test as watched } from './watched-test.ts';

/** A server with a door for readers, and a data folder of its own with the demo in it. */
const test = watched.extend<{ app: App }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
	app: ({}, use) => serving(demoDataDir(), use, ['--share', '127.0.0.1:0']),
	baseURL: ({ app }, use) => use(app.url)
});

test.use({ tolerated: /status of 40[34]/ });

const evil = '<img src=x onerror=alert(1)></textarea><script>alert(2)</script>';

test('make a report, write into it, share it, push back, take it back', async ({
	page,
	browser
}) => {
	await test.step('one click makes it, and it says what it is made from', async () => {
		await open(page, '/reports?workspace=demo');
		await expect(page.getByRole('heading', { level: 2 })).toHaveText('No report yet');
		await page.getByRole('button', { name: 'Make the first report' }).click();
		await expect(page).toHaveURL(/\/reports\/1\?workspace=demo/);
		await expect(page.getByText(/^Of 7 kinds of work, /)).toBeVisible();
		await expect(page.getByText('Data, SHA-256')).toBeVisible();
		await expectFits(page);
		expect(await violations(page)).toEqual([]);
	});

	await test.step('words are kept and are words', async () => {
		await page.getByLabel('Opening words').fill(evil);
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await expect(page.getByText('Saved.')).toBeVisible();
		await reload(page);
		await expect(page.getByLabel('Opening words')).toHaveValue(evil);
	});

	const address = await test.step('a link is made and shown once', () => newLink(page));
	const reader = await stranger(browser);

	await test.step('a stranger reads it on a phone, without a way to the rest', async () => {
		const answer = await reader.goto(address);
		expect(answer?.headers()).toMatchObject({
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
			'x-robots-tag': 'noindex, nofollow'
		});
		await expect(reader.getByText(/^Of 7 kinds of work, /)).toBeVisible();
		await expect(reader.getByText(evil)).toBeVisible();
		await expect(reader.getByRole('link')).toHaveCount(0);
		await expectFits(reader);
		expect(await violations(reader)).toEqual([]);
		const { origin } = new URL(address);
		for (const path of ['/', '/reports', '/api/v1/reports', '/healthz'])
			expect((await reader.request.get(origin + path)).status(), path).toBe(404);
	});

	await test.step('sliders answer with the reader’s own figures', async () => {
		await expect(reader.getByText('Nothing is moved')).toBeVisible();
		await reader.getByLabel('Kind of work').selectOption('ticket-classification');
		await reader.getByLabel('Cost of a case by hand').fill('-100');
		await expect(reader.locator('#yours')).toHaveText(
			/^With your figures, ticket-classification: Keep it with people: /
		);
		await reader.getByRole('button', { name: 'Back to the report’s figures' }).click();
		await expect(reader.getByText('Nothing is moved')).toBeVisible();
	});

	await test.step('the view is in the log; taken back, the link is like one that never was', async () => {
		await reload(page);
		await expect(page.getByText('opened once')).toBeVisible();
		await page.getByRole('button', { name: 'Take back' }).click();
		await expect(page.getByText(/taken back/)).toBeVisible();
		const taken = await reader.goto(address);
		const unknown = await reader.request.get(address.slice(0, -43) + 'A'.repeat(43));
		expect([taken?.status(), unknown.status()]).toEqual([404, 404]);
		expect(await unknown.text()).toBe(await taken?.text());
	});
	await reader.context().close();
});

test('a passphrase stands before the report', async ({ page, browser }) => {
	await open(page, '/reports?workspace=demo');
	await page.getByRole('button', { name: 'Make the first report' }).click();
	await page.getByLabel(/^Passphrase/).fill('blue horse 42');
	const reader = await stranger(browser);
	await reader.goto(await newLink(page));
	await expect(reader.getByText('refund-decision')).toHaveCount(0);
	await reader.getByLabel(/^Passphrase/).fill('blue horse 43');
	await reader.getByRole('button', { name: 'Open the report' }).click();
	await expect(reader.getByRole('alert')).toHaveText('That was not it.');
	await reader.getByLabel(/^Passphrase/).fill('blue horse 42');
	await reader.getByRole('button', { name: 'Open the report' }).click();
	await expect(reader.getByText(/^Of 7 kinds of work, /)).toBeVisible();
	await reader.context().close();
});

async function newLink(page: Page): Promise<string> {
	await page.getByRole('button', { name: 'Make a link' }).click();
	const shown = page.getByText(/^http:\/\/127\.0\.0\.1:\d+\/r\//);
	await expect(shown).toBeVisible();
	return (await shown.textContent()) ?? '';
}

/** A phone that has never been here. */
async function stranger(browser: Browser): Promise<Page> {
	const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
	return context.newPage();
}

/** What axe finds of WCAG 2.2 A and AA, each with the first element that has it. */
async function violations(page: Page): Promise<string[]> {
	const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
	const found = await new AxeBuilder({ page }).withTags(tags).analyze();
	return found.violations.map(({ id, nodes: [first] }) => `${id}: ${first?.html}`);
}
