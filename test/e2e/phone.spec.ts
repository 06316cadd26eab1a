import { expect } from '@playwright/test';
import { readTest as test } from './app-test.ts';
import { addressOf, filledPages } from './demo-pages.ts';
import { expectFits, open } from './opened.ts';

test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

test('the two longest pages fit a phone from the start', async ({ page }) => {
	for (const place of filledPages.filter(({ name }) => ['Overview', 'Task'].includes(name))) {
		await open(page, await addressOf(place, page.request));
	}
});

test('on a phone everything of the frame is within reach', async ({ page }) => {
	await open(page, '/tasks?workspace=demo');
	await page.getByText('Demo company').last().tap();
	await expect(page.getByText('No other workspace').last()).toBeVisible();
	await page.getByRole('button', { name: /^Appearance/ }).tap();
	await expect(page.getByRole('button', { name: 'Appearance: light' })).toBeVisible();
	await page.getByRole('navigation', { name: 'Pages' }).getByText('Glossary').tap();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glossary');
});

test('on a phone a row of a table unfolds to its other columns', async ({ page }) => {
	await open(page, '/tasks?workspace=demo');
	await page.getByRole('button', { name: 'More of this row' }).first().tap();
	await expect(page.getByRole('term').filter({ hasText: 'Duration p95' })).toBeVisible();
	await expectFits(page);
});

test('on a phone the filters unfold and narrow the list', async ({ page }) => {
	await open(page, '/runs?workspace=demo');
	await page.getByRole('button', { name: 'Filters' }).tap();
	await page.locator('summary').filter({ hasText: 'All tasks' }).tap();
	await expectFits(page);
	await page.getByLabel('refund-decision').check();
	await expect(page).toHaveURL(/task=refund-decision/);
	await expect(page.getByRole('link', { name: 'Clear task refund-decision' })).toBeVisible();
});

test.describe('between phone and desk', () => {
	test.use({ viewport: { width: 820, height: 1180 } });

	test('the workspace can be switched, and every page fits', async ({ page }) => {
		for (const place of filledPages) await open(page, await addressOf(place, page.request));
		await page.getByText('Demo company').last().click();
		await expect(page.getByText('No other workspace').last()).toBeVisible();
	});
});
