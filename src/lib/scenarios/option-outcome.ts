import { paybackMonth, type CashMonth } from '#simulations/engine/cash-flow.ts';
import { costClasses } from '#simulations/engine/cost-breakdown.ts';
import type { OptionResult } from '#simulations/engine/decision-result.ts';
import { incidentsPerMonth, ratesOf } from '#simulations/engine/net-benefit.ts';
import { meanOfWorstSorted } from '#simulations/engine/risk.ts';
import { expectedNetBenefit } from '#simulations/engine/scenario-mean.ts';
import type { PreparedSimulation, ScenarioView } from '#simulations/engine/scenario-view.ts';
import { mean, quantileOfSorted, sorted } from '#simulations/engine/statistics/summary.ts';
import type {
	Histogram,
	IncidentOutcome,
	OptionOutcome,
	QueueOutcome,
	WaterfallStep
} from './result.ts';

/** Draws of one option over all trials. */
export interface OptionDraws {
	expected: Float64Array;
	withEvents: Float64Array;
	incidentLosses: Float64Array;
}

/** What all options of a task are shown on. */
export interface OutcomeContext {
	prepared: PreparedSimulation;
	view: ScenarioView;
	human: OptionResult | undefined;
	/** Month by month, per option. */
	cash: readonly CashMonth[][];
	/** Both ends of the axis of expected net benefit, and of the one with events. */
	axis: { expected: [number, number]; withEvents: [number, number] };
}

const BINS = 64;

/** One option with what may happen to it; the person's own has no draws but zeros. */
export function optionOutcome(
	result: OptionResult,
	index: number,
	draws: OptionDraws,
	queue: QueueOutcome | null,
	context: OutcomeContext
): OptionOutcome {
	const { prepared, axis } = context;
	const fallen = sorted(draws.withEvents);
	const at = (p: number) => quantileOfSorted(fallen, p) ?? 0;
	const months = context.cash[index] ?? [];
	return {
		...result,
		exactMeanUsd: index < 0 ? 0 : expectedNetBenefit(prepared.scenario, index),
		histogram: counted(draws.expected, axis.expected),
		range: {
			meanUsd: mean(fallen) ?? 0,
			quantilesUsd: { p05: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) },
			worst5PercentUsd: meanOfWorstSorted(fallen, 0.05) ?? 0,
			pLoss: share(fallen, (value) => value < 0),
			histogram: counted(fallen, axis.withEvents)
		},
		perMonth: monthOf(result, index, context),
		incidents: incidentsOf(draws.incidentLosses),
		queue,
		cash: { months, paybackMonth: paybackMonth(months) },
		waterfall: waterfallOf(context.human, result)
	};
}

/** The ends that hold the middle 99 % of every option's draws, 0 included. */
export function sharedAxis(columns: readonly Float64Array[]): [number, number] {
	let [low, high] = [0, 0];
	for (const column of columns) {
		const values = sorted(column);
		low = Math.min(low, quantileOfSorted(values, 0.005) ?? 0);
		high = Math.max(high, quantileOfSorted(values, 0.995) ?? 0);
	}
	return [low, high];
}

/** Counts between two ends; what lies beyond them is in the first and the last bin. */
export function counted(values: Float64Array, [low, high]: [number, number]): Histogram {
	const bins = high > low ? BINS : 1;
	const counts = new Array<number>(bins).fill(0);
	for (const value of values) {
		const place = high > low ? Math.floor(((value - low) / (high - low)) * bins) : 0;
		const bin = Math.min(bins - 1, Math.max(0, place));
		counts[bin] = (counts[bin] ?? 0) + 1;
	}
	return { low, high, counts };
}

function monthOf(
	result: OptionResult,
	index: number,
	{ prepared, view: { trials, plans } }: OutcomeContext
): OptionOutcome['perMonth'] {
	const plan = plans[index] ?? null;
	const cases = mean(trials.columns.volume_per_month) ?? 0;
	const scope = plan?.scopeShare ?? 0;
	const incidents = incidentsPerMonth(trials, plan, plan && ratesOf(trials, plan));
	return {
		cases,
		agentCases: cases * scope,
		reviews: cases * result.reviewShare,
		reviewHours: (cases * result.reviewMinutesPerCase) / 60,
		redos: cases * result.redoShare,
		escapes: cases * scope * result.escapeRate,
		incidents: prepared.calendar.months === 0 ? 0 : (mean(incidents) ?? 0)
	};
}

const POINTS = 40;

function incidentsOf(losses: Float64Array): IncidentOutcome {
	const ordered = sorted(losses);
	const n = ordered.length;
	const most = ordered.at(-1) ?? 0;
	const firstLoss = ordered.findIndex((loss) => loss > 0);
	const least = firstLoss < 0 ? 0 : (ordered[firstLoss] ?? 0);
	const exceedance =
		most > least && least > 0
			? Array.from({ length: POINTS }, (_, k) => {
					const lossUsd = least * (most / least) ** (k / (POINTS - 1));
					return { lossUsd, probability: 1 - upTo(ordered, lossUsd) / n };
				})
			: [];
	return {
		meanUsd: mean(losses) ?? 0,
		p95Usd: quantileOfSorted(ordered, 0.95) ?? 0,
		// The worst losses are the highest ones.
		worst5PercentUsd: meanOfWorstSorted(ordered.toReversed(), 0.05) ?? 0,
		pNone: share(ordered, (loss) => loss === 0),
		exceedance
	};
}

/** How many of some sorted values are at or below a limit. */
function upTo(values: Float64Array, limit: number): number {
	let [low, high] = [0, values.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((values[middle] ?? 0) <= limit) low = middle + 1;
		else high = middle;
	}
	return low;
}

function share(values: Float64Array, holds: (value: number) => boolean): number {
	if (values.length === 0) return 0;
	let count = 0;
	for (const value of values) if (holds(value)) count++;
	return count / values.length;
}

/** The person's cost of a case, the option's by class and the labour it leaves, and what is saved. */
function waterfallOf(human: OptionResult | undefined, result: OptionResult): WaterfallStep[] {
	const from = human?.costPerCase;
	const to = result.costPerCase;
	if (!from || !to) return [];
	return [
		{ step: 'human', usdPerCase: from.totalUsd },
		...costClasses.map((name) => ({ step: name, usdPerCase: to.classes[name] })),
		{ step: 'labour', usdPerCase: to.humanLabourUsd },
		{ step: 'saving', usdPerCase: from.totalUsd - to.totalUsd }
	];
}
