import type { Belief, Beliefs, InputName, Inputs } from './beliefs.ts';
import { beliefsOf } from './beliefs.ts';
import type { Correlation } from './correlation.ts';
import type { Option } from './decision-rule.ts';
import type { TaskEvidence } from './evidence.ts';
import { monthlyRate } from './present-value.ts';

/** One way to work that a scenario compares with the person alone. */
export interface ScenarioOption {
	option: Exclude<Option, 'keep_human'>;
	/** Shares of right and of silently wrong results that are reviewed before execution. */
	reviewShareGood: number;
	reviewShareBad: number;
}

/** Everything a simulated future needs (simulation-spec D.5). */
export interface Scenario {
	beliefs: Beliefs;
	/** Whether the build cost is still to be spent. */
	starting: boolean;
	options: readonly ScenarioOption[];
	/** Months between retrainings, each at `retrain_cost`; null when there are none by plan. */
	retrainEveryMonths: number | null;
	/** Success lost per month since the last retraining. */
	driftPerMonth: number;
	/** Inputs that go together; none unless told. */
	correlations: readonly Correlation<InputName>[];
	/** Spread of one incident's cost around its mean (sd of the log); 0 when all cost the same. */
	severitySigma: number;
}

/** A scenario from what decides a verdict: both options without drift, incidents of spread 1. */
export function scenarioOf(
	evidence: TaskEvidence,
	inputs: Inputs,
	changes: Partial<Omit<Scenario, 'beliefs' | 'starting'>> = {}
): Scenario {
	return {
		beliefs: beliefsOf(inputs, evidence),
		starting: (inputs.decision ?? 'start') === 'start',
		options: [
			{ option: 'automate', reviewShareGood: 0, reviewShareBad: 0 },
			{ option: 'automate_with_review', reviewShareGood: 1, reviewShareBad: 1 }
		],
		retrainEveryMonths: null,
		driftPerMonth: 0,
		correlations: [],
		severitySigma: 1,
		...changes
	};
}

/** Months that look alike: as long since the last retraining, with their volume and present value. */
export interface Calendar {
	months: number;
	/** Per month: volume relative to the first month, discount factor, months since retraining. */
	volume: Float64Array;
	discount: Float64Array;
	sinceRetraining: Int32Array;
	/** By months since retraining (one entry when nothing drifts): the sums of volume x discount. */
	presentVolume: Float64Array;
	/** The sum of volume over all months. */
	totalVolume: number;
	/** Present value of 1 paid at each planned retraining. */
	presentRetrainings: number;
}

/** The months of a scenario; growth and discount are taken at their shown values. */
export function calendarOf({ beliefs, retrainEveryMonths, driftPerMonth }: Scenario): Calendar {
	const months = shown(beliefs, 'horizon_months');
	const growth = shown(beliefs, 'growth_month');
	const rate = monthlyRate(shown(beliefs, 'discount_rate_year'));
	// Without drift all months are alike but for their volume.
	const cycle = driftPerMonth === 0 ? 1 : (retrainEveryMonths ?? Math.max(1, months));
	const calendar: Calendar = {
		months,
		volume: Float64Array.from({ length: months }, (_, t) => (1 + growth) ** t),
		discount: Float64Array.from({ length: months }, (_, t) => (1 + rate) ** -(t + 1)),
		sinceRetraining: Int32Array.from({ length: months }, (_, t) => t % cycle),
		presentVolume: new Float64Array(Math.min(cycle, Math.max(1, months))),
		totalVolume: 0,
		presentRetrainings: 0
	};
	for (let t = 0; t < months; t++) {
		const since = calendar.sinceRetraining[t] ?? 0;
		const volume = calendar.volume[t] ?? 0;
		const discount = calendar.discount[t] ?? 0;
		calendar.presentVolume[since] = (calendar.presentVolume[since] ?? 0) + volume * discount;
		calendar.totalVolume += volume;
		if (retrainEveryMonths !== null && t > 0 && t % retrainEveryMonths === 0)
			calendar.presentRetrainings += discount;
	}
	return calendar;
}

/** An input's shown value; 0 when the scenario has none. */
export function shown(beliefs: Beliefs, name: InputName): number {
	return beliefs.get(name)?.figure.value ?? 0;
}

/** Inputs that a scenario draws: more than one value is possible. */
export function uncertainInputs(beliefs: Beliefs): Belief[] {
	return [...beliefs.values()].filter((belief) => belief.distribution.kind !== 'point');
}
