import type { ScaleOptionsByType } from 'chart.js';
import { format } from '#lib/format.ts';
import type { ChartAxis, ChartDescription } from './chart-description.ts';
import type { ChartLook } from './chart-look.ts';
import { axisTitle } from './chart-table.ts';
import { categories, extent, stackedExtent, xNumber } from './chart-values.ts';
import { timeTicks } from './time-ticks.ts';

/** The part of a scale that ticks are made from. */
type Ticking = { min: number; max: number; width: number; ticks: { value: number }[] };
type ScaleOptions = Partial<ScaleOptionsByType<'linear' | 'logarithmic' | 'category'>>;

/** Options of both axes; times are a linear axis with ticks of our own, in the zone asked for. */
export function scalesOf(
	chart: ChartDescription,
	look: ChartLook,
	timeZone: string
): Record<'x' | 'y', ScaleOptions> {
	const names = categories(chart);
	const across = indexScale(chart, look, names, timeZone);
	const up = valueScale(chart, 'y', look, names);
	return chart.horizontal ? { x: up, y: across } : { x: across, y: up };
}

function indexScale(
	chart: ChartDescription,
	look: ChartLook,
	names: readonly string[],
	timeZone: string
): ScaleOptions {
	const stacked = chart.kind === 'stacked-bar';
	if (chart.x.kind === 'category') {
		return {
			...frame(chart.x, look, chart.horizontal ? 'none' : 'x', false),
			type: 'category',
			labels: [...names],
			stacked,
			offset: chart.kind.includes('bar')
		} as ScaleOptions;
	}
	if (chart.x.kind === 'time') {
		const { min, max } = timeBounds(chart, names);
		let built: { at: number; label: string }[] = [];
		const common = frame(chart.x, look, 'x', false);
		return {
			...common,
			type: 'linear',
			stacked,
			min,
			max,
			afterBuildTicks: (scale: Ticking) => {
				built = timeTicks(min, max, Math.max(2, Math.floor(scale.width / 72)), timeZone);
				scale.ticks = built.map(({ at }) => ({ value: at }));
			},
			ticks: {
				...common.ticks,
				autoSkip: false,
				callback: (value: string | number) => built.find(({ at }) => at === value)?.label ?? ''
			}
		} as unknown as ScaleOptions;
	}
	return valueScale(chart, 'x', look, names);
}

function valueScale(
	chart: ChartDescription,
	name: 'x' | 'y',
	look: ChartLook,
	names: readonly string[]
): ScaleOptions {
	const axis = chart[name];
	const stacked = chart.kind === 'stacked-bar' || chart.kind === 'area';
	const range = extent(chart, name, names);
	const place = (name === 'y') === !chart.horizontal ? 'y' : 'x';
	const common = frame(axis, look, place, true);
	if (axis.log) {
		const [min, max] = logBounds(axis, range);
		return {
			...common,
			type: 'logarithmic',
			min,
			max,
			afterBuildTicks: (scale: Ticking) =>
				(scale.ticks = logTicks(scale.min, scale.max).map((value) => ({ value })))
		} as unknown as ScaleOptions;
	}
	const sum = stacked && name === 'y' ? stackedExtent(chart) : null;
	return {
		...common,
		type: 'linear',
		stacked: stacked && name === 'y',
		min: axis.min,
		max: axis.max,
		suggestedMin: Math.min(axis.min ?? 0, sum?.low ?? range?.low ?? 0),
		suggestedMax: Math.max(sum?.high ?? 0, range?.high ?? 0, axis.min ?? 0)
	} as ScaleOptions;
}

function frame(axis: ChartAxis, look: ChartLook, place: 'x' | 'y' | 'none', grid: boolean) {
	return {
		// The title of the upward axis is set level, over the plot, by the painter.
		title: {
			display: place === 'x' && axis.kind !== 'time' && axis.title !== '',
			text: axisTitle(axis),
			align: 'end' as const,
			color: look.ink2,
			font: look.font,
			padding: { top: 2, bottom: 0 }
		},
		border: { display: false },
		// Bars would shift numbers by half a step: only categories stand between ticks.
		offset: false,
		grid: { display: grid, color: look.hairline, drawTicks: false, offset: false },
		ticks: {
			color: look.ink2,
			font: look.font,
			padding: 6,
			maxRotation: 0,
			autoSkipPadding: 12,
			maxTicksLimit: 6,
			...(axis.kind === 'category'
				? { autoSkip: place !== 'none' }
				: {
						callback: (value: string | number) =>
							format(Number(value), axis.unit ?? 'count', { surface: 'axis' })
					})
		}
	};
}

/** Bars need half a step of air at both ends. */
function timeBounds(chart: ChartDescription, names: readonly string[]) {
	const { low, high } = extent(chart, 'x', names) ?? { low: 0, high: 1 };
	if (!chart.kind.includes('bar')) return { min: low, max: high > low ? high : low + 1 };
	const at = [
		...new Set(chart.series.flatMap(({ points }) => points.map((p) => xNumber(p.x, chart, names))))
	].sort((a, b) => a - b);
	const gaps = at.slice(1).map((value, i) => value - (at[i] ?? 0));
	const half = (gaps.length ? Math.min(...gaps) : 86_400_000) / 2;
	return { min: low - half, max: high + half };
}

function logBounds(axis: ChartAxis, range: { low: number; high: number } | null): [number, number] {
	const { low, high } = range ?? { low: 1, high: 10 };
	const power = (value: number) => 10 ** Math.floor(Math.log10(value));
	const under = [5, 2, 1].map((digit) => digit * power(low)).find((end) => end <= low * 0.95);
	const over = [1, 2, 5, 10].map((digit) => digit * power(high)).find((end) => end >= high * 1.05);
	return [axis.min ?? under ?? power(low) / 2, axis.max ?? over ?? power(high) * 10];
}

/** Powers of ten; with fewer than three of them also 2 and 5. */
function logTicks(min: number, max: number): number[] {
	const first = Math.floor(Math.log10(min));
	const powers = Array.from(
		{ length: Math.ceil(Math.log10(max)) - first + 1 },
		(_, i) => first + i
	);
	const inside = (values: number[]) =>
		values.filter((value) => value >= min * 0.999 && value <= max * 1.001);
	const tens = inside(powers.map((power) => 10 ** power));
	if (tens.length >= 3) return tens;
	return inside(powers.flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power)));
}
