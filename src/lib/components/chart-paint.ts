import type { Chart, Plugin } from 'chart.js';
import type { ChartDescription, ChartMark } from './chart-description.ts';
import { colourOf } from './chart-datasets.ts';
import { faded, type ChartLook } from './chart-look.ts';
import { axisTitle } from './chart-table.ts';
import { categories, drawable, xNumber } from './chart-values.ts';
import { barLabels, endLabels, pointLabels } from './chart-labels.ts';

/** What the painter needs to know of the moment. */
export interface Painting {
	chart: ChartDescription;
	look: ChartLook;
	active: { series: number; point: number } | null;
	/** Names at the ends of lines instead of a legend. */
	direct: boolean;
}

/** Draws what the library does not: bands, whiskers, marked lines, direct labels, the point in hand. */
export function painter(painting: () => Painting): Plugin {
	return {
		id: 'painter',
		beforeDatasetsDraw(chart) {
			clipped(chart, () => bands(chart, painting()));
		},
		afterDatasetsDraw(chart) {
			const now = painting();
			clipped(chart, () => marks(chart, now));
			whiskers(chart, now);
			inHand(chart, now);
			if (now.chart.labelled) (now.chart.kind === 'scatter' ? pointLabels : barLabels)(chart, now);
			if (now.direct) endLabels(chart, now);
			markLabels(chart, now);
			upwardTitle(chart, now);
		}
	};
}

function bands({ ctx, scales: { x, y } }: Chart, { chart, look }: Painting) {
	if (!x || !y || chart.kind === 'scatter' || chart.kind.includes('bar')) return;
	const names = categories(chart);
	for (const series of chart.series) {
		ctx.fillStyle = faded(look.colour(colourOf(series, chart)), 0.18);
		for (const run of withoutGaps(series.points, chart.y.log)) {
			const at = run.map((point) => x.getPixelForValue(xNumber(point.x, chart, names)));
			ctx.beginPath();
			run.forEach((p, i) => ctx.lineTo(at[i] ?? 0, y.getPixelForValue(p.high ?? 0)));
			run
				.toReversed()
				.forEach((p, i) => ctx.lineTo(at[run.length - 1 - i] ?? 0, y.getPixelForValue(p.low ?? 0)));
			ctx.fill();
		}
	}
}

function* withoutGaps<P extends { low?: number | null; high?: number | null }>(
	points: readonly P[],
	log = false
): Generator<P[]> {
	let run: P[] = [];
	for (const point of points) {
		if (drawable(point.low, log) !== null && drawable(point.high, log) !== null) run.push(point);
		else if (run.length) {
			yield run;
			run = [];
		}
	}
	if (run.length) yield run;
}

function whiskers(plot: Chart, { chart, look }: Painting) {
	const { ctx } = plot;
	const { x, y } = plot.scales;
	if (!x || !y || (chart.kind !== 'scatter' && !chart.kind.includes('bar'))) return;
	chart.series.forEach((series, s) => {
		const meta = plot.getDatasetMeta(s);
		ctx.strokeStyle =
			chart.kind === 'scatter' ? faded(look.colour(colourOf(series, chart)), 0.6) : look.ink;
		ctx.lineWidth = 1.25;
		series.points.forEach((point, i) => {
			const element = meta.data[i];
			if (!element || point.y === null) return;
			const value = chart.horizontal ? x : y;
			const low = drawable(point.low, chart.y.log);
			const high = drawable(point.high, chart.y.log);
			const side = chart.horizontal ? element.y : element.x;
			if (low !== null && high !== null)
				whisker(
					ctx,
					!chart.horizontal,
					side,
					value.getPixelForValue(low),
					value.getPixelForValue(high)
				);
			const left = drawable(point.xLow, chart.x.log);
			const right = drawable(point.xHigh, chart.x.log);
			if (left !== null && right !== null)
				whisker(ctx, false, element.y, x.getPixelForValue(left), x.getPixelForValue(right));
		});
	});
}

function whisker(
	ctx: CanvasRenderingContext2D,
	upright: boolean,
	at: number,
	a: number,
	b: number
) {
	const point = (along: number, aside: number): [number, number] =>
		upright ? [at + aside, along] : [along, at + aside];
	ctx.beginPath();
	ctx.moveTo(...point(a, 0));
	ctx.lineTo(...point(b, 0));
	for (const end of [a, b]) {
		ctx.moveTo(...point(end, -3));
		ctx.lineTo(...point(end, 3));
	}
	ctx.stroke();
}

