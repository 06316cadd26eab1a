import {
	inputRanks,
	inputShares,
	type InputRank,
	type InputShare
} from '#simulations/engine/input-effects.ts';
import { inputSwings, type InputSwing } from '#simulations/engine/input-swings.ts';
import type { PreparedSimulation, ScenarioView } from '#simulations/engine/scenario-view.ts';
import { uncertainInputs } from '#simulations/engine/scenario.ts';
import { parameterInformation } from '#simulations/engine/value-of-information.ts';
import type { OptionDraws } from './option-outcome.ts';
import type { InputWorth } from './result.ts';

/** Trials that the regressions of EVPPI look at. */
const TRIALS = 8192;

/** Which input drives the plan's net benefit, and which is worth knowing (simulation-spec D.7, D.8). */
export function drivers(
	prepared: PreparedSimulation,
	view: ScenarioView,
	draws: readonly OptionDraws[],
	planIndex: number
): { swings: InputSwing[]; ranks: InputRank[]; shares: InputShare[]; measureNext: InputWorth[] } {
	const { trials } = view;
	const plan = Math.max(0, planIndex);
	const count = Math.min(TRIALS, trials.count);
	const options = draws.map(({ expected }) => expected.subarray(0, count));
	const all = [...options, new Float64Array(count)];
	const measureNext = uncertainInputs(prepared.scenario.beliefs)
		.map(({ name, source }): InputWorth => {
			const column = trials.ratios.get(name)?.ratio ?? trials.columns[name];
			const worthUsd = parameterInformation(all, column.subarray(0, count));
			return { input: name, source, worthUsd };
		})
		.filter(({ worthUsd }) => worthUsd > 0)
		.sort((a, b) => b.worthUsd - a.worthUsd);
	return {
		swings: inputSwings(prepared, plan),
		ranks: inputRanks(prepared, view, draws[plan]?.expected ?? new Float64Array(trials.count)),
		shares: inputShares(prepared, plan),
		measureNext
	};
}
