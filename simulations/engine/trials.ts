import type { Belief, Beliefs, InputName } from './beliefs.ts';
import { correlatedGroup, correlatedUniforms, type Correlation } from './correlation.ts';
import { drawColumn, throughQuantile, uniformColumn } from './distribution.ts';
import { annuityFactor, monthlyRate, presentRevisions, volumeFactor } from './present-value.ts';

/** One value per trial of every input. */
export type Columns = Record<InputName, Float64Array>;

/** Trials of what we do not know, and what follows from them for every option alike. */
export interface Trials {
	count: number;
	columns: Columns;
	/** Ratios of the defaults that follow another input. */
	ratios: ReadonlyMap<InputName, { follows: string; ratio: Float64Array }>;
	/** Whether late rework is charged by its own minutes. */
	reworkByMinutes: boolean;
	horizonMonths: number;
	/** Whether the build cost is still to be spent. */
	starting: boolean;
	/** Months between planned revisions; null: as often as `retrain_cycles_per_month` says. */
	retrainEveryMonths: number | null;
	perReview: Float64Array;
	humanCost: Float64Array;
	humanTotal: Float64Array;
	lossPerEscape: Float64Array;
	/** Cases over the horizon, each at its present value. */
	presentCases: Float64Array;
	annuity: Float64Array;
	/** Present value of everything an agent costs whether or not it handles a case. */
	presentFixed: Float64Array;
}

/** Draws every input once per trial: one stream per input, so two tasks share their luck. */
export function drawTrials(beliefs: Beliefs, options: TrialOptions): Trials {
	const { count, starting, retrainEveryMonths = null } = options;
	const drawn = options.draw ?? firstStreams(options);
	const columns = {} as Columns;
	const ratios = new Map<InputName, { follows: string; ratio: Float64Array }>();
	for (const belief of beliefs.values()) {
		const column = drawn(belief);
		if (belief.follows) ratios.set(belief.name, { follows: belief.follows, ratio: column });
		columns[belief.name] = column;
	}
	columns.value_usd ??= new Float64Array(count);
	columns.reviewer_utilisation = columns.reviewer_utilisation.map((u) => Math.max(0.01, u));
	return completeTrials({
		count,
		columns,
		ratios,
		reworkByMinutes: beliefs.has('rework_minutes'),
		horizonMonths: beliefs.get('horizon_months')?.figure.value ?? 0,
		starting,
		retrainEveryMonths
	});
}

/** How trials are drawn. */
export interface TrialOptions {
	seed: number | string;
	count: number;
	/** Whether the build cost is still to be spent. */
	starting: boolean;
	/** Months between planned revisions; none are planned when absent or null. */
	retrainEveryMonths?: number | null;
	/** Draws one input; from the streams of the first trials when absent. */
	draw?: (belief: Belief) => Float64Array;
	/** Inputs that go together in those streams; none unless told. */
	together?: readonly Correlation<InputName>[];
}

function firstStreams({
	seed,
	count,
	together = []
}: TrialOptions): (belief: Belief) => Float64Array {
	const alone = ({ distribution, name }: Belief) => drawColumn(distribution, seed, name, count);
	if (together.length === 0) return alone;
	const group = correlatedGroup(together);
	const uniforms = group.names.map((name) => uniformColumn(seed, name, count));
	const mixed = correlatedUniforms(group, uniforms);
	return (belief) => {
		const column = mixed[group.names.indexOf(belief.name)];
		return column ? throughQuantile(belief.distribution, column) : alone(belief);
	};
}

/** The same trials with one input replaced; defaults that follow it move along. */
export function withColumn(trials: Trials, name: InputName, column: Float64Array): Trials {
	const ratios = new Map(trials.ratios);
	ratios.delete(name);
	const drawn = { ...trials, ratios, columns: { ...trials.columns, [name]: column } };
	if (RATE_ONLY.has(name)) return drawn;
	if (MONTHLY.has(name)) return { ...drawn, ...presentValues(drawn) };
	return completeTrials(drawn);
}

/** The first trials of some, without copying them. */
export function firstTrials(trials: Trials, count: number): Trials {
	const first = (column: Float64Array) => column.subarray(0, count);
	const columns = Object.fromEntries(
		Object.entries(trials.columns).map(([name, column]) => [name, first(column)])
	) as Columns;
	const ratios = new Map(
		[...trials.ratios].map(([name, { follows, ratio }]) => [name, { follows, ratio: first(ratio) }])
	);
	return {
		...trials,
		count,
		columns,
		ratios,
		perReview: first(trials.perReview),
		humanCost: first(trials.humanCost),
		humanTotal: first(trials.humanTotal),
		lossPerEscape: first(trials.lossPerEscape),
		presentCases: first(trials.presentCases),
		annuity: first(trials.annuity),
		presentFixed: first(trials.presentFixed)
	};
}

