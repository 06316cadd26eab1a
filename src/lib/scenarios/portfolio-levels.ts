import type { OptionResult } from '#simulations/engine/decision-result.ts';
import { incidentsPerMonth, ratesOf } from '#simulations/engine/net-benefit.ts';
import type { Level } from '#simulations/engine/portfolio.ts';
import { viewOf } from '#simulations/engine/scenario-view.ts';
import { simulateChunk } from '#simulations/engine/simulate.ts';
import type { ScenarioDocument } from './document.ts';
import { prepareTask } from './prepared-task.ts';
import type { OptionOutcome } from './result.ts';
import { finishScenario } from './run-scenario.ts';
import type { TaskFacts } from './task-facts.ts';

/** Draws on which a plan is made again. */
export const DRAWS = 200;

/** One level of a task with the option behind it. */
export interface TaskLevel extends Level {
	outcome: OptionOutcome;
	/** Net benefit a month, and incidents a month, in some draws. */
	draws: Float64Array;
	incidentDraws: Float64Array;
}

/** The levels a task may take; none without a person or a cost to compare with. */
export interface TaskLevels {
	task: string;
	levels: TaskLevel[];
}

const NO_DRAWS = new Float64Array();

/** People do all of it. */
export const NOTHING: Level = {
	level: 'keep_human',
	netBenefitUsd: 0,
	reviewHours: 0,
	budgetUsd: 0,
	incidentCostUsd: 0,
	incidents: 0
};

/** Every feasible option of every scenario that differs from the ones before it. */
export function levelsOf(scenarios: readonly ScenarioDocument[], facts: TaskFacts): TaskLevels {
	const levels = new Map<string, TaskLevel>();
	for (const scenario of scenarios) {
		const document = { ...scenario, tasks: [facts.task] };
		const prepared = prepareTask(document, facts, 'preview');
		const { simulation } = prepared;
		if (!simulation) continue;
		const chunk = simulateChunk(simulation, 0);
		const [result] = finishScenario([prepared], [[chunk]], document, 'preview').tasks;
		const view = viewOf(simulation, 0, Math.min(DRAWS, simulation.trials));
		for (const outcome of result?.options ?? []) {
			if (outcome.option === 'keep_human' || !outcome.feasible) continue;
			const net = outcome.netBenefitUsdPerMonth;
			const costs = outcome.costPerCase;
			const name = `${outcome.option} ${outcome.reviewShare.toFixed(3)}`;
			if (!net || !costs || levels.has(name)) continue;
			const index = simulation.scenario.options.findIndex(
				({ option }) => option === outcome.option
			);
			const own = view.plans[index];
			const perMonth = outcome.netBenefitUsd.mean === 0 ? 0 : net.mean / outcome.netBenefitUsd.mean;
			const { cases } = outcome.perMonth;
			levels.set(name, {
				level: name,
				netBenefitUsd: net.mean,
				reviewHours: outcome.perMonth.reviewHours,
				budgetUsd: cases * spentOnAgent(costs),
				incidentCostUsd: cases * costs.classes.incidents,
				incidents: outcome.perMonth.incidents,
				outcome,
				incidentDraws: own
					? incidentsPerMonth(view.trials, own, ratesOf(view.trials, own))
					: NO_DRAWS,
				draws: (chunk.expected[index] ?? NO_DRAWS).map((value) => value * perMonth)
			});
		}
	}
	return { task: facts.task, levels: [...levels.values()] };
}

/** What the agent and its review take out of a budget: not what errors and people cost. */
function spentOnAgent({ classes }: NonNullable<OptionResult['costPerCase']>): number {
	const { model, tools, state, evaluation, review, retraining, fixed } = classes;
	return model + tools + state + evaluation + review + retraining + fixed;
}

/** A level as the plan sees it. */
export const plain = ({
	level,
	netBenefitUsd,
	reviewHours,
	budgetUsd,
	incidentCostUsd,
	incidents
}: TaskLevel): Level => ({
	level,
	netBenefitUsd,
	reviewHours,
	budgetUsd,
	incidentCostUsd,
	incidents
});
