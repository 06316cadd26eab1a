import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import '../../app.css';
import DataTable from './DataTable.svelte';
import type { Column } from './table-column.ts';

interface Row {
	task: string;
	runs: number;
	cost: number | null;
}

const rows: Row[] = [
	{ task: 'refund-request', runs: 900, cost: 12.5 },
	{ task: 'order-support', runs: 2810, cost: null },
	{ task: 'invoice-coding', runs: 1325, cost: 0.42 }
];
const columns: Column<Row>[] = [
	{ key: 'task', label: 'Task', value: ({ task }) => task },
	{ key: 'runs', label: 'Runs', unit: 'count', value: ({ runs }) => runs },
	{ key: 'cost', label: 'Cost', unit: 'usd', value: ({ cost }) => cost }
];
const props = { rows, columns, key: ({ task }: Row) => task, caption: 'Tasks' };

beforeEach(() => page.viewport(1280, 800));

const cells = () =>
	[...document.querySelectorAll('tbody tr')].map((row) =>
		[...row.children].map((cell) => cell.textContent?.trim())
	);
const names = () => cells().map(([name]) => name);

test('a header sorts figures from the largest, then the other way; unknown stays last', async () => {
	const screen = await render(DataTable<Row>, props);
	const header = screen.getByRole('columnheader', { name: 'Cost, USD' });
	await header.getByRole('button').click();
	expect(names()).toEqual(['refund-request', 'invoice-coding', 'order-support']);
	await expect.element(header).toHaveAttribute('aria-sort', 'descending');
	await header.getByRole('button').click();
	expect(names()).toEqual(['invoice-coding', 'refund-request', 'order-support']);
	await expect.element(header).toHaveAttribute('aria-sort', 'ascending');
});

test('figures of a column share their decimals, the unit stands in the header', async () => {
	await render(DataTable<Row>, props);
	expect(cells().map((row) => row[2])).toEqual(['12.50', '–not known', '0.42']);
});

test('the keyboard reaches the box, every header and every row', async () => {
	const rowHref = ({ task }: Row) => `#${task}`;
	await render(DataTable<Row>, { ...props, rowHref });
	const reached: string[] = [];
	for (let i = 0; i < 7; i++) {
		await userEvent.tab();
		const at = document.activeElement;
		reached.push(at?.getAttribute('role') ?? at?.textContent?.trim() ?? '');
	}
	expect(reached).toEqual([
		'region',
		'Task',
		'Runs',
		'Cost, USD',
		'refund-request',
		'order-support',
		'invoice-coding'
	]);
	await userEvent.tab({ shift: true });
	await userEvent.tab({ shift: true });
	await userEvent.tab({ shift: true });
	await userEvent.keyboard('{Enter}');
	expect(names()).toEqual(['refund-request', 'invoice-coding', 'order-support']);
});

test('with addresses for sorting the headers are links and the rows stay as they came', async () => {
	const screen = await render(DataTable<Row>, {
		...props,
		sort: { key: 'runs', direction: 'desc' },
		sortHref: ({ key, direction }) => `#${key}-${direction}`
	});
	await expect
		.element(screen.getByRole('link', { name: 'Runs' }))
		.toHaveAttribute('href', '#runs-asc');
	await expect
		.element(screen.getByRole('link', { name: 'Cost, USD' }))
		.toHaveAttribute('href', '#cost-desc');
	expect(names()).toEqual(rows.map(({ task }) => task));
});

test('totals stand under the rows: 900 + 2,810 + 1,325 = 5,035', async () => {
	await render(DataTable<Row>, { ...props, totals: { task: '', runs: 5035, cost: 12.92 } });
	const total = [...document.querySelectorAll('tfoot tr > *')].map((cell) => cell.textContent);
	expect(total.map((text) => text?.trim())).toEqual(['Total', '5,035', '12.92']);
});

test('a phone keeps three columns and unfolds the rest of a row', async () => {
	await page.viewport(390, 800);
	const more: Column<Row> = { key: 'note', label: 'Note', value: () => 'checked' };
	const screen = await render(DataTable<Row>, { ...props, columns: [...columns, more] });
	await expect.element(screen.getByRole('columnheader', { name: 'Note' })).not.toBeInTheDocument();
	await screen.getByRole('button', { name: 'More of this row' }).first().click();
	const unfolded = document.querySelector<HTMLElement>('tr.more');
	expect(unfolded?.innerText).toContain('checked');
	expect(unfolded?.getBoundingClientRect().height).toBeGreaterThan(20);
});
