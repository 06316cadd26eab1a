import { assumptions, type AssumptionName } from '#simulations/engine/assumptions.ts';
import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { Estimate } from '#simulations/engine/estimate.ts';
import { jeffreys } from '#simulations/engine/statistics/proportion-intervals.ts';
import type { StoredAssumption } from '../assumptions/stored.ts';
import type { Harm } from './harm.ts';
import type { HumanBaseline } from './human-baseline.ts';
import type { EvidenceRow } from './task-evidence.ts';
import { casesPerMonth, type Volume } from './volumes.ts';

/** Everything that was measured about a task beside its agent's success and cost. */
export interface Measured {
	evidence: EvidenceRow | undefined;
	human: HumanBaseline | undefined;
	harm: Harm | undefined;
	volume: Volume | undefined;
}

/** Fewer observations than this are no measurement of a mean. */
const LEAST = 5;
const Z90 = 1.6448536269514722;

/** What is measured of the assumptions' names; an input that runs do not tell is absent. */
export function measuredInputs({ evidence, human, harm, volume }: Measured): Inputs {
	const inputs: Inputs = {};
	const put = (name: AssumptionName, estimate: Estimate | null) => {
		if (estimate) inputs[name] = estimate;
	};
	put('human_minutes', mean(human?.minutes_n, human?.minutes_mean, human?.minutes_sd));
	if (!inputs.human_minutes) {
		put('human_minutes', mean(evidence?.stated_n, evidence?.stated_mean, evidence?.stated_sd));
	}
	put('human_success', share(human?.successes, human?.known));
	if (human && human.wage_n >= LEAST && human.wage_mean !== null) {
		put('human_wage_per_hour', point(human.wage_mean, human.wage_n));
	}
	put('review_minutes', mean(evidence?.review_n, evidence?.review_mean, evidence?.review_sd));
	put('visible_failure_share', share(evidence?.visible, evidence?.failures_told));
	if (harm && harm.incidents > 0) {
		put(
			'incident_prob_given_escape',
			share(Math.min(harm.incidents, harm.escapes), harm.escapes, 1)
		);
		put('incident_mean_cost', mean(harm.cost_n, harm.cost_mean, harm.cost_sd, 1));
	}
	const perMonth = casesPerMonth(volume);
	if (volume && perMonth !== null) {
		const spread = Z90 * Math.sqrt(volume.cases);
		const scale = perMonth / volume.cases;
		put('volume_per_month', {
			value: perMonth,
			low: Math.max(scale * (volume.cases - spread), perMonth / 2),
			high: scale * (volume.cases + spread),
			source: 'measured',
			n: volume.cases
		});
	}
	return inputs;
}

/** Entered figures go before measured ones, a task's own before the workspace's. */
export function inputsOf(
	task: string,
	measured: Inputs,
	entered: readonly StoredAssumption[]
): Inputs {
	const inputs: Inputs = { ...measured };
	for (const scope of ['', task]) {
		for (const one of entered.filter((row) => row.task === scope)) {
			if (one.name === 'decision')
				inputs.decision = one.value === 'continue' ? 'continue' : 'start';
			else if (isNumeric(one.name)) {
				inputs[one.name] = {
					value: Number(one.value),
					low: one.low,
					high: one.high,
					source: 'entered',
					n: null
				};
			}
		}
	}
	return inputs;
}

const names = new Set<string>(assumptions.map((assumption) => assumption.name));
const isNumeric = (name: string): name is AssumptionName => names.has(name);

const point = (value: number, n: number): Estimate => ({
	value,
	low: null,
	high: null,
	source: 'measured',
	n
});

/** A positive mean with its 90 % interval on the log scale (delta method); null below `least` values. */
function mean(
	n: number | undefined,
	value: number | null | undefined,
	sd: number | null | undefined,
	least = LEAST
): Estimate | null {
	if (n === undefined || n < least || value === null || value === undefined || !(value > 0))
		return null;
	const spread = n > 1 ? Math.exp((Z90 * (sd ?? 0)) / Math.sqrt(n) / value) : 3;
	if (spread === 1) return point(value, n);
	return { value, low: value / spread, high: value * spread, source: 'measured', n };
}

/** A share with Jeffreys' 90 % interval; null below `least` observations. */
function share(x: number | undefined, n: number | undefined, least = LEAST): Estimate | null {
	if (x === undefined || n === undefined || n < least) return null;
	const { low, high } = jeffreys(x, n, 0.9);
	const value = x / n;
	return { value, low: Math.min(low, value), high: Math.max(high, value), source: 'measured', n };
}
