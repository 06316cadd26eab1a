import { expect, type Page } from '@playwright/test';
import { changeTest as test } from './app-test.ts';
import { textFile } from './attempts-table.ts';
import { Hand } from './hand.ts';
import { langGraphExport, traceIdOf } from './langgraph-export.ts';
import { open } from './opened.ts';

test('from an OTLP export without outcomes to a verdict', async ({ page }) => {
	const hand = new Hand(page);
	await dropOnDemo(page, hand, [langGraphExport(200)]);

	await test.step('the overview says what comes first', async () => {
		await hand.click(page.getByRole('link', { name: 'Overview', exact: true }));
		await expect(page.getByText('“LangGraph” says nothing of the rest')).toBeVisible();
		await expect(step(page, 'Import a file')).toContainText('done');
		await hand.click(step(page, 'Name the work').getByRole('link'));
	});

	await test.step('the work has a name, and what is right, only checks will tell', async () => {
		await nameByKind(page, hand);
		await hand.click(page.getByRole('button', { name: 'Say what is right' }));
		const way = page.getByLabel('Rule 1 for what is right: what tells');
		await hand.choose(way, 'only outcomes files and checks');
		await save(page, hand);
	});

	await test.step('30 random runs are checked by hand, a key each; every tenth is wrong', async () => {
		await hand.click(page.getByRole('link', { name: 'Overview', exact: true }));
		await hand.click(step(page, 'Check 30 runs').getByRole('link'));
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check runs');
		for (let checked = 1; checked <= 30; checked++) {
			await hand.press(checked % 10 === 0 ? '2' : '1');
			await expect(page.getByText(new RegExp(`^${checked} of \\d+ checked`))).toBeVisible();
		}
	});

	await test.step('wage and minutes give a verdict', async () => {
		await hand.click(page.getByRole('link', { name: 'Overview', exact: true }));
		await enterBaseline(page, hand);
	});

	console.log(`OTLP without outcomes to a verdict: ${hand.told}`);
	expect(hand.clicks).toBeLessThanOrEqual(14);
	expect(hand.typed).toBe(2);
});

test('from an OTLP export and an outcomes file of 5,000 rows to a verdict', async ({ page }) => {
	const hand = new Hand(page);
	await dropOnDemo(page, hand, [langGraphExport(4_500)]);

	await test.step('a look at the outcomes file says what would match, and keeps nothing', async () => {
		await hand.drop([outcomes]);
		const look = page.getByRole('region', { name: 'Before outcomes.csv counts' });
		await expect(look).toContainText('4,500 of 4,800 rows would count');
		await expect(look).toContainText(/match a run by trace id\s*4,500/);
		await expect(look).toContainText(/speak of no run here.*300/);
		await expect(page.getByRole('region', { name: 'Receipt of outcomes.csv' })).toHaveCount(0);
		await hand.click(look.getByRole('button', { name: 'Let it count' }));
	});

	await test.step('the receipt adds up, and the unmatched rows can be fetched', async () => {
		const receipt = page.getByRole('region', { name: 'Receipt of outcomes.csv' });
		await expect(receipt).toContainText(/rows read\s*5,000/);
		await expect(receipt).toContainText('= 4,800 kept + 200 duplicates + 0 rejected');
		await expect(receipt).toContainText('300 rows speak of no run that is here');
		const fetched = page.waitForEvent('download');
		await hand.click(receipt.getByRole('link', { name: 'The 300 unmatched rows as CSV' }));
		const lines = (await textOf(await fetched)).trimEnd().split(/\r?\n/);
		expect(lines).toHaveLength(1 + 300);
		expect(lines[0]).toBe('trace_id,outcome,outcome_at,breakeven_line,breakeven_reason');
		expect(lines[1]).toContain(traceIdOf(90_000));
	});

	await test.step('the work has a name; what is right, the file says', async () => {
		await hand.click(page.getByRole('link', { name: 'Definitions', exact: true }));
		await nameByKind(page, hand);
		await save(page, hand);
	});

	await test.step('wage and minutes give a verdict', async () => {
		await hand.click(page.getByRole('link', { name: 'Overview', exact: true }));
		for (const done of ['Name the work', 'Say what is right', '30 results known']) {
			await expect(step(page, done)).toContainText('done');
		}
		await enterBaseline(page, hand);
	});

	console.log(`OTLP and 5,000 outcomes to a verdict: ${hand.told}`);
	expect(hand.clicks).toBeLessThanOrEqual(10);
	expect(hand.typed).toBe(2);
});

/** 4,500 outcomes of the runs, every tenth wrong; 200 of them twice; 300 of runs that never came. */
const outcomes = textFile(
	'outcomes.csv',
	'text/csv',
	[
		'trace_id,outcome,outcome_at',
		...Array.from({ length: 4_500 }, (_, at) => outcomeOf(at)),
		...Array.from({ length: 200 }, (_, at) => outcomeOf(at)),
		...Array.from({ length: 300 }, (_, at) => outcomeOf(90_000 + at))
	].join('\n')
);

function outcomeOf(at: number): string {
	return `${traceIdOf(at)},${at % 10 === 3 ? 'failure' : 'success'},2026-11-05T12:00:00Z`;
}

async function dropOnDemo(
	page: Page,
	hand: Hand,
	files: Parameters<Hand['drop']>[0]
): Promise<void> {
	await open(page, '/');
	await hand.click(page.getByRole('link', { name: 'Data', exact: true }));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Data');
	await hand.drop(files);
	await expect(page).toHaveURL('/data?workspace=main');
}

async function nameByKind(page: Page, hand: Hand): Promise<void> {
	await hand.click(page.getByRole('button', { name: 'Name them by attribute ticket.kind' }));
	await expect(page.getByLabel('Name of the task refund')).toBeVisible();
}

async function save(page: Page, hand: Hand): Promise<void> {
	await hand.click(page.getByRole('button', { name: 'Save', exact: true }));
	await expect(page.getByText('Saved as version 1.')).toBeVisible();
}

/** From the overview to the task that it offers: half the money goes into refunds. */
async function enterBaseline(page: Page, hand: Hand): Promise<void> {
	await hand.click(step(page, 'Say what a person needs').getByRole('link'));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('refund');
	await hand.type(page.getByLabel(/^Minutes by hand(?!:)/), '12');
	await hand.type(page.getByLabel(/^Wage of the person(?!:)/), '40');
	await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
		/% sure it is cheaper than people, saves/
	);
}

const step = (page: Page, name: string) =>
	page
		.getByRole('navigation', { name: 'To a first verdict' })
		.getByRole('listitem')
		.filter({ hasText: name });

async function textOf(download: {
	createReadStream(): Promise<AsyncIterable<Buffer>>;
}): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of await download.createReadStream()) chunks.push(chunk);
	return String(Buffer.concat(chunks));
}