function marks({ ctx, chartArea, scales: { x, y } }: Chart, { chart, look }: Painting) {
	if (!x || !y) return;
	const names = categories(chart);
	for (const mark of chart.marks ?? []) {
		ctx.strokeStyle = mark.colour ? look.colour(mark.colour) : look.ink2;
		ctx.lineWidth = 1;
		ctx.setLineDash('from' in mark ? [4, 3] : [2, 2]);
		ctx.beginPath();
		if ('from' in mark) {
			ctx.moveTo(x.getPixelForValue(mark.from[0]), y.getPixelForValue(mark.from[1]));
			ctx.lineTo(x.getPixelForValue(mark.to[0]), y.getPixelForValue(mark.to[1]));
		} else if ((mark.axis === 'x') === !chart.horizontal) {
			const at = Math.round(x.getPixelForValue(markAt(mark, chart, names))) + 0.5;
			ctx.moveTo(at, chartArea.top);
			ctx.lineTo(at, chartArea.bottom);
		} else {
			const at = Math.round(y.getPixelForValue(markAt(mark, chart, names))) + 0.5;
			ctx.moveTo(chartArea.left, at);
			ctx.lineTo(chartArea.right, at);
		}
		ctx.stroke();
	}
	ctx.setLineDash([]);
}

/** Upright marks are named over the plot in as many rows as keep the names apart; level ones at the right end. */
function markLabels(plot: Chart, { chart, look }: Painting) {
	const { ctx, chartArea, scales } = plot;
	const { x, y } = scales;
	if (!x || !y) return;
	const names = categories(chart);
	const ends: number[] = [];
	write(ctx, look);
	const inOrder = [...(chart.marks ?? [])].sort((a, b) =>
		'at' in a && 'at' in b ? markAt(a, chart, names) - markAt(b, chart, names) : 0
	);
	for (const mark of inOrder) {
		ctx.fillStyle = mark.colour ? look.colour(mark.colour) : look.ink2;
		const width = ctx.measureText(mark.label).width;
		if ('from' in mark) {
			const [fromX, fromY] = [x.getPixelForValue(mark.from[0]), y.getPixelForValue(mark.from[1])];
			const [toX, toY] = [x.getPixelForValue(mark.to[0]), y.getPixelForValue(mark.to[1])];
			ctx.save();
			ctx.translate(fromX + (toX - fromX) * 0.62, fromY + (toY - fromY) * 0.62);
			ctx.rotate(Math.atan2(toY - fromY, toX - fromX));
			ctx.fillText(mark.label, 0, -9);
			ctx.restore();
		} else if ((mark.axis === 'x') === !chart.horizontal) {
			const at = x.getPixelForValue(markAt(mark, chart, names));
			const left = Math.min(Math.max(at - width / 2, chartArea.left), plot.width - width - 2);
			const row = ends.findIndex((end) => left > end + 10);
			const place = row === -1 ? ends.length : row;
			if (place > 2) continue;
			ends[place] = left + width;
			ctx.fillText(mark.label, left, chartArea.top - 9 - place * 14);
		} else {
			const at = y.getPixelForValue(markAt(mark, chart, names));
			ctx.fillText(mark.label, chartArea.right - width, at - 8);
		}
	}
}

/** How many rows of names over the plot its marks may need, at 14 px each. */
export function markRows({ marks = [], horizontal }: ChartDescription): number {
	const upright = marks.filter((mark) => 'axis' in mark && (mark.axis === 'x') === !horizontal);
	return Math.min(upright.length, 3);
}

function inHand(plot: Chart, { chart, look, active }: Painting) {
	const element = active && plot.getDatasetMeta(active.series)?.data[active.point];
	const series = active && chart.series[active.series];
	if (!element || !series) return;
	const { ctx, chartArea } = plot;
	ctx.lineWidth = 1;
	ctx.strokeStyle = look.strong;
	if (chart.kind !== 'scatter' && !chart.horizontal) {
		ctx.beginPath();
		ctx.moveTo(element.x, chartArea.top);
		ctx.lineTo(element.x, chartArea.bottom);
		ctx.stroke();
	}
	ctx.lineWidth = 2;
	ctx.strokeStyle = look.ink;
	ctx.fillStyle = look.colour(series.points[active.point]?.colour ?? colourOf(series, chart));
	ctx.beginPath();
	ctx.arc(element.x, element.y, 5, 0, 2 * Math.PI);
	ctx.fill();
	ctx.stroke();
}

function upwardTitle({ ctx, chartArea }: Chart, { chart, look }: Painting) {
	const axis = chart.horizontal ? chart.x : chart.y;
	if (chart.horizontal && axis.kind === 'category') return;
	write(ctx, look);
	ctx.fillStyle = look.ink2;
	ctx.fillText(axisTitle(axis), 0, chartArea.top - 17 - markRows(chart) * 14);
}

function markAt(
	mark: Extract<ChartMark, { axis: 'x' | 'y' }>,
	chart: ChartDescription,
	names: readonly string[]
): number {
	return mark.axis === 'x' ? xNumber(mark.at, chart, names) : Number(mark.at);
}

function clipped(chart: Chart, draw: () => void) {
	const { ctx, chartArea } = chart;
	ctx.save();
	ctx.beginPath();
	ctx.rect(chartArea.left - 1, chartArea.top, chartArea.width + 2, chartArea.height + 1);
	ctx.clip();
	draw();
	ctx.restore();
}

/** Sets the type for text that starts at its left and is centred on its line. */
export function write(ctx: CanvasRenderingContext2D, look: ChartLook) {
	ctx.font = `${look.font.size}px ${look.font.family}`;
	ctx.textAlign = 'left';
	ctx.textBaseline = 'middle';
}
