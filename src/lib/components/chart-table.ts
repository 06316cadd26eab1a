import {
	columnPrecision,
	format,
	formatDate,
	formatDateTime,
	formatRange,
	unitLabel
} from '#lib/format.ts';
import { milliseconds, zoneOffset } from '#lib/time-text.ts';
import type { ChartAxis, ChartDescription, ChartPoint, ChartSeries } from './chart-description.ts';

/** One cell of the table twin: as written, and as the CSV carries it. */
export interface TwinCell {
	text: string;
	raw: string | number | null;
	figure: boolean;
}

/** The chart as a table: every point it draws. */
export interface Twin {
	head: { text: string; figure: boolean }[];
	rows: { href: string | null; cells: TwinCell[] }[];
}

/** What a pointer or an arrow key reads out of one point. */
export interface PointText {
	heading: string;
	value: string;
	details: string[];
}

/** Title of an axis with its unit, and that it is logarithmic. */
export function axisTitle({ title, unit, log }: ChartAxis): string {
	const word = unit ? unitLabel(unit) : '';
	const named = word && !title.endsWith(word) ? `${title}, ${word}` : title;
	return log ? `${named} (logarithmic)` : named;
}

/** Where a point stands on the x axis, in words. */
export function xText({ x: axis }: ChartDescription, point: ChartPoint, timeZone: string): string {
	if (point.period) return point.period;
	if (axis.kind === 'time') return momentText(point.x, timeZone);
	if (typeof point.x === 'string' || axis.kind === 'category') return String(point.x);
	return axis.unit ? format(point.x, axis.unit, { surface: 'full' }) : format(point.x, 'score');
}

/** The exact value, its interval, n and period. */
export function pointText(
	chart: ChartDescription,
	series: ChartSeries,
	point: ChartPoint,
	timeZone: string
): PointText {
	const unit = chart.y.unit ?? 'score';
	const { low = null, high = null, n = null } = point;
	const scatter = chart.kind === 'scatter';
	const at = xText(chart, point, timeZone);
	const name = scatter ? (point.label ?? series.label) : series.label;
	const floats = point.base !== undefined && point.y !== null;
	const value = floats ? (point.y ?? 0) - (point.base ?? 0) : point.y;
	return {
		heading: scatter || chart.series.length === 1 ? (scatter ? name : at) : `${name}, ${at}`,
		value: format(value, unit, { surface: 'full' }),
		details: [
			scatter ? `${chart.x.title} ${at}` : '',
			low !== null && high !== null
				? `${formatRange(low, high, unit)} (${chart.level ?? '95 %'})`
				: '',
			n !== null ? `n = ${format(n, 'count', { surface: 'table' })}` : ''
		].filter(Boolean)
	};
}

/** Every value of the chart: a row per x, or per point of a scatter. */
export function twin(chart: ChartDescription, timeZone: string): Twin {
	return chart.kind === 'scatter' ? scatterTwin(chart, timeZone) : seriesTwin(chart, timeZone);
}

/** The twin as CSV (RFC 4180) with unrounded numbers; unknown is empty. */
export function csvOf({ head, rows }: Twin): string {
	const lines = [
		head.map(({ text }) => text),
		...rows.map(({ cells }) => cells.map(({ raw }) => raw ?? ''))
	];
	return lines.map((cells) => cells.map(quoted).join(',')).join('\r\n') + '\r\n';
}

