import { expect, type Locator, type Page } from '@playwright/test';
import { changeTest, readTest } from './app-test.ts';
import { attemptsAt, attemptsFile } from './attempts-table.ts';
import { newestRun } from './demo-pages.ts';
import { open } from './opened.ts';

const task = 'parcel-claims';
const table = attemptsFile('parcels.csv', attemptsAt(task, 120));

changeTest('the first hour without a mouse', async ({ page }) => {
	const { keyboard } = page;
	const title = page.getByRole('heading', { level: 1 });
	await open(page, '/');

	await changeTest.step('the first stop skips the rail', async () => {
		await keyboard.press('Tab');
		await expect(page.getByRole('link', { name: 'Skip to content' })).toBeInViewport();
		await keyboard.press('Enter');
		await expect(page.getByRole('main')).toBeFocused();
	});

	await changeTest.step('g d goes to the data, and Enter opens the chooser of files', async () => {
		await keyboard.press('g');
		await keyboard.press('d');
		await expect(title).toHaveText('Data');
		await tabTo(page, page.getByRole('button', { name: /choose files/ }));
		const chooser = page.waitForEvent('filechooser');
		await keyboard.press('Enter');
		await (await chooser).setFiles(table);
		await expect(page).toHaveURL('/data?workspace=main');
		await expect(page.getByRole('region', { name: 'Receipt of parcels.csv' })).toBeVisible();
	});

	await changeTest.step('the palette finds the task', async () => {
		await keyboard.press('Control+k');
		await expect(page.getByRole('combobox', { name: 'Search' })).toBeFocused();
		await keyboard.type('parcel');
		const results = page.getByRole('listbox', { name: 'Results' });
		await expect(results.getByRole('option')).toHaveCount(1);
		await keyboard.press('Enter');
		await expect(title).toHaveText(task);
	});

	await changeTest.step('minutes and wage change the verdict', async () => {
		await tabTo(page, page.getByLabel(/^Minutes by hand(?!:)/));
		await keyboard.type('12');
		await tabTo(page, page.getByLabel(/^Wage of the person(?!:)/));
		await keyboard.type('40');
		await keyboard.press('Enter');
		await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
			'% sure it is cheaper than people'
		);
	});

	await changeTest.step('a run opens, and j and k go through the list', async () => {
		await keyboard.press('Escape');
		await page.getByLabel(/^Wage of the person(?!:)/).blur();
		await keyboard.press('g');
		await keyboard.press('r');
		await expect(title).toHaveText('120 runs');
		await tabTo(page, page.getByRole('rowheader').getByRole('link').first());
		await keyboard.press('Enter');
		await expect(page.getByText('1 of 120')).toBeVisible();
		await keyboard.press('j');
		await expect(page.getByText('2 of 120')).toBeVisible();
		await keyboard.press('k');
		await expect(page.getByText('1 of 120')).toBeVisible();
	});

	await changeTest.step('the import is taken back', async () => {
		await keyboard.press('g');
		await keyboard.press('d');
		await expect(title).toHaveText('Data');
		await tabTo(page, page.locator('summary').filter({ hasText: 'Undo' }));
		await keyboard.press('Enter');
		await tabTo(page, page.getByRole('button', { name: /^Take out 120 runs/ }));
		await keyboard.press('Enter');
		await expect(page.getByText(', taken back')).toBeVisible();
		await keyboard.press('g');
		await keyboard.press('t');
		await expect(page.getByRole('heading', { name: 'No tasks yet' })).toBeVisible();
	});
});

readTest('a filter is chosen and taken back without a mouse', async ({ page }) => {
	await open(page, '/runs?workspace=demo');
	await tabTo(page, page.locator('summary').filter({ hasText: 'All tasks' }));
	await page.keyboard.press('Enter');
	await tabTo(page, page.getByLabel('refund-decision'));
	await page.keyboard.press('Space');
	await expect(page).toHaveURL(/task=refund-decision/);
	await page.keyboard.press('Escape');
	await expect(page.locator('summary').filter({ hasText: 'refund-decision' })).toBeFocused();
	await tabTo(page, page.getByRole('link', { name: 'Clear task refund-decision' }));
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL('/runs?workspace=demo');
});

readTest('arrows walk the steps of a run', async ({ page, request }) => {
	await open(page, await newestRun(request, 'task=refund-decision'));
	const steps = page.getByRole('treeitem');
	await tabTo(page, page.locator('[role=treeitem][tabindex="0"]'));
	await page.keyboard.press('Home');
	await expect(steps.first()).toBeFocused();
	await page.keyboard.press('ArrowLeft');
	await expect(steps).toHaveCount(1);
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowDown');
	await expect(steps.nth(1)).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/step=/);
	await expect(steps.nth(1)).toHaveAttribute('aria-selected', 'true');
});

readTest('arrows read the points of a chart, and Enter opens their rows', async ({ page }) => {
	await open(page, '/tasks/refund-decision?workspace=demo');
	const chart = page.getByRole('figure', { name: /^A right result cost/ });
	const plot = chart.getByRole('group', { name: /^Plot/ });
	await plot.scrollIntoViewIfNeeded();
	await expect(chart.getByRole('button', { name: /^PNG/ })).toBeEnabled();
	await tabTo(page, plot);
	await page.keyboard.press('ArrowRight');
	await expect(chart.getByRole('status')).toContainText('n = ');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/runs\?.*from=/);
});

readTest('the search of the glossary is a key away', async ({ page }) => {
	await open(page, '/?workspace=demo');
	await page.keyboard.press('g');
	await page.keyboard.press('g');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Glossary');
	await page.keyboard.press('/');
	await page.keyboard.type('brier');
	await expect(page).toHaveURL(/q=brier/);
	await expect(page.getByRole('status').first()).toContainText(/^\d+ of \d+ entries/);
});

/** Presses Tab until that has the focus; wherever it stops, one must see where one is. */
async function tabTo(page: Page, target: Locator): Promise<void> {
	const place = await target.elementHandle();
	for (let stops = 0; stops < 120; stops++) {
		if (await place?.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press('Tab');
		expect(await page.evaluate(unseenFocus), 'focus that cannot be seen').toBeNull();
	}
	throw new Error('Tab never came there');
}

/** The element with the focus when neither it nor what is drawn around it has an outline; null when it is seen. */
function unseenFocus(): string | null {
	const focused = document.activeElement;
	if (!focused || focused === document.body) return null;
	const isOutlined = (element: Element | null) => {
		if (!element) return false;
		const { outlineStyle, outlineWidth } = getComputedStyle(element);
		return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
	};
	const around = [focused, focused.closest('label'), focused.closest('[role=group]')];
	return around.some(isOutlined) ? null : focused.outerHTML.slice(0, 200);
}
