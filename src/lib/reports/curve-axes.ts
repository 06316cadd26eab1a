import { format, unitLabel } from '../format.ts';
import type { CurveAxis, CurveChart } from './document.ts';

/** An axis with round ends that hold all its points and zero, and the figures written along it. */
export interface DrawnAxis {
	low: number;
	high: number;
	ticks: { at: number; text: string }[];
}

/** Both axes of a chart, from zero. */
export const axesOf = ({ x, y, lines }: CurveChart): { x: DrawnAxis; y: DrawnAxis } => {
	const points = lines.flatMap((line) => line.points);
	return {
		x: axisOf(
			x,
			points.map((point) => point.x)
		),
		y: axisOf(
			y,
			points.map((point) => point.y)
		)
	};
};

/** At most so many steps from end to end. */
const STEPS = 4;

function axisOf({ unit }: CurveAxis, values: readonly number[]): DrawnAxis {
	const least = Math.min(0, ...values);
	const most = Math.max(0, ...values);
	const step = roundStep((most - least || 1) / STEPS);
	const from = Math.floor(least / step + 1e-9);
	const to = Math.max(from + 1, Math.ceil(most / step - 1e-9));
	const ticks = Array.from({ length: to - from + 1 }, (_, at) => {
		const value = (from + at) * step;
		return { at: value, text: format(value, unit, { surface: 'axis' }) };
	});
	return { low: from * step, high: to * step, ticks };
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
function roundStep(rough: number): number {
	const power = 10 ** Math.floor(Math.log10(rough));
	const times = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10;
	return times * power;
}

/** What an axis measures, with its unit. */
export const axisName = ({ label, unit }: CurveAxis): string =>
	unit === 'ratio' ? label : `${label}, ${unitLabel(unit)}`;

/** Where a figure stands on an axis, 0 to 1. */
export const placeOn = ({ low, high }: DrawnAxis, value: number): number =>
	(value - low) / (high - low);

/** The points of a chart as a table. */
export const curveTable = ({ title, x, y, lines }: CurveChart) => {
	const column = ({ label, unit }: CurveAxis) => ({
		label,
		unit,
		isRange: false,
		sums: false,
		decimals: null
	});
	const named = lines.length > 1;
	return {
		caption: title,
		columns: [...(named ? [{ ...column(x), label: '', unit: null }] : []), column(x), column(y)],
		rows: lines.flatMap(({ name, points }) =>
			points.map((point) => [...(named ? [name] : []), point.x, point.y])
		)
	};
};
