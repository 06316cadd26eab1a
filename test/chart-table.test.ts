import { describe, expect, it } from 'vitest';
import type { ChartDescription } from '#lib/components/chart-description.ts';
import { csvOf, pointText, twin } from '#lib/components/chart-table.ts';

const chart: ChartDescription = {
	kind: 'bar',
	x: { title: 'Input', unit: null, kind: 'category' },
	y: { title: 'Net benefit', unit: 'usd' },
	level: '90 %',
	series: [
		{
			key: 'swing',
			label: 'Swing',
			extra: [{ label: 'Rank correlation', unit: 'score' }],
			points: [
				{ x: 'Minutes', y: 30, low: 20, high: 45, extra: [-0.5] },
				{ x: 'Wage', y: 10, low: 5, high: 15 }
			]
		}
	]
};

describe('the table twin of a chart', () => {
	it('says which interval is drawn: a band of nine in ten is no 95 %', () => {
		expect(twin(chart, 'UTC').head.map(({ text }) => text)).toEqual([
			'Input',
			'Net benefit, USD',
			'90 % from',
			'to',
			'Rank correlation'
		]);
		const [series] = chart.series;
		const [point] = series?.points ?? [];
		expect(series && point && pointText(chart, series, point, 'UTC').details).toContain(
			'20 to 45 (90 %)'
		);
	});

	it('carries figures that are not drawn; where a point has none the cell is empty', () => {
		expect(csvOf(twin(chart, 'UTC')).split('\r\n').slice(1, 3)).toEqual([
			'Minutes,30,20,45,-0.5',
			'Wage,10,5,15,'
		]);
	});
});
