import { expect, type Page } from '@playwright/test';
import { changeTest as test } from './app-test.ts';
import type { App } from './app.ts';
import { attemptsAt, attemptsFile } from './attempts-table.ts';
import { dropFiles } from './dropped.ts';
import { expectFits, open, reload } from './opened.ts';

const task = 'parcel-claims';
/** 120 attempts, the first of them twice, and one that began in a thirteenth month. */
const attempts = attemptsAt(task, 120);
const [first] = attempts;
const table = attemptsFile('parcels.csv', [
	...attempts,
	{ ...first!, run_id: `${task}-0` },
	{ ...first!, run_id: 'bad', started_at: '2026-13-01T00:00:00Z' }
]);

test('the first hour: demo, own file, receipt, wage and minutes, verdict, run, undo', async ({
	page,
	app
}) => {
	await test.step('the demo opens with its headline', async () => {
		await open(page, '/');
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Of 7 kinds of work, /);
		await expect(page.getByText('Demo company').first()).toBeVisible();
	});

	await test.step('a file dropped on the demo opens the own workspace with a receipt that adds up', async () => {
		await page.getByRole('link', { name: 'Data', exact: true }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Data');
		await dropFiles(page, [table]);
		await expect(page).toHaveURL('/data?workspace=main');
		const receipt = page.getByRole('region', { name: 'Receipt of parcels.csv' });
		await expect(receipt).toContainText(/rows read\s*122/);
		await expect(receipt).toContainText('= 120 kept + 1 duplicates + 1 rejected');
		await expect(receipt).toContainText('started_at is "2026-13-01T00:00:00Z"');
		await expect(receipt).toContainText(/runs\s*120/);
	});

	await test.step('the chooser takes files too, and one known already adds nothing', async () => {
		const chooser = page.waitForEvent('filechooser');
		await page.getByText('choose files').click();
		await (await chooser).setFiles(table);
		const sent = page.getByRole('list', { name: 'Files on their way' });
		await expect(sent).toContainText('nothing new');
		await expect(page.getByRole('region', { name: /^Receipt of/ })).toHaveCount(2);
	});

	await page.getByRole('link', { name: 'Tasks', exact: true }).click();
	await page.getByRole('link', { name: task }).first().click();
	const verdict = page.getByRole('region', { name: 'Verdict' });
	const field = (label: string) => page.getByLabel(new RegExp(`^${label}(?!:)`));

	await test.step('without a baseline the task says when an agent would pay', async () => {
		await expect(verdict).toContainText(
			'Costs 0.05 USD a try. It beats a person at 45 USD an hour if at least'
		);
	});

	await test.step('wage and minutes change the verdict where one stands', async () => {
		await page.evaluate(() => Object.assign(window, { stayed: true }));
		await field('Minutes by hand').fill('12');
		await field('Wage of the person').fill('40');
		await field('Wage of the person').blur();
		await expect(verdict).toContainText(/% sure it is cheaper than people, saves/);
		expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
		await reload(page);
		await expect(verdict).toContainText(/% sure it is cheaper than people, saves/);
	});

	await test.step('the overview, the API and the command line say the same sentence', async () => {
		const sentence = await apiSentence(page);
		await expect(verdict).toContainText(sentence);
		await page.getByRole('link', { name: 'Overview', exact: true }).click();
		await expect(page.getByRole('region', { name: 'Verdict per task' })).toContainText(sentence);
		expect(await commandSentence(app)).toBe(sentence);
	});

	await test.step('a run opens from the list', async () => {
		await page.getByRole('link', { name: 'Runs', exact: true }).click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('120 runs');
		await page.getByRole('rowheader').getByRole('link').first().click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(task);
		await expect(page.getByText('1 of 120')).toBeVisible();
	});

	await test.step('undo takes the numbers away again', async () => {
		await page.getByRole('link', { name: 'Data', exact: true }).click();
		await page.locator('summary').filter({ hasText: 'Undo' }).click();
		await page.getByRole('button', { name: /^Take out 120 runs/ }).click();
		await expect(page.getByText(', taken back')).toBeVisible();
		await expectFits(page);
		await page.getByRole('link', { name: 'Overview', exact: true }).click();
		await expect(page.getByRole('heading', { name: 'No runs yet' })).toBeVisible();
		const answer = await page.request.get('/api/v1/metrics');
		expect(await answer.json()).toMatchObject({ rows: [{ runs: 0, total_cost_usd: null }] });
	});
});

async function apiSentence(page: Page): Promise<string> {
	const answer = await page.request.get(`/api/v1/verdict?task=${task}`);
	return sentenceOf(await answer.text());
}

const commandSentence = async (app: App): Promise<string> =>
	sentenceOf(await app.command('verdict', '--task', task, '--json'));

function sentenceOf(json: string): string {
	const { rows } = JSON.parse(json) as { rows: { sentence: string }[] };
	return rows[0]?.sentence ?? 'no row';
}
