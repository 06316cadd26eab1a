import type { InputName } from './beliefs.ts';
import { quantileFunction } from './distribution.ts';
import type { Source } from './estimate.ts';
import { netBenefit } from './net-benefit.ts';
import { viewWith, type PreparedSimulation } from './scenario-view.ts';
import { uncertainInputs } from './scenario.ts';

/** Net benefit of one option with one input at an end of its 90 % interval, the others at the median. */
export interface InputSwing {
	input: InputName;
	source: Source;
	/** The input at both ends; a default that follows another input as its ratio to it. */
	low: number;
	high: number;
	netBenefitAtLowUsd: number;
	netBenefitAtHighUsd: number;
}

/** The tornado of an option, the widest swing first (simulation-spec D.7). */
export function inputSwings(prepared: PreparedSimulation, optionIndex: number): InputSwing[] {
	const option = prepared.scenario.options[optionIndex];
	if (!option) return [];
	const alone = { ...prepared, scenario: { ...prepared.scenario, options: [option] } };
	const netWith = (moved: string, p: number): number => {
		const view = viewWith(alone, 1, (distribution, variable) =>
			Float64Array.of(quantileFunction(distribution)(variable === moved ? p : 0.5))
		);
		const [plan] = view.plans;
		return plan ? (netBenefit(view.trials, plan)[0] ?? 0) : 0;
	};
	return uncertainInputs(prepared.scenario.beliefs)
		.map(({ name, source, distribution }) => ({
			input: name,
			source,
			low: quantileFunction(distribution)(0.05),
			high: quantileFunction(distribution)(0.95),
			netBenefitAtLowUsd: netWith(name, 0.05),
			netBenefitAtHighUsd: netWith(name, 0.95)
		}))
		.sort((a, b) => swingOf(b) - swingOf(a));
}

const swingOf = ({ netBenefitAtLowUsd: low, netBenefitAtHighUsd: high }: InputSwing): number =>
	Math.abs(high - low);
