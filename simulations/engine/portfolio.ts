import { bestPlan, nextBestPlan, relaxation, type ChoiceProblem } from './knapsack.ts';

/** What is scarce across tasks; incidents by what they are expected to cost, and by their number. */
export const resources = ['reviewHours', 'budgetUsd', 'incidentCostUsd', 'incidents'] as const;
export type Resource = (typeof resources)[number];

/** One level of oversight of a task, over the horizon (or a month) throughout. */
export interface Level extends Record<Resource, number> {
	level: string;
	netBenefitUsd: number;
}

/** A task with the levels it may take; one of them brings and uses nothing (keep it human). */
export interface PortfolioTask {
	task: string;
	levels: readonly Level[];
}

/** The best plan under the caps, and what the caps cost. */
export interface PortfolioPlan {
	netBenefitUsd: number;
	choice: { task: string; level: string }[];
	used: Record<Resource, number>;
	slack: Record<Resource, number>;
	/** Bound of the linear relaxation; the plan cannot be better than this. */
	boundUsd: number;
	/** What one more unit of a cap is worth at the margin of the relaxation. */
	shadowPriceUsd: Record<Resource, number>;
	/** What the second best plan would lose; null when there is no other. */
	regretOfSecondBestUsd: number | null;
}

/**
 * One level of oversight per task under reviewer hours, budget and expected incidents: exact, by
 * branch and bound, for up to about 30 tasks (simulation-spec E).
 */
export function planPortfolio(
	tasks: readonly PortfolioTask[],
	caps: Readonly<Record<Resource, number>>
): PortfolioPlan {
	const problem = problemOf(tasks, caps);
	const plan = bestPlan(problem);
	const second = nextBestPlan(problem, plan);
	const relaxed = relaxation(problem);
	const chosen = tasks.map(({ task, levels }, i) => ({ task, level: levels[plan.choice[i] ?? 0] }));
	const used = record((resource) =>
		chosen.reduce((total, { level }) => total + (level?.[resource] ?? 0), 0)
	);
	return {
		netBenefitUsd: plan.value,
		choice: chosen.map(({ task, level }) => ({ task, level: level?.level ?? '' })),
		used,
		slack: record((resource) => caps[resource] - used[resource]),
		boundUsd: relaxed.bound,
		shadowPriceUsd: record((_, k) => relaxed.shadowPrices[k] ?? 0),
		regretOfSecondBestUsd: second === null ? null : plan.value - second.value
	};
}

/** Share of posterior draws in which each task keeps the level it has in the plan. */
export function planStability(
	plan: PortfolioPlan,
	caps: Readonly<Record<Resource, number>>,
	draws: Iterable<readonly PortfolioTask[]>
): { task: string; share: number }[] {
	const kept = new Map(plan.choice.map(({ task }) => [task, 0]));
	let count = 0;
	for (const tasks of draws) {
		count++;
		const again = bestPlan(problemOf(tasks, caps));
		tasks.forEach(({ task, levels }, i) => {
			const level = levels[again.choice[i] ?? 0]?.level;
			if (plan.choice.some((one) => one.task === task && one.level === level))
				kept.set(task, (kept.get(task) ?? 0) + 1);
		});
	}
	return [...kept].map(([task, times]) => ({ task, share: count === 0 ? 0 : times / count }));
}

function problemOf(
	tasks: readonly PortfolioTask[],
	caps: Readonly<Record<Resource, number>>
): ChoiceProblem {
	return {
		items: tasks.map(({ levels }) =>
			levels.map((level) => ({
				value: level.netBenefitUsd,
				uses: resources.map((resource) => level[resource])
			}))
		),
		caps: resources.map((resource) => caps[resource])
	};
}

function record(value: (resource: Resource, index: number) => number): Record<Resource, number> {
	return Object.fromEntries(
		resources.map((resource, index) => [resource, value(resource, index)])
	) as Record<Resource, number>;
}
