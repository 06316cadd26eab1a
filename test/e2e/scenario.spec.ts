import { expect, type Page } from '@playwright/test';
import { changeTest, readTest } from './app-test.ts';
import { open } from './opened.ts';

const task = 'refund-decision';
const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict of this scenario' });
const inFull = (page: Page) =>
	expect(verdict(page).getByRole('status')).toHaveText(/^20,000 futures/, { timeout: 60_000 });

changeTest('a scenario from a task page to two that are compared', async ({ page }) => {
	await changeTest.step('starts from the task, as its verdict says', async () => {
		await open(page, `/tasks/${task}?workspace=demo`);
		await page.getByRole('link', { name: 'Simulate' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(task);
		await inFull(page);
		await expect(page).toHaveURL(`/simulate?workspace=demo&task=${task}`);
		await expect(page.getByLabel('Cases a month', { exact: true })).not.toHaveValue('');
	});

	await changeTest.step(
		'a threshold moves the result at once, and stands in the address',
		async () => {
			await page.getByLabel('Which results are reviewed').selectOption('below');
			const slider = page.getByLabel('Reviewed below a confidence of, slider');
			await expect(slider).toHaveValue('0.8');
			const before = await verdict(page).innerText();
			await slider.press('ArrowLeft');
			await slider.press('ArrowLeft');
			await expect(page).toHaveURL(/s\.oversight\.review\.below=0\.78/);
			await expect(verdict(page)).not.toHaveText(before);
			await inFull(page);
			await expect(page.getByRole('region', { name: 'Oversight' })).toContainText(
				'To cut escapes by 60 %, review'
			);
		}
	);

	await changeTest.step('a target that review cannot reach says so', async () => {
		await page.getByText('Target and simulation').click();
		await page.getByLabel('Cut escapes by', { exact: true }).fill('0.99');
		await expect(page.getByRole('region', { name: 'Oversight' })).toContainText(
			'Cutting escapes by 99 % is not reachable'
		);
		await page.getByLabel('Cut escapes by', { exact: true }).fill('');
	});

	await changeTest.step('the address alone says the same to somebody else', async () => {
		await inFull(page);
		const sentence = await verdict(page).locator('.sentence').innerText();
		const other = await page.context().newPage();
		await open(other, page.url());
		await inFull(other);
		await expect(verdict(other).locator('.sentence')).toHaveText(sentence);
		await other.close();
	});

	await changeTest.step('is saved, changed and locked', async () => {
		await page.getByLabel('Name').fill('Review below 0.78');
		await page.getByLabel('Why', { exact: true }).fill('cost of review');
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review below 0.78');
		await page.getByRole('link', { name: 'Open in the simulator' }).click();
		await inFull(page);
		const volume = page.getByLabel('Cases a month', { exact: true });
		await volume.fill('5000');
		await expect(page.getByText(/Changed: cases a month: 5000/)).toBeVisible();
		await page.getByRole('button', { name: /^Save as version/ }).click();
		await expect(page.getByRole('listitem').filter({ hasText: 'Version 2' })).toContainText(
			'cases a month: 5000'
		);
		await page.getByLabel('Why version 2 is locked').fill('board paper of November');
		await page.getByRole('button', { name: 'Lock', exact: true }).first().click();
		await expect(page.getByText('Locked: board paper of November')).toBeVisible();
		await expect(page.getByRole('button', { name: 'Delete all versions' })).toBeDisabled();
	});

	await changeTest.step('stands beside another one, on the same luck', async () => {
		await open(page, `/simulate?workspace=demo&task=${task}&s.oversight.review.share=1`);
		await page.getByLabel('Name').fill('Review everything');
		await page.getByRole('button', { name: 'Save', exact: true }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Review everything');
		await open(page, '/scenarios?workspace=demo');
		await page.getByRole('checkbox', { name: 'Review below 0.78' }).check();
		await page.getByRole('checkbox', { name: 'Review everything' }).check();
		await page.getByRole('button', { name: 'Compare' }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Scenarios compared');
		await expect(
			page.getByText(/brings .* USD (more|less) than .* % sure it is better/)
		).toBeVisible();
		await expect(page.getByRole('row')).toHaveCount(3);
	});
});

readTest('a scenario without a mouse', async ({ page }) => {
	await open(page, `/simulate?workspace=demo&task=${task}`);
	const volume = page.getByLabel('Cases a month, slider');
	await volume.focus();
	await page.keyboard.press('ArrowRight');
	await expect(page).toHaveURL(/s\.inputs\.volume_per_month/);
	await expect(volume).toBeFocused();
	const reset = page.getByRole('button', { name: 'Reset Cases a month' });
	await reset.focus();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`/simulate?workspace=demo&task=${task}`);
});

readTest('a portfolio under a cap of reviewer hours', async ({ page }) => {
	await open(page, '/portfolio?workspace=demo');
	const words = page.getByRole('region', { name: 'The plan in words' });
	await expect(words).toContainText(/^Without a cap on review, \d of \d tasks get an agent/);
	await page.getByLabel('Reviewer hours a month').fill('5');
	await page.getByLabel('Reviewer hours a month').press('Enter');
	await expect(page).toHaveURL(/hours=5/);
	await expect(words).toContainText('With 5 hours of review a month');
	await expect(words).toContainText(/One more reviewer hour a month would bring [\d,.]+ USD/);
	await expect(words).toContainText('The caps hold back');
});

readTest('which part of a task pays, and a scenario of it', async ({ page }) => {
	await open(page, '/tasks/contract-redlining?workspace=demo');
	await expect(page.getByRole('heading', { name: 'Which part of the work pays' })).toBeVisible();
	await page.getByRole('link', { name: 'Simulate this scope' }).click();
	await expect(page).toHaveURL(/s\.scope\.segments\.0\.attribute=/);
	await expect(verdict(page)).toBeVisible();
});

readTest.describe('without scripts', () => {
	readTest.use({ javaScriptEnabled: false });

	readTest('the form computes on the server', async ({ page }) => {
		await page.goto(`/simulate?workspace=demo&task=${task}`);
		await page.getByLabel('Cases a month', { exact: true }).fill('5000');
		await page.getByRole('button', { name: 'Compute' }).click();
		await expect(page).toHaveURL(/&task=refund-decision&s\.inputs\.volume_per_month/);
		await expect(page.getByLabel('Cases a month', { exact: true })).toHaveValue('5000');
		await expect(verdict(page)).toContainText('2,000 futures');
	});
});
