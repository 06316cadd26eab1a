import type { ChartDataset } from 'chart.js';
import type { ChartDescription, ChartPoint, ChartSeries } from './chart-description.ts';
import { faded, type ChartLook } from './chart-look.ts';
import { categories, drawable, xNumber } from './chart-values.ts';
import { seriesColour } from './series-colour.ts';

type Dataset = ChartDataset<'line' | 'bar' | 'scatter'>;

/** The CSS property a series is drawn in. */
export function colourOf(series: ChartSeries, { series: all }: ChartDescription): string {
	return (
		series.colour ??
		(all.length === 1
			? '--series-1'
			: seriesColour(
					series.key,
					all.map(({ key }) => key)
				))
	);
}

/** One dataset per series, parsed already; made anew each time because the library marks its data. */
export function datasetsOf(chart: ChartDescription, look: ChartLook): Dataset[] {
	const names = categories(chart);
	return chart.series.map((series) => {
		const colour = look.colour(colourOf(series, chart));
		const own = series.points.map((point) => (point.colour ? look.colour(point.colour) : colour));
		const data = series.points.map((point) => placed(point, chart, names));
		return {
			label: series.label,
			data,
			...(chart.kind.includes('bar')
				? bars(chart, own, look)
				: chart.kind === 'scatter'
					? dots(series, colour, own, look)
					: lines(chart, series, colour))
		} as unknown as Dataset;
	});
}

function placed(point: ChartPoint, chart: ChartDescription, names: readonly string[]) {
	const at = xNumber(point.x, chart, names);
	const value = drawable(point.y, chart.y.log);
	if (point.base !== undefined && value !== null)
		return chart.horizontal
			? { x: [point.base, value], y: names[at] }
			: { x: names[at], y: [point.base, value] };
	return chart.horizontal ? { x: value, y: at } : { x: at, y: value };
}

function bars(chart: ChartDescription, colours: string[], look: ChartLook) {
	const stacked = chart.kind === 'stacked-bar';
	const touching = chart.adjoining ?? false;
	const floats = chart.series.some(({ points }) => points.some(({ base }) => base !== undefined));
	return {
		type: 'bar',
		backgroundColor: colours,
		borderColor: look.paper,
		// A hairline of paper between the parts of a stack: also without colour they are apart.
		borderWidth: stacked
			? { top: 1, right: chart.horizontal ? 1 : 0 }
			: { right: touching ? 1 : 0 },
		borderSkipped: false,
		barPercentage: touching ? 1 : 0.9,
		categoryPercentage: touching ? 1 : stacked || chart.series.length === 1 ? 0.86 : 0.78,
		maxBarThickness: touching ? undefined : chart.horizontal ? 22 : 44,
		...(floats ? { parsing: {} } : {})
	};
}

function lines(chart: ChartDescription, series: ChartSeries, colour: string) {
	const area = chart.kind === 'area';
	return {
		type: 'line',
		borderColor: colour,
		backgroundColor: area ? faded(colour, 0.75) : colour,
		borderWidth: area ? 0 : 1.75,
		borderDash: series.dashed ? [4, 3] : [],
		borderJoinStyle: 'round',
		stepped: chart.kind === 'step' ? 'before' : false,
		fill: area ? 'stack' : false,
		pointRadius: series.dots ? 2.5 : lonely(series) ? 2.5 : 0,
		pointBackgroundColor: colour,
		pointBorderWidth: 0,
		spanGaps: false
	};
}

function dots(series: ChartSeries, colour: string, own: string[], look: ChartLook) {
	return {
		type: 'scatter',
		backgroundColor: own.map((each) => faded(each, series.points.length > 200 ? 0.45 : 0.9)),
		borderColor: series.joined ? colour : look.paper,
		borderWidth: series.joined ? 1.25 : 0.75,
		borderDash: series.dashed ? [4, 3] : [],
		pointBorderColor: look.paper,
		pointBorderWidth: 0.75,
		pointRadius: series.points.length > 200 ? 2.5 : 4.5,
		showLine: series.joined ?? false
	};
}

/** A line through single points between gaps would not be seen at all: every point or none gets a dot. */
function lonely({ points }: ChartSeries): number[] | false {
	const known = (i: number) => (points[i]?.y ?? null) !== null;
	const alone = points.some((_, i) => known(i) && !known(i - 1) && !known(i + 1));
	return alone ? [1] : false;
}