function seriesTwin(chart: ChartDescription, timeZone: string): Twin {
	const decimals = chart.series.map((series) => precisionOf(chart, [series]));
	const at = new Map<string | number, Map<number, ChartPoint>>();
	chart.series.forEach((series, i) => {
		for (const point of series.points) {
			const key = chart.x.kind === 'time' ? milliseconds(point.x) : point.x;
			at.set(key, (at.get(key) ?? new Map<number, ChartPoint>()).set(i, point));
		}
	});
	const has = chart.series.map(({ points }) => ({
		interval: points.some(({ low, high }) => low != null && high != null),
		n: points.some(({ n }) => n != null)
	}));
	const keys = [...at.keys()];
	if (chart.x.kind !== 'category') keys.sort((a, b) => Number(a) - Number(b));
	const alone = chart.series.length === 1;
	const head = [
		{ text: axisTitle({ ...chart.x, log: false }), figure: chart.x.kind === 'number' },
		...chart.series.flatMap(({ label, extra = [] }, i) => [
			{
				text: alone ? axisTitle({ ...chart.y, log: false }) : withUnit(label, chart.y),
				figure: true
			},
			...(has[i]?.interval
				? [{ text: `${alone ? '' : `${label}, `}${chart.level ?? '95 %'} from`, figure: true }]
				: []),
			...(has[i]?.interval ? [{ text: 'to', figure: true }] : []),
			...(has[i]?.n ? [{ text: 'n', figure: true }] : []),
			...extra.map((one) => ({ text: withUnit(one.label, one), figure: true }))
		])
	];
	const rows = keys.map((key) => {
		const points = at.get(key) ?? new Map<number, ChartPoint>();
		const [some] = points.values();
		const x =
			typeof key === 'number' && chart.x.kind === 'time' ? new Date(key).toISOString() : key;
		return {
			href: [...points.values()].find(({ href }) => href)?.href ?? null,
			cells: [
				{
					text: some ? xText(chart, some, timeZone) : String(key),
					raw: x,
					figure: head[0]?.figure ?? false
				},
				...chart.series.flatMap(({ extra = [] }, i) => {
					const point = points.get(i);
					const floats = point?.base !== undefined && point.y !== null;
					const value = floats ? (point.y ?? 0) - (point.base ?? 0) : (point?.y ?? null);
					return [
						cell(value, chart.y, decimals[i]),
						...(has[i]?.interval ? [cell(point?.low ?? null, chart.y, decimals[i])] : []),
						...(has[i]?.interval ? [cell(point?.high ?? null, chart.y, decimals[i])] : []),
						...(has[i]?.n ? [cell(point?.n ?? null, { unit: 'count' })] : []),
						...extra.map(({ unit }, k) => cell(point?.extra?.[k] ?? null, { unit }))
					];
				})
			]
		};
	});
	return { head, rows };
}

function scatterTwin(chart: ChartDescription, timeZone: string): Twin {
	const all = chart.series.flatMap((series) => series.points.map((point) => ({ series, point })));
	const decimals = precisionOf(chart, chart.series);
	const interval = all.some(({ point }) => point.low != null && point.high != null);
	const counted = all.some(({ point }) => point.n != null);
	const x = { ...chart.x, log: false };
	const y = { ...chart.y, log: false };
	const figures = (text: string) => ({ text, figure: true });
	return {
		head: [
			{ text: 'Series', figure: false },
			figures(axisTitle(x)),
			figures(axisTitle(y)),
			...(interval ? [figures(`${chart.level ?? '95 %'} from`), figures('to')] : []),
			...(counted ? [figures('n')] : [])
		],
		rows: all.map(({ series, point }) => ({
			href: point.href ?? null,
			cells: [
				{ text: point.label ?? series.label, raw: point.label ?? series.label, figure: false },
				typeof point.x === 'number' && chart.x.kind !== 'time'
					? cell(point.x, x)
					: { text: xText(chart, point, timeZone), raw: point.x, figure: false },
				cell(point.y, y, decimals),
				...(interval
					? [cell(point.low ?? null, y, decimals), cell(point.high ?? null, y, decimals)]
					: []),
				...(counted ? [cell(point.n ?? null, { unit: 'count' })] : [])
			]
		}))
	};
}

/** One number of decimals for a column, that of its values. */
function precisionOf(chart: ChartDescription, series: readonly ChartSeries[]): number | undefined {
	const values = series.flatMap(({ points }) => points.map(({ y }) => y));
	return chart.precision ?? columnPrecision(values, chart.y.unit ?? 'score');
}

function cell(value: number | null, axis: Pick<ChartAxis, 'unit'>, precision?: number): TwinCell {
	const text = format(value, axis.unit ?? 'score', { surface: 'table', precision });
	return { text, raw: value, figure: true };
}

function withUnit(label: string, { unit }: Pick<ChartAxis, 'unit'>): string {
	return unit && unitLabel(unit) ? `${label}, ${unitLabel(unit)}` : label;
}

function momentText(at: string | number, timeZone: string): string {
	const ms = milliseconds(at);
	const midnight = (ms + zoneOffset(ms, timeZone)) % 86_400_000 === 0;
	return midnight ? formatDate(ms, timeZone) : formatDateTime(ms, timeZone);
}

function quoted(value: string | number): string {
	const text = String(value);
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
