import { beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import '../../app.css';
import FilterBar from './FilterBar.svelte';

const props = {
	action: '/runs',
	filters: [
		{
			name: 'task',
			label: 'Task',
			all: 'All tasks',
			values: ['refund-request'],
			options: [
				{ value: 'refund-request', label: 'refund-request', count: 4310 },
				{ value: 'order-support', label: 'order-support', count: 900 }
			]
		}
	],
	period: { from: null, to: null, dataFrom: '2026-08-23', dataTo: '2026-11-20' },
	compare: false,
	keep: [['sort', 'cost']] as const
};

/** What the browser would ask for; the page itself stays. */
const asked = vi.fn();
beforeEach(async () => {
	await page.viewport(1280, 800);
	asked.mockClear();
	document.addEventListener(
		'submit',
		(event) => {
			event.preventDefault();
			const form = event.target as HTMLFormElement;
			const params = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
			asked(`${form.method} ${new URL(form.action).pathname}?${params}`);
		},
		{ once: true }
	);
});

test('a ticked box submits the form by itself; the data range and empty fields stay out of the URL', async () => {
	const screen = await render(FilterBar, props);
	await screen.getByText('refund-request').first().click();
	await screen.getByRole('checkbox', { name: 'order-support' }).click();
	await vi.waitFor(() =>
		expect(asked).toHaveBeenCalledExactlyOnceWith(
			'get /runs?sort=cost&task=refund-request&task=order-support'
		)
	);
});

test('a day inside the data range is submitted, compare too', async () => {
	const screen = await render(FilterBar, props);
	await screen.getByText('23 Aug to 20 Nov 2026').first().click();
	await screen.getByLabelText('From').fill('2026-11-01');
	await screen.getByRole('checkbox', { name: 'Compare' }).click();
	await vi.waitFor(() =>
		expect(asked).toHaveBeenCalledExactlyOnceWith(
			'get /runs?sort=cost&task=refund-request&from=2026-11-01&compare=1'
		)
	);
});

test('the summary says what is chosen; Escape closes the list and gives the focus back', async () => {
	const screen = await render(FilterBar, props);
	const summary = document.querySelector('summary');
	expect(summary?.textContent?.replace(/\s+/g, ' ').trim()).toBe('Task refund-request');
	await screen.getByText('refund-request').first().click();
	screen.getByRole('checkbox', { name: 'order-support' }).element().focus();
	document.activeElement?.dispatchEvent(
		new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })
	);
	expect(summary?.parentElement?.hasAttribute('open')).toBe(false);
	expect(document.activeElement).toBe(summary);
});

test('on a phone the choices are behind one button', async () => {
	await page.viewport(390, 800);
	const screen = await render(FilterBar, props);
	const task = screen.getByText('Task', { exact: true }).first();
	await expect.element(task).not.toBeVisible();
	await screen.getByRole('button', { name: 'Filters 1' }).click();
	await expect.element(task).toBeVisible();
});
