import type { ChartDescription } from './chart-description.ts';

/** A point by its place: number of the series, number of the point in it. */
export interface Place {
	series: number;
	point: number;
}

/** Where an arrow key leads: along the points, or to the next series; null for keys that lead nowhere. */
export function moved(chart: ChartDescription, from: Place | null, key: string): Place | null {
	const known = all(chart);
	if (known.length === 0) return null;
	const along = chart.horizontal ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
	const across = chart.horizontal ? ['ArrowLeft', 'ArrowRight'] : ['ArrowDown', 'ArrowUp'];
	const flat = chart.kind === 'scatter' || chart.series.length === 1;
	const step = along.indexOf(key) + (flat && across.includes(key) ? across.indexOf(key) + 1 : 0);
	const inSeries = flat ? known : known.filter(({ series }) => series === (from?.series ?? 0));
	const line = inSeries.length ? inSeries : known;
	const at = line.findIndex((place) => same(place, from));
	if (key === 'Home' || (from === null && [...along, ...across].includes(key)))
		return line[0] ?? null;
	if (key === 'End') return line.at(-1) ?? null;
	if (along.includes(key) || (flat && across.includes(key)))
		return line[Math.min(Math.max(at + (step === 0 ? -1 : 1), 0), line.length - 1)] ?? null;
	if (!across.includes(key) || from === null) return null;
	const turn = across.indexOf(key) === 0 ? 1 : -1;
	const count = chart.series.length;
	for (let i = 1; i <= count; i++) {
		const series = (from.series + turn * i + count * i) % count;
		const there = known.filter((place) => place.series === series);
		const twin = there.find(({ point }) => point >= from.point) ?? there.at(-1);
		if (twin) return twin;
	}
	return from;
}

/** Points that have a value, in reading order; those of a scatter from left to right. */
function all({ kind, series }: ChartDescription): Place[] {
	const places = series.flatMap(({ points }, s) =>
		points.flatMap(({ y }, i) => (y === null ? [] : [{ series: s, point: i }]))
	);
	if (kind !== 'scatter') return places;
	const x = ({ series: s, point }: Place) => Number(series[s]?.points[point]?.x);
	return places.sort((a, b) => x(a) - x(b));
}

const same = (a: Place, b: Place | null) => a.series === b?.series && a.point === b.point;
