/** What a number is measured in; format.ts knows how each is written. */
export type Unit =
	| 'count'
	| 'usd'
	| 'usd_per_month'
	| 'ratio'
	| 'seconds'
	| 'minutes'
	| 'hours'
	| 'tokens'
	| 'score'
	| 'months'
	| 'percent'
	| 'flag';

/**
 * The table a metric is an aggregate over; one row per run, case, incident, or item with its known
 * outcomes `n`, right ones `c`, mean cost and what a pass costs with its cheapest agent.
 */
export type Grain = 'runs' | 'cases' | 'incidents' | 'items';

/** Values of other metrics in the same group, by name; null where not defined. */
export type Values = Readonly<Record<string, number | null>>;

interface Described {
	name: string;
	label: string;
	unit: Unit;
	from: Grain;
	/** One sentence for the glossary. */
	description: string;
	/** How it is computed, in words and symbols. */
	formula: string;
	better: 'higher' | 'lower' | 'neither';
	/** Names of the metrics that bound this one's 95 % interval. */
	interval?: { low: string; high: string };
}

/**
 * An aggregate over one table at the asked-for grain, in portable SQL. `additive` ones are sums of
 * their parts: the hourly rollup keeps them.
 */
export interface AggregateMetric extends Described {
	sql: string;
	additive?: boolean;
}

/** A quantile with linear interpolation between closest ranks, over known values. */
export interface QuantileMetric extends Described {
	quantile: { of: string; p: number };
}

/** Finished in TypeScript from other metrics of the same group. */
export interface DerivedMetric extends Described {
	needs: readonly string[];
	derive: (values: Values) => number | null;
}

/** A number's one definition: page, API, report and glossary all read it here. */
export type Metric = AggregateMetric | QuantileMetric | DerivedMetric;

/** a / b, or null where either is unknown or b is zero. */
export function ratio(a: number | null | undefined, b: number | null | undefined): number | null {
	return a === null || a === undefined || !b ? null : a / b;
}
