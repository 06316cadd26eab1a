import { expect, type Page } from '@playwright/test';
import { readTest as test } from './app-test.ts';
import { open, reload } from './opened.ts';

const isDark = (page: Page) =>
	page.evaluate(() => document.documentElement.classList.contains('dark'));

test('a chosen appearance holds from the first paint of every page', async ({ page }) => {
	await open(page, '/?workspace=demo');
	expect(await isDark(page)).toBe(false);
	await page.getByRole('radio', { name: 'dark' }).check({ force: true });
	expect(await isDark(page)).toBe(true);

	await reload(page);
	expect(await isDark(page)).toBe(true);
	await expect(page.getByRole('radio', { name: 'dark' })).toBeChecked();

	await page.addInitScript(noteFirstPaint);
	await open(page, '/tasks?workspace=demo');
	expect(await page.evaluate(() => document.documentElement.dataset.first)).toBe('dark');
});

test('without a choice the page follows the system, while it is open too', async ({ page }) => {
	await page.emulateMedia({ colorScheme: 'dark' });
	await open(page, '/?workspace=demo');
	expect(await isDark(page)).toBe(true);
	await page.emulateMedia({ colorScheme: 'light' });
	await expect.poll(() => isDark(page)).toBe(false);
});

test('charts take the colours of the appearance', async ({ page }) => {
	await open(page, '/tasks?workspace=demo');
	const png = page.getByRole('button', { name: /^PNG/ });
	await expect(png).toBeEnabled();
	const picture = () =>
		page.locator('canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
	const light = await picture();
	await page.getByRole('radio', { name: 'dark' }).check({ force: true });
	await expect.poll(picture).not.toBe(light);
});

test('with reduced motion nothing moves', async ({ page }) => {
	await page.emulateMedia({ reducedMotion: 'reduce' });
	for (const address of ['/', '/data', '/tasks/refund-decision']) {
		await open(page, `${address}?workspace=demo`);
		expect(await page.evaluate(movingElements), address).toEqual([]);
	}
});

test('motion takes 150 ms at most', async ({ page }) => {
	await open(page, '/data?workspace=demo');
	const moving = await page.evaluate(movingElements);
	expect(moving.length).toBeGreaterThan(0);
	expect(Math.max(...moving.map(({ ms }) => ms))).toBeLessThanOrEqual(150);
});

/** Notes on the page how it looks when the parser has come to its body, before anything is painted. */
function noteFirstPaint(): void {
	new MutationObserver((_, observer) => {
		if (!document.body) return;
		document.documentElement.dataset.first = document.documentElement.className;
		observer.disconnect();
	}).observe(document, { childList: true, subtree: true });
}

/** Elements with a transition or an animation that can be seen, and how long it takes. */
function movingElements(): { element: string; ms: number }[] {
	const longest = (text: string) =>
		Math.max(...text.split(',').map((one) => parseFloat(one) * (one.includes('ms') ? 1 : 1000)));
	return [...document.querySelectorAll('body *')]
		.map((element) => {
			const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
			const animated = animationName === 'none' ? 0 : longest(animationDuration);
			return {
				element: element.outerHTML.slice(0, 80),
				ms: Math.max(longest(transitionDuration), animated)
			};
		})
		.filter(({ ms }) => ms > 1);
}