/** Inputs of rates and of run cost, which no cost below is made of. */
const RATE_ONLY: ReadonlySet<InputName> = new Set<InputName>([
	'case_success_rate',
	'cost_per_case_usd',
	'visible_failure_share',
	'reviewer_detect',
	'reviewer_false_alarm',
	'value_usd'
]);

/** Inputs of volume, time and fixed cost. */
const MONTHLY: ReadonlySet<InputName> = new Set<InputName>([
	'volume_per_month',
	'growth_month',
	'discount_rate_year',
	'monthly_fixed',
	'retrain_cycles_per_month',
	'retrain_cost',
	'build_cost'
]);

type Drawn = Pick<
	Trials,
	| 'count'
	| 'columns'
	| 'ratios'
	| 'reworkByMinutes'
	| 'horizonMonths'
	| 'starting'
	| 'retrainEveryMonths'
>;
type Costs = Pick<Trials, 'perReview' | 'humanCost' | 'humanTotal' | 'lossPerEscape'>;
type PresentValues = Pick<Trials, 'presentCases' | 'annuity' | 'presentFixed'>;

function completeTrials(drawn: Drawn & Partial<PresentValues>): Trials {
	const columns = { ...drawn.columns };
	for (const [name, { follows, ratio }] of drawn.ratios)
		columns[name] = multiplied(ratio, follows, columns, drawn.reworkByMinutes);
	const { presentCases, annuity, presentFixed } = drawn;
	const present =
		presentCases && annuity && presentFixed
			? { presentCases, annuity, presentFixed }
			: presentValues(drawn);
	return { ...drawn, columns, ...costsOf(columns, drawn.count), ...present };
}

function multiplied(
	ratio: Float64Array,
	follows: string,
	columns: Columns,
	reworkByMinutes: boolean
): Float64Array {
	const minutes = follows === 'human_cost' && reworkByMinutes ? 'rework_minutes' : 'human_minutes';
	const first = follows === 'human_wage_per_hour' ? columns.human_wage_per_hour : columns[minutes];
	const wage = columns.human_wage_per_hour;
	const out = new Float64Array(ratio.length);
	for (let i = 0; i < out.length; i++) {
		const base =
			follows === 'human_cost' ? ((first[i] ?? 0) / 60) * (wage[i] ?? 0) : (first[i] ?? 0);
		out[i] = (ratio[i] ?? 0) * base;
	}
	return out;
}

function costsOf(c: Columns, count: number): Costs {
	const perReview = new Float64Array(count);
	const humanCost = new Float64Array(count);
	const humanTotal = new Float64Array(count);
	const lossPerEscape = new Float64Array(count);
	for (let i = 0; i < count; i++) {
		const human = (at(c.human_minutes, i) / 60) * at(c.human_wage_per_hour, i);
		const loss =
			at(c.incident_prob_given_escape, i) * at(c.incident_mean_cost, i) +
			at(c.rework_prob_given_escape, i) * at(c.late_rework_cost, i);
		perReview[i] =
			((at(c.review_minutes, i) / 60) * at(c.reviewer_wage_per_hour, i)) /
				at(c.reviewer_utilisation, i) +
			at(c.review_delay_hours, i) * at(c.delay_cost_per_hour, i);
		humanCost[i] = human;
		lossPerEscape[i] = loss;
		humanTotal[i] = human + (1 - at(c.human_success, i)) * loss;
	}
	return { perReview, humanCost, humanTotal, lossPerEscape };
}

function presentValues(drawn: Drawn): PresentValues {
	const { count, columns: c, horizonMonths, starting, retrainEveryMonths: every } = drawn;
	const presentCases = new Float64Array(count);
	const annuities = new Float64Array(count);
	const presentFixed = new Float64Array(count);
	let [growth, yearly, factor, annuity, revisions] = [NaN, NaN, 0, 0, 0];
	for (let i = 0; i < count; i++) {
		const nextGrowth = Math.max(-1, at(c.growth_month, i));
		const nextYearly = Math.max(-0.99, at(c.discount_rate_year, i));
		if (nextGrowth !== growth || nextYearly !== yearly) {
			[growth, yearly] = [nextGrowth, nextYearly];
			const rate = monthlyRate(yearly);
			factor = volumeFactor(growth, rate, horizonMonths);
			annuity = annuityFactor(rate, horizonMonths);
			revisions = every === null ? 0 : presentRevisions(rate, horizonMonths, every);
		}
		const cycles = every === null ? at(c.retrain_cycles_per_month, i) * annuity : revisions;
		presentCases[i] = at(c.volume_per_month, i) * factor;
		annuities[i] = annuity;
		presentFixed[i] =
			annuity * at(c.monthly_fixed, i) +
			cycles * at(c.retrain_cost, i) +
			(starting ? at(c.build_cost, i) : 0);
	}
	return { presentCases, annuity: annuities, presentFixed };
}

/** A column's value in one trial. */
export function at(column: Float64Array, trial: number): number {
	return column[trial] ?? 0;
}
