import type { Chart } from 'chart.js';
import { formatParts } from '#lib/format.ts';
import type { ChartDescription } from './chart-description.ts';
import { colourOf } from './chart-datasets.ts';
import type { ChartLook } from './chart-look.ts';

interface Labelling {
	chart: ChartDescription;
	look: ChartLook;
}

const apart = 14;

/** Names of lines at their right ends, kept apart. */
export function endLabels(plot: Chart, { chart, look }: Labelling) {
	const { ctx, chartArea } = plot;
	const labels = chart.series.flatMap((series, s) => {
		const last = series.points.findLastIndex(({ y }) => y !== null);
		const element = plot.getDatasetMeta(s).data[last];
		if (!element) return [];
		return [{ text: series.label, y: element.y, colour: look.colour(colourOf(series, chart)) }];
	});
	spread(labels, chartArea.top, chartArea.bottom);
	type(ctx, look);
	for (const { text, y, colour } of labels) {
		ctx.fillStyle = colour;
		ctx.fillRect(chartArea.right + 8, y - 1, 8, 2);
		ctx.fillStyle = look.ink;
		ctx.fillText(text, chartArea.right + 20, y);
	}
}

/** Room that end labels take at the right, in px. */
export function endLabelWidth(
	ctx: CanvasRenderingContext2D,
	chart: ChartDescription,
	look: ChartLook
): number {
	type(ctx, look);
	return 24 + Math.max(0, ...chart.series.map(({ label }) => ctx.measureText(label).width));
}

/** Each bar's value beyond its end, whisker included. */
export function barLabels(plot: Chart, { chart, look }: Labelling) {
	const { ctx, scales } = plot;
	const scale = chart.horizontal ? scales.x : scales.y;
	type(ctx, look);
	chart.series.forEach((series, s) => {
		series.points.forEach((point, i) => {
			const element = plot.getDatasetMeta(s).data[i];
			if (!element || !scale) return;
			const value = point.y === null ? null : point.y - (point.base ?? 0);
			const text = formatParts(value, chart.y.unit ?? 'count', {
				precision: chart.precision
			}).figure;
			const ends = [point.y, point.high ?? null, point.base ?? null].filter((end) => end !== null);
			const end = scale.getPixelForValue(Math.max(0, ...ends));
			ctx.fillStyle = value === null ? look.ink2 : look.ink;
			if (chart.horizontal) ctx.fillText(text, end + 8, element.y);
			else ctx.fillText(text, element.x - ctx.measureText(text).width / 2, end - 9);
		});
	});
}

interface Box {
	left: number;
	top: number;
	width: number;
	height: number;
}

/** Names of scatter points beside them where there is room; a name that would cover something is left to the tooltip. */
export function pointLabels(plot: Chart, { chart, look }: Labelling) {
	const { ctx, chartArea } = plot;
	type(ctx, look);
	const points = chart.series.flatMap((series, s) =>
		series.points.flatMap((point, i) => {
			const at = plot.getDatasetMeta(s).data[i];
			return at && point.y !== null && point.label ? [{ text: point.label, x: at.x, y: at.y }] : [];
		})
	);
	const taken: Box[] = points.map(({ x, y }) => ({
		left: x - 6,
		top: y - 6,
		width: 12,
		height: 12
	}));
	ctx.lineWidth = 3;
	ctx.lineJoin = 'round';
	for (const { text, x, y } of points) {
		const width = ctx.measureText(text).width;
		const places = [
			[x + 7, y + 12],
			[x - 7 - width, y - 12],
			[x + 7, y - 12],
			[x - 7 - width, y + 12],
			[x - width / 2, y + 18],
			[x - width / 2, y - 18]
		] as const;
		const boxes = places.map(([left, middle]) => ({ left, top: middle - 7, width, height: 14 }));
		const free = boxes.find(
			(box) =>
				box.left >= chartArea.left &&
				box.top >= chartArea.top &&
				box.left + box.width <= plot.width &&
				box.top + box.height <= chartArea.bottom &&
				!taken.some((other) => overlap(box, other))
		);
		if (!free) continue;
		taken.push(free);
		ctx.strokeStyle = look.paper;
		ctx.strokeText(text, free.left, free.top + 7);
		ctx.fillStyle = look.ink;
		ctx.fillText(text, free.left, free.top + 7);
	}
}

const overlap = (a: Box, b: Box) =>
	a.left < b.left + b.width &&
	b.left < a.left + a.width &&
	a.top < b.top + b.height &&
	b.top < a.top + a.height;

/** Pushes labels down, then up again from the floor, until neighbours are a line apart. */
function spread(labels: { y: number }[], top: number, bottom: number) {
	labels.sort((a, b) => a.y - b.y);
	let floor = top;
	for (const label of labels) {
		label.y = Math.max(label.y, floor);
		floor = label.y + apart;
	}
	let ceiling = bottom;
	for (const label of labels.toReversed()) {
		label.y = Math.min(label.y, ceiling);
		ceiling = label.y - apart;
	}
}

function type(ctx: CanvasRenderingContext2D, look: ChartLook) {
	ctx.font = `${look.font.size}px ${look.font.family}`;
	ctx.textAlign = 'left';
	ctx.textBaseline = 'middle';
}
