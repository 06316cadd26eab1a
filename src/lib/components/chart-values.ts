import { milliseconds } from '#lib/time-text.ts';
import type { ChartDescription, ChartMark, ChartPoint } from './chart-description.ts';

/** The categories of the x axis in the order they first appear; empty for numbers and times. */
export function categories({ x, series }: ChartDescription): string[] {
	if (x.kind !== 'category') return [];
	return [...new Set(series.flatMap(({ points }) => points.map((point) => String(point.x))))];
}

/** A place on the x axis as the plot counts it: milliseconds, the category's number, or the number. */
export function xNumber(
	x: number | string,
	{ x: axis }: ChartDescription,
	names: readonly string[]
): number {
	if (axis.kind === 'time') return milliseconds(x);
	if (axis.kind === 'category' && typeof x === 'string') return names.indexOf(x);
	return Number(x);
}

/** A value that can be drawn: null on a logarithmic axis when it is not above zero. */
export function drawable(value: number | null | undefined, log = false): number | null {
	return value === null || value === undefined || (log && value <= 0) ? null : value;
}

/** Whether any point has a value. */
export function hasValues({ series, y }: ChartDescription): boolean {
	return series.some(({ points }) => points.some((point) => drawable(point.y, y.log) !== null));
}

/** Lowest and highest of everything that stands on an axis; null when nothing does. */
export function extent(
	chart: ChartDescription,
	axis: 'x' | 'y',
	names: readonly string[]
): { low: number; high: number } | null {
	const { log } = chart[axis];
	const onX = (point: ChartPoint) => [xNumber(point.x, chart, names), point.xLow, point.xHigh];
	const onY = (point: ChartPoint) => [point.y, point.low, point.high, point.base];
	const values = [
		...chart.series.flatMap(({ points }) =>
			points.flatMap((point) => (axis === 'x' ? onX(point) : onY(point)))
		),
		...(chart.marks ?? []).flatMap((mark) => onAxis(mark, chart, axis, names))
	].flatMap((value) => drawable(value, log) ?? []);
	let low = Infinity;
	let high = -Infinity;
	for (const value of values) {
		if (value < low) low = value;
		if (value > high) high = value;
	}
	return values.length ? { low, high } : null;
}

/** Lowest and highest sum of stacked values. */
export function stackedExtent(chart: ChartDescription): { low: number; high: number } {
	const sums = new Map<string | number, { up: number; down: number }>();
	for (const { points } of chart.series)
		for (const { x, y } of points) {
			const sum = sums.get(x) ?? { up: 0, down: 0 };
			if ((y ?? 0) > 0) sum.up += y ?? 0;
			else sum.down += y ?? 0;
			sums.set(x, sum);
		}
	const all = [...sums.values()];
	return {
		low: Math.min(0, ...all.map(({ down }) => down)),
		high: Math.max(0, ...all.map(({ up }) => up))
	};
}

function onAxis(
	mark: ChartMark,
	chart: ChartDescription,
	axis: 'x' | 'y',
	names: readonly string[]
): number[] {
	if ('from' in mark) return [];
	if (mark.axis !== axis) return [];
	return [axis === 'x' ? xNumber(mark.at, chart, names) : Number(mark.at)];
}
