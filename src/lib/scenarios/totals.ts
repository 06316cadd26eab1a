import { meanAndInterval, meanOfWorst, shareAbove } from '#simulations/engine/risk.ts';
import { planNames } from './document.ts';
import type { OptionDraws } from './option-outcome.ts';
import type { OptionTotal } from './result.ts';
import type { PreparedTask } from './prepared-task.ts';

/** Every option over all tasks that can be simulated, trial by trial: tasks share their luck. */
export function totalsOf(
	tasks: readonly Pick<PreparedTask, 'simulation'>[],
	draws: readonly (readonly OptionDraws[])[]
): OptionTotal[] {
	const trials = Math.max(0, ...tasks.map(({ simulation }) => simulation?.trials ?? 0));
	return planNames.map((option): OptionTotal => {
		const expected = new Float64Array(trials);
		const withEvents = new Float64Array(trials);
		let count = 0;
		tasks.forEach(({ simulation }, k) => {
			const index = simulation?.scenario.options.findIndex((one) => one.option === option) ?? -1;
			const own = draws[k]?.[index];
			if (!own) return;
			count++;
			for (let i = 0; i < trials; i++) {
				expected[i] = (expected[i] ?? 0) + (own.expected[i] ?? 0);
				withEvents[i] = (withEvents[i] ?? 0) + (own.withEvents[i] ?? 0);
			}
		});
		return {
			option,
			netBenefitUsd: meanAndInterval(expected) ?? { mean: 0, low: 0, high: 0 },
			pBetterThanHuman: option === 'keep_human' ? null : shareAbove(expected, 0),
			worst5PercentUsd: meanOfWorst(withEvents, 0.05) ?? 0,
			tasks: option === 'keep_human' ? tasks.length : count
		};
	});
}
