import { driftedRate } from './calendar.ts';
import { drawSide, incidentSides, mayHarm, worthOfSuccess } from './event-losses.ts';
import { monthlyOfPlan, savingPerCase } from './net-benefit.ts';
import type { OptionPlan } from './option-plan.ts';
import { meanAndInterval } from './risk.ts';
import type { PreparedSimulation, ScenarioView } from './scenario-view.ts';
import type { Interval } from './statistics/summary.ts';
import { at, type Trials } from './trials.ts';

/** What an option brings in one month against the person, undiscounted, incidents as they fall. */
export interface CashMonth {
	/** 1 is the first month; 0 holds what is built before it. */
	month: number;
	/** Whether a planned revision is paid in it. */
	isRetraining: boolean;
	netUsd: Interval & { mean: number };
	/** Of all months up to this one. */
	cumulativeUsd: Interval & { mean: number };
}

/**
 * Cash month by month with 90 % bands, for every option (simulation-spec D.5, design.md 3.15). `view`
 * is one chunk of the scenario's trials.
 */
export function cashFlows(
	prepared: PreparedSimulation,
	view: ScenarioView,
	chunk = 0
): CashMonth[][] {
	const surprises = surprisesByMonth(prepared, view, chunk);
	return view.plans.map((plan, k) =>
		cashFlow(prepared, view.trials, plan, surprises[k] ?? new Float64Array())
	);
}

function cashFlow(
	{ calendar, scenario }: PreparedSimulation,
	trials: Trials,
	plan: OptionPlan,
	surprise: Float64Array
): CashMonth[] {
	const { columns: c, count } = trials;
	const never = savingPerCase(trials, { ...plan, success: new Float64Array(count) });
	const worth = worthOfSuccess(trials, plan);
	const every = scenario.retrainEveryMonths;
	const cumulative = new Float64Array(count);
	const net = new Float64Array(count);
	const closed = (month: number, isRetraining: boolean): CashMonth => {
		for (let i = 0; i < count; i++) cumulative[i] = at(cumulative, i) + at(net, i);
		return { month, isRetraining, netUsd: band(net), cumulativeUsd: band(cumulative) };
	};
	for (let i = 0; i < count; i++) net[i] = scenario.starting ? -at(c.build_cost, i) : 0;
	const months = [closed(0, false)];
	for (let t = 0; t < calendar.months; t++) {
		const lost = scenario.driftPerMonth * (calendar.sinceRetraining[t] ?? 0);
		const volume = calendar.volume[t] ?? 0;
		const planned = every !== null && t > 0 && t % every === 0;
		for (let i = 0; i < count; i++) {
			const success = plan.successFactor * driftedRate(at(plan.successBefore, i), lost);
			const saving = at(never, i) + at(worth, i) * success;
			const cycles = every === null ? at(c.retrain_cycles_per_month, i) : Number(planned);
			net[i] =
				plan.scopeShare * at(c.volume_per_month, i) * volume * saving -
				at(c.monthly_fixed, i) -
				monthlyOfPlan(trials, plan, i) -
				cycles * at(c.retrain_cost, i) +
				at(surprise, i * calendar.months + t);
		}
		months.push(closed(t + 1, planned));
	}
	return months;
}

/** The first month whose mean cumulative cash is at or above zero; null within no horizon. */
export function paybackMonth(months: readonly CashMonth[]): number | null {
	return (
		months.find(({ month, cumulativeUsd }) => month > 0 && cumulativeUsd.mean >= 0)?.month ?? null
	);
}

/** Expected incidents less those that fell, the person's the other way round; by trial, then month. */
function surprisesByMonth(
	prepared: PreparedSimulation,
	view: ScenarioView,
	chunk: number
): Float64Array[] {
	const { calendar } = prepared;
	const { trials, plans } = view;
	const { columns: c, count } = trials;
	const out = plans.map(() => new Float64Array(count * calendar.months));
	if (!mayHarm(trials)) return out;
	const sides = incidentSides(prepared, view);
	const cycle = calendar.presentVolume.length;
	for (const side of [sides.agent, sides.human]) {
		const sign = side.side === 'agent' ? 1 : -1;
		const fallen = drawSide(side, prepared, trials, chunk, true);
		out.forEach((surprise, k) => {
			const column = Math.min(k, side.columns - 1);
			const fell = fallen[column] ?? surprise;
			for (let i = 0; i < count; i++)
				for (let t = 0; t < calendar.months; t++) {
					const since = calendar.sinceRetraining[t] ?? 0;
					const rate = at(side.perCase, (i * cycle + since) * side.columns + column);
					const cases = at(c.volume_per_month, i) * (calendar.volume[t] ?? 0);
					const place = i * calendar.months + t;
					const expected = rate * cases * at(c.incident_mean_cost, i);
					surprise[place] = at(surprise, place) + sign * (expected - at(fell, place));
				}
		});
	}
	return out;
}

const band = (values: Float64Array) => meanAndInterval(values) ?? { mean: 0, low: 0, high: 0 };
