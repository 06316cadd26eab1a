import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { readTest as test } from './app-test.ts';
import {
	addressOf,
	emptyPages,
	filledPages,
	filteredPages,
	missingPages,
	type Place
} from './demo-pages.ts';
import { expectFits, open } from './opened.ts';

/** WCAG 2.2 A and AA with all that they contain. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const states = { filled: filledPages, empty: emptyPages, 'filtered out': filteredPages };

for (const [state, places] of Object.entries(states)) {
	for (const place of places) {
		test(`accessible in light and dark, and fits a phone, ${state}: ${place.name}`, ({ page }) =>
			expectGoodPage(page, place));
	}
}

test.describe('accessible in light and dark, and fits a phone, not there', () => {
	test.use({ tolerated: /status of 404/ });

	for (const place of missingPages) {
		test(place.name, ({ page }) => expectGoodPage(page, place));
	}

	test('a workspace', async ({ page }) => {
		await page.goto('/runs?workspace=nowhere');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(
			'There is no workspace called "nowhere".'
		);
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			expect(await violations(page), `in ${colorScheme}`).toEqual([]);
		}
		await page.setViewportSize(phone);
		await expectFits(page);
	});
});

const phone = { width: 390, height: 844 };

/** One visit: axe in light, axe in dark, then everything unfolded at the width of a phone. */
async function expectGoodPage(page: Page, place: Place): Promise<void> {
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	await open(page, await addressOf(place, page.request));
	await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
	expect(await violations(page), 'in light').toEqual([]);
	await page.emulateMedia({ colorScheme: 'dark' });
	await expect(page.locator('html')).toHaveClass(/dark/);
	await painted(page);
	expect(await violations(page), 'in dark').toEqual([]);
	await page.setViewportSize(phone);
	await expectFits(page);
	await unfoldAll(page);
	await expectFits(page);
	await expectFrame(page);
}

/** What axe finds, each with the first element that has it. */
async function violations(page: Page): Promise<string[]> {
	const found = await new AxeBuilder({ page }).withTags(tags).analyze();
	return found.violations.map(
		({ id, nodes: [first] }) => `${id}: ${first?.html} (${first?.failureSummary})`
	);
}

/** Opens all that folds in the page, as a curious thumb would; the menu of the bar would cover it. */
async function unfoldAll(page: Page): Promise<void> {
	await page.evaluate(() => {
		for (const details of document.querySelectorAll<HTMLDetailsElement>('main details'))
			details.open = true;
	});
	const tables = page.getByRole('button', { name: 'Show as table' });
	for (let left = await tables.count(); left > 0; left--) await tables.first().click();
}

/** The bar at the bottom stands in the window, with all its words, and the workspace above the page. */
async function expectFrame(page: Page): Promise<void> {
	const bar = page.getByRole('navigation', { name: 'Pages' });
	for (const word of ['Overview', 'Tasks', 'Runs', 'Data', 'Glossary']) {
		await expect(bar.getByRole('link', { name: word })).toBeInViewport({ ratio: 1 });
	}
	const workspace = page.locator('summary:visible').filter({ hasText: /Demo company|main/ });
	await expect(workspace.first()).toBeVisible();
}

/** Two frames later everything has the colours of its class. */
const painted = (page: Page): Promise<void> =>
	page.evaluate(
		() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))
	);
