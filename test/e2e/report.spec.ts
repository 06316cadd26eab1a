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
		await expect(page.getByRole('heading', { name: 'No report yet' })).toBeVisible();
		await firstReport(page);
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

	const address = await test.step('a link is made and shown once', async () => {
		await page.getByLabel('Readers may write comments').check();
		return newLink(page);
	});
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
		for (const colorScheme of ['light', 'dark'] as const) {
			await reader.emulateMedia({ colorScheme });
			expect(await violations(reader), colorScheme).toEqual([]);
		}
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

	await test.step('by keyboard, too; on paper nobody’s own figures stand', async () => {
		await reader.getByRole('slider', { name: 'Cases a month' }).focus();
		await reader.keyboard.press('End');
		await expect(reader.locator('#volume-is')).toHaveText(/\(report: /);
		await expect(reader.locator('#yours')).toHaveText(/^With your figures, /);
		await reader.emulateMedia({ media: 'print' });
		await expect(reader.locator('#yours')).toBeHidden();
		await expect(reader.getByText('Where it comes from')).toBeVisible();
		await reader.emulateMedia({ media: 'screen' });
	});

	await test.step('a reader writes, the owner reads it and shows it', async () => {
		await reader.getByLabel(/^Your comment/).fill(evil);
		await reader.getByRole('button', { name: 'Send' }).click();
		await expect(reader.getByText('Sent to the person')).toBeVisible();
		await expect(reader.getByText('Without a name')).toHaveCount(0);
		await reload(page);
		await page.getByRole('button', { name: 'Show to readers' }).click();
		await expect(page.getByText('shown to readers')).toBeVisible();
		await reader.goto(address);
		await expect(reader.getByText('Without a name')).toBeVisible();
		await expect(reader.locator('.comments .words')).toHaveText(evil);
	});

	await test.step('the view is in the log; taken back, the link is like one that never was', async () => {
		await reload(page);
		await expect(page.getByText('opened 2 times')).toBeVisible();
		await page.getByRole('button', { name: 'Take back' }).click();
		await expect(page.getByText(/taken back/)).toBeVisible();
		const taken = await reader.goto(address);
		const unknown = await reader.request.get(address.slice(0, -43) + 'A'.repeat(43));
		expect([taken?.status(), unknown.status()]).toEqual([404, 404]);
		expect(await unknown.text()).toBe(await taken?.text());
	});
	await reader.context().close();
});

test('parts are left out and moved, and a report goes when it is asked for twice', async ({
	page
}) => {
	await open(page, '/reports?workspace=demo');
	await firstReport(page);
	await page.getByRole('checkbox', { name: /^Shown ?: What we do not know/ }).uncheck();
	await page.getByRole('button', { name: 'Move up: How this was computed' }).click();
	await page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(page.getByText('Saved.')).toBeVisible();
	await expect(
		page.getByRole('checkbox', { name: /^Left out ?: What we do not know/ })
	).toBeVisible();
	const preview = await page.request.get('/reports/1/preview?workspace=demo');
	const headings = [...(await preview.text()).matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, one]) => one);
	expect(headings).not.toContain('What we do not know');
	expect(headings.indexOf('How this was computed')).toBeLessThan(
		headings.findIndex((one) => one?.startsWith('Assumptions'))
	);
	await page.getByText('Delete this report …').click();
	await page.getByRole('button', { name: 'Delete it for good' }).click();
	await expect(page.getByRole('heading', { name: 'No report yet' })).toBeVisible();
});

test('a passphrase stands before the report', async ({ page, browser }) => {
	await open(page, '/reports?workspace=demo');
	await firstReport(page);
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

/** Makes one; its simulations take a while on a busy machine. */
async function firstReport(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Make the first report' }).click();
	await expect(page).toHaveURL(/\/reports\/1\?workspace=demo/, { timeout: 90_000 });
}

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
