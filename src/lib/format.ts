import type { Unit } from '#lib/metrics/metric.ts';
import { abbreviated, between, fixed, magnitude, significant, trimmed } from './number-text.ts';

export { fixed, typed } from './number-text.ts';
export { formatChange, formatShare, roundShares } from './share-text.ts';
export {
	formatBytes,
	formatDate,
	formatDateTime,
	formatDuration,
	formatPeriod,
	formatTick
} from './time-text.ts';

/** Where a figure stands: a tile and prose carry the unit, tables and axes name it in their heading. */
export type Surface = 'tile' | 'table' | 'axis' | 'full' | 'prose';

/** `precision` fixes the decimals of the figure as written (a ratio in prose is written in %). */
export interface FormatOptions {
	surface?: Surface;
	precision?: number;
}

/** A figure and its unit, apart, for setting them in two sizes; the unit may be empty. */
export interface FigureAndUnit {
	figure: string;
	unit: string;
}

/** The text of a number in its unit; null is `unknown` in words and a dash in tables; NaN is refused. */
export function format(
	value: number | null,
	unit: Unit,
	{ surface = 'tile', precision }: FormatOptions = {}
): string {
	if (value === null) return isGrid(surface) ? '–' : 'unknown';
	const parts = formatParts(value, unit, { surface, precision });
	return isGrid(surface) || !parts.unit ? parts.figure : `${parts.figure} ${parts.unit}`;
}

/** The same in two pieces; in tables and axes the unit belongs to the heading (see unitLabel). */
export function formatParts(
	value: number | null,
	unit: Unit,
	{ surface = 'tile', precision }: FormatOptions = {}
): FigureAndUnit {
	if (value === null) return { figure: format(null, unit, { surface }), unit: '' };
	if (!Number.isFinite(value)) throw new RangeError(`cannot write ${value} as ${unit}`);
	if (unit === 'flag') return { figure: value === 0 ? 'no' : 'yes', unit: '' };
	const shown = isPercentage(unit, surface) && unit === 'ratio' ? value * 100 : value;
	const asked = precision === undefined ? null : fixed(shown, precision);
	const vanished = asked !== null && shown !== 0 && !/[1-9]/.test(asked);
	const figure =
		asked !== null && !vanished
			? asked
			: surface === 'full'
				? exact(shown, unit)
				: figureOf(shown, unit, surface);
	return { figure, unit: unitOf(unit, figure, surface) };
}

/** The unit as a heading carries it; empty where the figure needs no word. */
export function unitLabel(unit: Unit): string {
	return headings[unit];
}

/** A range with `to`, both ends rounded alike: `2,900 to 5,300`, `81 to 93 %`; no unit but %. */
export function formatRange(
	low: number | null,
	high: number | null,
	unit: Unit,
	{ surface = 'prose', precision }: FormatOptions = {}
): string {
	if (low === null || high === null) return isGrid(surface) ? '–' : 'unknown';
	const decimals = precision ?? intervalStep(low, high, unit, surface);
	const ends = [low, high].map((end) => stepped(end, unit, surface, decimals));
	const percent = isPercentage(unit, surface) ? ' %' : '';
	return `${ends[0]} to ${ends[1]}${percent}`;
}

/** An estimate with its range: `4,100 USD a month (2,900 to 5,300)`; all three rounded to the width of the range. */
export function formatInterval(
	value: number | null,
	low: number | null,
	high: number | null,
	unit: Unit,
	{ surface = 'prose', precision }: FormatOptions = {}
): string {
	if (value === null) return format(null, unit, { surface });
	if (low === null || high === null) return format(value, unit, { surface, precision });
	const decimals = precision ?? intervalStep(low, high, unit, surface);
	const figure = stepped(value, unit, surface, decimals);
	const word = isGrid(surface) ? '' : unitOf(unit, figure, surface);
	const head = word ? `${figure} ${word}` : figure;
	return `${head} (${formatRange(low, high, unit, { surface, precision: decimals })})`;
}

