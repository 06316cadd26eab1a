import { meanAndInterval, shareAbove } from '#simulations/engine/risk.ts';
import { chunksOf, joined, simulateChunk, type ChunkDraws } from '#simulations/engine/simulate.ts';
import type { Interval } from '#simulations/engine/statistics/summary.ts';
import type { ScenarioDocument } from './document.ts';
import { counted, sharedAxis } from './option-outcome.ts';
import { prepareTask, type PreparedTask } from './prepared-task.ts';
import type { Histogram, ScenarioResult, TaskResult } from './result.ts';
import { finishScenario } from './run-scenario.ts';
import type { TaskFacts } from './task-facts.ts';

/** A scenario beside others on the same luck; figures of its plan, all tasks added up. */
export interface ComparedScenario {
	result: ScenarioResult;
	/** Tasks without a figure of the person or of cost: nothing can be added up with them. */
	untold: string[];
	/** Present value over the horizon, against people; null where a task is untold. */
	netBenefitUsd: (Interval & { mean: number }) | null;
	/** Less the first scenario's, trial by trial; null for the first, and where either is untold. */
	againstFirst: (Interval & { mean: number; pBetter: number }) | null;
	/** On the axis that all scenarios share. */
	histogram: Histogram;
}

/** Trials of a comparison: the same for all, so that differences are not noise. */
const TRIALS = 8192;

/** Scenarios on common random numbers, with the seed of the first (simulation-spec D.5). */
export function compareScenarios(
	scenarios: readonly { scenario: ScenarioDocument; facts: readonly TaskFacts[] }[]
): ComparedScenario[] {
	const seed = scenarios[0]?.scenario.seed ?? 1;
	const runs = scenarios.map(({ scenario, facts }) => {
		const asked = { ...scenario, seed, replications: TRIALS, mode: 'random' as const };
		const tasks = facts.map((one) => prepareTask(asked, one, 'full'));
		const drawn = tasks.map(chunksDrawn);
		const result = finishScenario(tasks, drawn, asked, 'preview');
		return { result, total: totalOf(tasks, drawn, result.tasks) };
	});
	const first = runs[0]?.total ?? new Float64Array(TRIALS);
	const axis = sharedAxis(runs.map(({ total }) => total));
	const isFirstTold = runs[0] !== undefined && untoldOf(runs[0].result).length === 0;
	return runs.map(({ result, total }, k): ComparedScenario => {
		const untold = untoldOf(result);
		const isTold = untold.length === 0;
		const difference = total.map((value, i) => value - (first[i] ?? 0));
		return {
			result,
			untold,
			netBenefitUsd: isTold ? (meanAndInterval(total) ?? NOTHING) : null,
			againstFirst:
				k === 0 || !isTold || !isFirstTold
					? null
					: {
							...(meanAndInterval(difference) ?? NOTHING),
							pBetter: shareAbove(difference, 0) ?? 0
						},
			histogram: counted(total, axis)
		};
	});
}

const untoldOf = ({ tasks }: ScenarioResult): string[] =>
	tasks.flatMap(({ task, options }) => (options === null ? [task] : []));

const NOTHING = { mean: 0, low: 0, high: 0 };

function chunksDrawn({ simulation }: PreparedTask): ChunkDraws[] {
	if (!simulation) return [];
	const count = chunksOf(simulation.trials);
	return Array.from({ length: count }, (_, chunk) => simulateChunk(simulation, chunk));
}

/** Net benefit of the plan of every task, trial by trial; people bring 0. */
function totalOf(
	tasks: readonly PreparedTask[],
	drawn: readonly ChunkDraws[][],
	results: readonly TaskResult[]
): Float64Array {
	const total = new Float64Array(TRIALS);
	tasks.forEach(({ simulation }, k) => {
		const plan = results[k]?.plan;
		const index = simulation?.scenario.options.findIndex(({ option }) => option === plan) ?? -1;
		if (index < 0) return;
		const own = joined(drawn[k] ?? [], (chunk) => chunk.expected[index]);
		for (let i = 0; i < TRIALS; i++) total[i] = (total[i] ?? 0) + (own[i] ?? 0);
	});
	return total;
}
