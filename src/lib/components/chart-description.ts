import type { Unit } from '#lib/metrics/metric.ts';

/** How the points are drawn; `step` holds a value until the next, `area` stacks lines. */
export type ChartKind = 'line' | 'step' | 'area' | 'bar' | 'stacked-bar' | 'scatter';

/** One value with what is known about it; `y: null` is a gap, never zero. */
export interface ChartPoint {
	/** Time axis: milliseconds since 1970 UTC or ISO text. Category axis: the category. Else a number. */
	x: number | string;
	y: number | null;
	/** Interval of y; drawn as a band on lines, a whisker on bars and points. */
	low?: number | null;
	high?: number | null;
	/** Interval of x, for scatter. */
	xLow?: number | null;
	xHigh?: number | null;
	/** Where a floating bar starts; absent means zero. */
	base?: number;
	/** How many rows the value rests on. */
	n?: number | null;
	/** What the point covers, in words: `3 to 9 Nov 2026`. */
	period?: string;
	/** Name of a scatter point. */
	label?: string;
	/** CSS property of this point alone: `--cost-model`. */
	colour?: string;
	/** Figures that the table alone carries, in the order of the series' `extra`. */
	extra?: readonly (number | null)[];
	/** The rows behind the point: click and Enter open it. */
	href?: string | null;
}

/** Points of one thing; colour is the name of a CSS custom property, by default from the stable hash of `key`. */
export interface ChartSeries {
	key: string;
	label: string;
	/** In the order of x. */
	points: readonly ChartPoint[];
	/** e.g. `--cost-model`, `--verdict-automate-fill`, `--ink`. */
	colour?: string;
	/** Dashed: expected, previous period, reference. */
	dashed?: boolean;
	/** Scatter: join the points in order. */
	joined?: boolean;
	/** Lines: a dot at every point. */
	dots?: boolean;
	/** Columns that only the table has; each point brings their figures. */
	extra?: readonly { label: string; unit: Unit }[];
}

/** An axis: a title, and the unit that every figure on it has (null: a bare number or a category). */
export interface ChartAxis {
	title: string;
	unit: Unit | null;
	/** Default `number`. */
	kind?: 'number' | 'time' | 'category';
	/** Logarithmic; the axis title then says so. */
	log?: boolean;
	min?: number;
	max?: number;
}

/** A thin marked line: a release, a price change, an incident, a threshold, a break-even. */
export type ChartMark =
	| { axis: 'x' | 'y'; at: number | string; label: string; colour?: string }
	| {
			from: readonly [number, number];
			to: readonly [number, number];
			label: string;
			colour?: string;
	  };

/** A chart without a library: what is drawn, in which units. */
export interface ChartDescription {
	kind: ChartKind;
	x: ChartAxis;
	y: ChartAxis;
	series: readonly ChartSeries[];
	marks?: readonly ChartMark[];
	/** Bars run to the right, categories downwards. */
	horizontal?: boolean;
	/** Bars touch: a histogram. */
	adjoining?: boolean;
	/** Write each bar's value, or each scatter point's label, beside it. */
	labelled?: boolean;
	/** How much of what is possible the intervals hold; 95 % unless told. */
	level?: '90 %' | '95 %';
	/** Figures in the table, where the axis' unit is not the whole story. */
	precision?: number;
}