/** How sure: `92 % sure`, `over 99 % sure`, never 100 %; in tables 0.92. */
export function formatProbability(
	value: number | null,
	{ surface = 'prose' }: { surface?: Surface } = {}
): string {
	if (value === null) return format(null, 'ratio', { surface });
	if (!(value >= 0 && value <= 1)) throw new RangeError(`not a probability: ${value}`);
	if (isGrid(surface)) {
		if (value >= 0.995) return '>0.99';
		return value < 0.005 ? '<0.01' : fixed(value, 2);
	}
	if (value >= 0.995) return 'over 99 % sure';
	return value < 0.005 ? 'under 1 % sure' : `${fixed(value * 100, 0)} % sure`;
}

/** Decimals for a column, so that its figures line up and the smallest keeps two digits (six digits in all). */
export function columnPrecision(
	values: readonly (number | null)[],
	unit: Unit
): number | undefined {
	const sizes = values.flatMap((value) => (value === null || value === 0 ? [] : [Math.abs(value)]));
	if (sizes.length === 0) return undefined;
	if (unit === 'tokens' || (sizes.every(Number.isInteger) && !isMoney(unit))) return 0;
	const least =
		isMoney(unit) || unit === 'count' || unit === 'ratio' ? 2 : unit === 'score' ? 3 : 1;
	const wanted = Math.max(1 - magnitude(Math.min(...sizes)), least);
	const room = Math.max(0, 5 - Math.max(magnitude(Math.max(...sizes)), 0));
	const decimals = Math.min(wanted, room, unit === 'ratio' ? 3 : 6);
	return isMoney(unit) && decimals < 2 ? 0 : decimals;
}

const headings: Record<Unit, string> = {
	count: '',
	usd: 'USD',
	usd_per_month: 'USD a month',
	ratio: '',
	seconds: 's',
	minutes: 'min',
	hours: 'h',
	tokens: 'tokens',
	score: '',
	months: 'months',
	percent: '%',
	flag: ''
};

const isGrid = (surface: Surface) => surface === 'table' || surface === 'axis';
const isMoney = (unit: Unit) => unit === 'usd' || unit === 'usd_per_month';
/** Ratios are percentages but in tables, where a probability reads 0.92. */
const isPercentage = (unit: Unit, surface: Surface) =>
	unit === 'percent' ? !isGrid(surface) : unit === 'ratio' && surface !== 'table';

function unitOf(unit: Unit, figure: string, surface: Surface): string {
	const one = figure === '1';
	if (surface === 'axis' || surface === 'table') return '';
	if (unit === 'ratio') return '%';
	if (unit === 'months') return one ? 'month' : 'months';
	if (surface !== 'prose') return headings[unit];
	if (unit === 'seconds') return one ? 'second' : 'seconds';
	if (unit === 'minutes') return one ? 'minute' : 'minutes';
	if (unit === 'hours') return one ? 'hour' : 'hours';
	return headings[unit];
}

function figureOf(value: number, unit: Unit, surface: Surface): string {
	if (surface === 'axis') return unit === 'ratio' ? `${trimmed(value)} %` : abbreviated(value);
	const size = Math.abs(value);
	if (unit === 'ratio' && surface === 'table') return ratio(value);
	if (unit === 'ratio') return percentage(value);
	if (unit === 'percent') return fixed(value, size < 10 && !Number.isInteger(value) ? 1 : 0);
	if (surface === 'table') return isMoney(unit) ? tableMoney(value) : tableNumber(value, unit);
	if (size >= 999_500) return abbreviated(value);
	if (unit === 'tokens' && size >= 99_950) return `${significant(value / 1000, 3)} k`;
	if (isMoney(unit)) return size >= 1000 ? significant(value, 3) : smallMoney(value, surface);
	return tableNumber(value, unit);
}

