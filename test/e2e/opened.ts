import { expect, type Page } from '@playwright/test';

/** Opens an address and waits until its scripts have taken over. */
export async function open(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await hydrated(page);
	await expectFits(page);
}

/** Loads the page again, as somebody who does not trust it would. */
export async function reload(page: Page): Promise<void> {
	await page.reload();
	await hydrated(page);
}

/** Kit announces titles from this element, which it adds once the page is alive. */
const hydrated = (page: Page) => page.locator('#svelte-announcer').waitFor({ state: 'attached' });

/** Nothing of a page may stand out of its window to the right, once charts have found their size. */
export async function expectFits(page: Page): Promise<void> {
	const window = page.viewportSize()?.width ?? 0;
	await expect
		.poll(() => page.evaluate(() => document.documentElement.scrollWidth), {
			message: `width of ${page.url()}`
		})
		.toBeLessThanOrEqual(window);
}
