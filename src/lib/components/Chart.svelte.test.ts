import { Chart as Library } from 'chart.js';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';
import '../../app.css';
import Chart from './Chart.svelte';
import type { ChartDescription } from './chart-description.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 2);

/** One line of costs by day; null is a day without runs. */
function costs(values: (number | null)[]): ChartDescription {
	return {
		kind: 'line',
		x: { title: 'Day', unit: null, kind: 'time' },
		y: { title: 'Cost per run', unit: 'usd' },
		series: [
			{
				key: 'refund-request',
				label: 'refund-request',
				points: values.map((y, i) => ({
					x: start + i * day,
					y,
					low: y === null ? null : y * 0.8,
					high: y === null ? null : y * 1.25,
					n: 40,
					href: `#day-${i + 1}`
				}))
			}
		]
	};
}

const canvas = () => document.querySelector('canvas');
const instance = () => Library.getChart(canvas() ?? '');
const drawn = () => vi.waitFor(() => expect(instance()).toBeDefined());

beforeEach(async () => {
	await page.viewport(1280, 800);
	document.documentElement.classList.remove('dark');
	location.hash = '';
});

describe('one picture', () => {
	test('new data, and dark instead of light, redraw the same instance', async () => {
		const screen = await render(Chart, { finding: 'Costs fell', chart: costs([0.4, 0.3]) });
		await drawn();
		const first = instance();
		const light = first?.data.datasets[0]?.borderColor;

		await screen.rerender({ chart: costs([0.4, 0.3, 0.2]) });
		await vi.waitFor(() => expect(instance()?.data.datasets[0]?.data).toHaveLength(3));
		document.documentElement.classList.add('dark');
		await vi.waitFor(() => expect(instance()?.data.datasets[0]?.borderColor).not.toBe(light));

		expect(instance()?.id).toBe(first?.id);
		expect(Object.keys(Library.instances)).toHaveLength(1);
	});

	test('it leaves nothing behind when it goes', async () => {
		const screen = await render(Chart, { finding: 'Costs fell', chart: costs([0.4]) });
		await drawn();
		await screen.unmount();
		expect(Object.keys(Library.instances)).toHaveLength(0);
	});

	test('a day without runs is a gap, not zero', async () => {
		await render(Chart, { finding: 'Costs fell', chart: costs([0.4, null, 0.2]) });
		await drawn();
		const data = instance()?.data.datasets[0]?.data as { y: number | null }[];
		expect(data.map(({ y }) => y)).toEqual([0.4, null, 0.2]);
	});
});

describe('the table twin', () => {
	test('has every point: 40 days are 40 rows of value, interval and n', async () => {
		const values = Array.from({ length: 40 }, (_, i) => (i === 7 ? null : 0.1 + i / 100));
		const screen = await render(Chart, { finding: 'Costs rose', chart: costs(values) });
		await screen.getByRole('button', { name: 'Show as table' }).click();
		const rows = [...document.querySelectorAll('.twin tbody tr')].map((row) =>
			[...row.children].map((cell) => cell.textContent)
		);
		expect(rows).toHaveLength(40);
		expect(rows[0]).toEqual(['2 Nov 2026', '0.10', '0.08', '0.13', '40']);
		expect(rows[7]).toEqual(['9 Nov 2026', '–', '–', '–', '40']);
		expect(rows[39]?.slice(0, 2)).toEqual(['11 Dec 2026', '0.49']);
	});

	test('is in the page before anybody asks, for readers without scripts', async () => {
		await render(Chart, { finding: 'Costs fell', chart: costs([0.4, 0.3]) });
		expect(document.querySelectorAll('.twin tbody tr')).toHaveLength(2);
	});
});

describe('reading it', () => {
	test('arrow keys read the points out, Enter opens the runs, Escape lets go', async () => {
		const screen = await render(Chart, { finding: 'Costs fell', chart: costs([0.4, null, 0.2]) });
		await drawn();
		screen.getByRole('group', { name: /Plot/ }).element().focus();
		await userEvent.keyboard('{ArrowRight}');
		const status = screen.getByRole('status');
		await expect
			.element(status)
			.toHaveTextContent('2 Nov 2026, 0.40 USD, 0.32 to 0.50 (95 %), n = 40');

		await userEvent.keyboard('{ArrowRight}');
		await expect.element(status).toHaveTextContent(/^4 Nov 2026, 0.20 USD/);
		expect(document.querySelector('.tip')?.textContent).toContain('0.20 USD');

		await userEvent.keyboard('{Enter}');
		expect(location.hash).toBe('#day-3');
		await userEvent.keyboard('{Escape}');
		await vi.waitFor(() => expect(document.querySelector('.tip')).toBeNull());
	});

	test('the legend shows one series alone and then all again', async () => {
		const chart: ChartDescription = {
			kind: 'stacked-bar',
			x: { title: 'Task', unit: null, kind: 'category' },
			y: { title: 'Spend', unit: 'usd' },
			series: ['model', 'review'].map((key, i) => ({
				key,
				label: key,
				colour: `--cost-${key}`,
				points: [{ x: 'refunds', y: i + 1 }]
			}))
		};
		const screen = await render(Chart, { finding: 'Review costs more', chart });
		await drawn();
		const counts = () => instance()?.data.datasets.map(({ data }) => data.length);
		await screen.getByRole('button', { name: 'review', exact: true }).click();
		await vi.waitFor(() => expect(counts()).toEqual([0, 1]));
		await screen.getByRole('button', { name: 'review', exact: true }).click();
		await vi.waitFor(() => expect(counts()).toEqual([1, 1]));
	});

	test('nothing to draw says why instead of an empty box', async () => {
		const screen = await render(Chart, {
			finding: 'No drift was measured',
			chart: costs([null]),
			emptyReason: 'Drift needs outcomes of two periods.'
		});
		await expect.element(screen.getByText('Drift needs outcomes of two periods.')).toBeVisible();
		expect(canvas()).toBeNull();
	});
});
