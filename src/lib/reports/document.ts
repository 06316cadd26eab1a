import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { Verdict } from '#simulations/engine/decision-rule.ts';
import type { TaskEvidence } from '#simulations/engine/evidence.ts';
import type { CostClass } from '#simulations/engine/cost-breakdown.ts';
import type { Filters } from '../filters.ts';
import type { Unit } from '../metrics/metric.ts';

/** A report: every figure already computed, so that it reads the same for ever. */
export interface ReportDocument {
	schema: 'report/1';
	/** The title until somebody writes another. */
	title: string;
	workspace: string;
	isDemo: boolean;
	/** ISO time, UTC. */
	createdAt: string;
	/** Null where the machine's user has no name. */
	createdBy: string | null;
	/** First and last day of the runs behind it, UTC; null without a dated run. */
	period: { from: string; to: string } | null;
	filters: Filters;
	/** The scenarios it is about; absent or empty = the work as it is. */
	scenarios?: { id: number; version: number; name: string }[];
	origin: ReportOrigin;
	blocks: ReportBlock[];
	/** What the reader's sliders start from, one entry per task that could be computed. */
	tasks: FrozenTask[];
	/** The figures behind all blocks, one row per task. */
	data: ReportTable;
	/** Every input with where it comes from: in the files, too long for a page. */
	inputs: ReportTable;
}

/** What the figures were made from: the same of all of these gives the same figures. */
export interface ReportOrigin {
	/** SHA-256 over the files, checks, definitions, prices and assumptions that hold. */
	dataSha256: string;
	/** The release of the price book, and the last day that a price in use was compared with its source. */
	priceBook: string;
	priceDate: string;
	seed: number;
	appVersion: string;
	definitionsVersion: number;
}

/** A part of a report under its own heading. */
export interface ReportBlock {
	/** Its name in the list of blocks; a text may be written for it. */
	id: string;
	title: string;
	pieces: Piece[];
}

/** What a block is made of: each renderer knows these few kinds and no block. */
export type Piece =
	| { kind: 'lead'; text: string }
	| { kind: 'text'; text: string }
	| { kind: 'list'; items: string[] }
	| { kind: 'verdicts'; rows: VerdictLine[] }
	| { kind: 'table'; table: ReportTable }
	| { kind: 'intervals'; chart: IntervalChart }
	| { kind: 'bars'; chart: BarChart }
	| { kind: 'curve'; chart: CurveChart };

/** A task's verdict in words. */
export interface VerdictLine {
	task: string;
	configuration: string;
	verdict: Verdict;
	sentence: string;
	because: string | null;
	flipsIf: string | null;
	evidence: string;
	/** What stood before and why it changed; absent or null where nothing did. */
	changed?: string | null;
	/** What runs say now, where another verdict stands; absent or null where they agree. */
	pending?: string | null;
}

/** A figure with the ends of its 90 % interval; null where it is not known. */
export interface Figure {
	value: number | null;
	low: number | null;
	high: number | null;
}

/** A table with units in its headings; text columns have none. */
export interface ReportTable {
	caption: string;
	columns: ReportColumn[];
	rows: ReportCell[][];
}

export interface ReportColumn {
	label: string;
	/** Null = text. */
	unit: Unit | null;
	/** Cells are figures with a range. */
	isRange: boolean;
	/** The column adds up, and the last line says to what. */
	sums: boolean;
	/** Null = as many as its figures need. */
	decimals: number | null;
}

export type ReportCell = string | number | Figure | null;

/** One bar with its range per row, on one scale with zero. */
export interface IntervalChart {
	/** What it shows, as a finding. */
	title: string;
	unit: Unit;
	/** What a row is; absent = a kind of work. */
	heading?: string;
	rows: ({ name: string; verdict: Verdict | null } & Figure)[];
}

/** Lines through points, each axis with its unit. */
export interface CurveChart {
	title: string;
	x: CurveAxis;
	y: CurveAxis;
	lines: { name: string; points: { x: number; y: number }[] }[];
}

export interface CurveAxis {
	label: string;
	unit: Unit;
}

/** One bar per row, stacked from the classes of cost in their fixed order. */
export interface BarChart {
	title: string;
	unit: Unit;
	classes: CostClass[];
	rows: { name: string; values: number[] }[];
}

/** All that is needed to decide about a task again. */
export interface FrozenTask {
	task: string;
	evidence: TaskEvidence;
	inputs: Inputs;
	/** Share of results a person would review under the verdict. */
	reviewShare: number;
}