/** Cents where they matter; below ten cents two digits, so that 0.000632 does not become 0.00. */
function smallMoney(value: number, surface: Surface): string {
	const size = Math.abs(value);
	if (size === 0) return '0';
	if (size < 0.1) return significant(value, surface === 'prose' ? 2 : 3);
	return fixed(value, size >= (surface === 'prose' ? 10 : 100) ? 0 : 2);
}

function tableMoney(value: number): string {
	const size = Math.abs(value);
	if (size === 0) return '0';
	return size < 0.1 ? significant(value, 3) : fixed(value, size >= 10_000 ? 0 : 2);
}

function tableNumber(value: number, unit: Unit): string {
	const size = Math.abs(value);
	if (unit === 'tokens' || Number.isInteger(value) || size >= 1000) return fixed(value, 0);
	if (unit === 'score') return size < 0.001 ? significant(value, 2) : fixed(value, 3);
	if (size < 1) return significant(value, 2);
	return fixed(value, size < 10 && unit === 'count' ? 2 : size < 100 ? 1 : 0);
}

/** 0 to 1 with two decimals, more near the ends: 0.0042 and 0.996 do not become 0.00 and 1.00. */
function ratio(value: number): string {
	const size = Math.abs(value);
	if (size === 0 || size >= 1) return fixed(value, 2);
	if (size < 0.0001) return value < 0 ? '>−0.0001' : '<0.0001';
	if (size < 0.1) return significant(value, 2);
	return fixed(value, 1 - size < 0.0095 ? Math.min(4, -magnitude(1 - size)) : 2);
}

function percentage(value: number): string {
	const size = Math.abs(value);
	if (size === 0 || size === 100) return fixed(value, 0);
	if (size < 0.01) return value < 0 ? 'over −0.01' : 'under 0.01';
	if (size < 1) return significant(value, 2);
	if (size < 10) return fixed(value, 1);
	if (size > 99.9999 && size < 100) return value < 0 ? 'under −99.9999' : 'over 99.9999';
	return fixed(value, size > 99 && size < 100 ? -magnitude(100 - size) : 0);
}

/** Six digits, and never less than the cents or the ones: more is noise of division. */
function exact(value: number, unit: Unit): string {
	if (value !== 0 && Math.abs(value) < 1e-9)
		return value < 0 ? 'over −0.000000001' : 'under 0.000000001';
	const least = isMoney(unit) && !Number.isInteger(value) ? 2 : 0;
	return between(value, least, Math.min(9, Math.max(least, 5 - magnitude(value))));
}

/** Decimals (negative: powers of ten) at which a range shows two digits of its half-width. */
function intervalStep(low: number, high: number, unit: Unit, surface: Surface): number {
	const scale = unit === 'ratio' && isPercentage(unit, surface) ? 100 : 1;
	const half = (Math.abs(high - low) * scale) / 2;
	const percent = unit === 'ratio' && scale === 100;
	if (half === 0) return isMoney(unit) || (unit === 'ratio' && !percent) ? 2 : 0;
	if (unit === 'ratio') return Math.min(Math.max(-magnitude(half), percent ? 0 : 2), 4);
	const decimals = Math.min(1 - magnitude(half), 9);
	// Cents, unless they would hide the width.
	return isMoney(unit) && decimals > 0 && half >= 0.02 ? 2 : decimals;
}

function stepped(value: number, unit: Unit, surface: Surface, decimals: number): string {
	if (!Number.isFinite(value)) throw new RangeError(`cannot write ${value} as ${unit}`);
	const shown = unit === 'ratio' && isPercentage(unit, surface) ? value * 100 : value;
	if (decimals >= 0) return fixed(shown, decimals);
	const step = 10 ** -decimals;
	const rounded = Math.round(shown / step) * step;
	return Math.abs(rounded) >= 1e6 ? abbreviated(rounded) : fixed(rounded, 0);
}
