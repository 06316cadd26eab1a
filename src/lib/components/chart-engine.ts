import {
	BarController,
	BarElement,
	CategoryScale,
	Chart,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	LogarithmicScale,
	PointElement,
	ScatterController,
	type ChartConfiguration,
	type Element
} from 'chart.js';
import type { ChartDescription } from './chart-description.ts';
import { datasetsOf } from './chart-datasets.ts';
import { endLabelWidth } from './chart-labels.ts';
import { readLook, type ChartLook } from './chart-look.ts';
import { markRows, painter, type Painting } from './chart-paint.ts';
import { scalesOf } from './chart-scales.ts';

Chart.register(
	BarController,
	BarElement,
	CategoryScale,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	LogarithmicScale,
	PointElement,
	ScatterController
);

/** What is drawn now. */
export interface Scene {
	chart: ChartDescription;
	timeZone: string;
	direct: boolean;
	active: Painting['active'];
}

/** A chart on a canvas; `update` redraws the same instance. */
export interface Drawing {
	update(scene: Scene): void;
	/** Redraws with another point in hand. */
	hold(active: Painting['active']): void;
	/** The point nearest to a place on the canvas, in px; null when none is near. */
	nearest(x: number, y: number): Painting['active'];
	/** Where a point stands on the canvas, in px. */
	placeOf(active: NonNullable<Painting['active']>): { x: number; y: number } | null;
	canvas: HTMLCanvasElement;
	destroy(): void;
}

/** Makes the one instance; colours are read from CSS at every update. */
export function drawChart(canvas: HTMLCanvasElement, first: Scene): Drawing {
	let scene = first;
	let look = readLook(canvas);
	const instance = new Chart(canvas, {
		...configuration(scene, look, canvas),
		plugins: [painter(() => ({ ...scene, look }))]
	});
	void canvas.ownerDocument.fonts.ready.then(() => instance.ctx && instance.update('none'));

	return {
		canvas,
		update(next) {
			scene = next;
			look = readLook(canvas);
			const { data, options } = configuration(scene, look, canvas);
			instance.data = data;
			if (options) instance.options = options;
			instance.update('none');
		},
		hold(active) {
			scene = { ...scene, active };
			instance.draw();
		},
		nearest: (x, y) => nearest(instance, scene.chart, x, y),
		placeOf({ series, point }) {
			const element = instance.getDatasetMeta(series)?.data[point];
			return element ? { x: element.x, y: element.y } : null;
		},
		destroy: () => instance.destroy()
	};
}

function configuration(
	scene: Scene,
	look: ChartLook,
	canvas: HTMLCanvasElement
): ChartConfiguration {
	const { chart, timeZone, direct } = scene;
	const ctx = canvas.getContext('2d');
	const beside = chart.labelled && chart.horizontal ? 64 : 6;
	return {
		type: chart.kind.includes('bar') ? 'bar' : chart.kind === 'scatter' ? 'scatter' : 'line',
		data: { datasets: datasetsOf(chart, look) },
		options: {
			animation: false,
			parsing: false,
			normalized: chart.kind !== 'scatter',
			responsive: true,
			maintainAspectRatio: false,
			// At least two, so that paper and the PNG are sharp.
			devicePixelRatio: Math.max(2, canvas.ownerDocument.defaultView?.devicePixelRatio ?? 1),
			events: [],
			indexAxis: chart.horizontal ? 'y' : 'x',
			layout: {
				padding: {
					top: (chart.horizontal ? 0 : 28) + markRows(chart) * 14 + (chart.labelled ? 4 : 0),
					right: direct && ctx ? endLabelWidth(ctx, chart, look) : beside,
					bottom: 0,
					left: 0
				}
			},
			scales: scalesOf(chart, look, timeZone)
		} as ChartConfiguration['options']
	};
}

/** By the index axis first, then the nearest series; a scatter by distance, at most 32 px. */
function nearest(
	instance: Chart,
	chart: ChartDescription,
	x: number,
	y: number
): Painting['active'] {
	const scatter = chart.kind === 'scatter';
	let best: Painting['active'] = null;
	let least = scatter ? 32 ** 2 : Infinity;
	chart.series.forEach((series, s) => {
		const { data } = instance.getDatasetMeta(s);
		series.points.forEach((point, i) => {
			const element = data[i];
			if (!element || point.y === null) return;
			const [dx, dy] = [element.x - x, element.y - y];
			// Along the index axis a pixel weighs as much as a thousand across it.
			const along = chart.horizontal ? dy : dx;
			const across = chart.horizontal ? dx : dy;
			const inside = within(element, chart.horizontal ? x : y, chart.horizontal ?? false);
			const distance = scatter
				? dx ** 2 + dy ** 2
				: (along * 1000) ** 2 + (inside ? 0 : across ** 2);
			if (distance < least) {
				least = distance;
				best = { series: s, point: i };
			}
		});
	});
	return best;
}

/** Whether a place on the value axis lies in the bar; lines have no inside. */
function within(element: Element, at: number, horizontal: boolean): boolean {
	if (!(element instanceof BarElement)) return false;
	const { base, x, y } = element.getProps(['base', 'x', 'y'], true);
	const end = horizontal ? x : y;
	if (base === null || end === null) return false;
	return at >= Math.min(base, end) && at <= Math.max(base, end);
}
