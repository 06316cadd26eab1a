import type { OptionResult } from '#simulations/engine/decision-result.ts';
import type { Option } from '#simulations/engine/decision-rule.ts';
import {
	planPortfolio,
	planStability,
	resources,
	type Level,
	type PortfolioTask,
	type Resource
} from '#simulations/engine/portfolio.ts';
import { simulateChunk } from '#simulations/engine/simulate.ts';
import { bayesianDiscoveries } from '#simulations/engine/statistics/multiplicity.ts';
import type { Interval } from '#simulations/engine/statistics/summary.ts';
import type { ScenarioDocument } from './document.ts';
import { prepareTask } from './prepared-task.ts';
import type { OptionOutcome } from './result.ts';
import { finishScenario } from './run-scenario.ts';
import type { TaskFacts } from './task-facts.ts';

/** What is scarce, a month; null is no cap. */
export type PortfolioCaps = Readonly<Record<Resource, number | null>>;

/** One task of a portfolio at the level that the plan gives it, a month. */
export interface PortfolioRow extends Record<Resource, number> {
	task: string;
	/** `keep_human` is no level of the agent. */
	option: Option;
	/** Results below this confidence are reviewed; null when all or none are. */
	threshold: number | null;
	reviewShare: number;
	netBenefitUsd: Interval & { mean: number };
	pBetter: number | null;
	/** Share of what we believe possible in which the task keeps this level. */
	stability: number;
	/** Whether it would have another level without caps. */
	isHeldBack: boolean;
}

/** Which tasks at which level under caps (simulation-spec E), figures a month. */
export interface PortfolioAnswer {
	rows: PortfolioRow[];
	netBenefitUsd: number;
	used: Record<Resource, number>;
	/** What one more unit of a cap brings. */
	shadowPriceUsd: Record<Resource, number>;
	/** What the second best plan would lose; null when there is no other. */
	regretOfSecondBestUsd: number | null;
	/** The best plan by reviewer hours, other caps as they are. */
	byHours: { hours: number; netBenefitUsd: number }[];
	/** Expected share of the tasks with an agent that are a mistake; null without one. */
	falseShare: number | null;
	/** Tasks that pay on average but are not sure enough together with the others. */
	unsure: string[];
	/** Tasks without a person or a cost to compare with. */
	unknown: string[];
}

/** Share of mistakes that the chosen tasks may hold (simulation-spec D.10). */
const FALSE_DISCOVERIES = 0.05;
/** Draws on which the plan is made again. */
const DRAWS = 200;
const HOUR_STEPS = 16;

/** Levels of every task: the options of each scenario, on the same luck; the first gives the seed. */
export function portfolioAnswer(
	scenarios: readonly ScenarioDocument[],
	facts: readonly TaskFacts[],
	asked: PortfolioCaps
): PortfolioAnswer {
	const known = facts.map((one) => levelsOf(scenarios, one));
	const tasks = known.filter((one) => one.levels.length > 0);
	const best = tasks.map(({ levels }) =>
		levels.reduce((a, b) => (b.netBenefitUsd > a.netBenefitUsd ? b : a))
	);
	const paying = tasks.map((_, k) => k).filter((k) => (best[k]?.netBenefitUsd ?? 0) > 0);
	const errors = paying.map((k) => 1 - (best[k]?.outcome.pBetterThanHuman ?? 0));
	const found = bayesianDiscoveries(errors, FALSE_DISCOVERIES);
	const sure = new Set(found.selected.map((i) => paying[i]));
	const choices: PortfolioTask[] = tasks.map(({ task, levels }, k) => ({
		task,
		levels: [NOTHING, ...(sure.has(k) ? levels.map(plain) : [])]
	}));
	const caps = record((name) => asked[name] ?? enough(choices, name));
	const plan = planPortfolio(choices, caps);
	const free = planPortfolio(
		choices,
		record((name) => enough(choices, name))
	);
	const stability = planStability(plan, caps, redrawn(tasks, choices));
	const hours = enough(choices, 'reviewHours');
	return {
		rows: tasks.map(({ task, levels }, k): PortfolioRow => {
			const level = levels.find(({ level: name }) => name === plan.choice[k]?.level);
			return {
				task,
				option: level?.outcome.option ?? 'keep_human',
				threshold: level?.outcome.threshold ?? null,
				reviewShare: level?.outcome.reviewShare ?? 0,
				netBenefitUsd: level?.outcome.netBenefitUsdPerMonth ?? { mean: 0, low: 0, high: 0 },
				pBetter: level?.outcome.pBetterThanHuman ?? null,
				stability: stability.find((one) => one.task === task)?.share ?? 0,
				isHeldBack: plan.choice[k]?.level !== free.choice[k]?.level,
				...record((name) => level?.[name] ?? 0)
			};
		}),
		netBenefitUsd: plan.netBenefitUsd,
		used: plan.used,
		shadowPriceUsd: record((name) => (asked[name] === null ? 0 : plan.shadowPriceUsd[name])),
		regretOfSecondBestUsd: plan.regretOfSecondBestUsd,
		byHours: Array.from({ length: HOUR_STEPS + 1 }, (_, k) => {
			const reviewHours = (hours * k) / HOUR_STEPS;
			return {
				hours: reviewHours,
				netBenefitUsd: planPortfolio(choices, { ...caps, reviewHours }).netBenefitUsd
			};
		}),
		falseShare:
			found.selected.length === 0
				? null
				: found.selected.reduce((total, i) => total + (errors[i] ?? 0), 0) / found.selected.length,
		unsure: paying.filter((k) => !sure.has(k)).map((k) => tasks[k]?.task ?? ''),
		unknown: known.filter(({ levels }) => levels.length === 0).map(({ task }) => task)
	};
}

interface TaskLevel extends Level {
	outcome: OptionOutcome;
	/** Net benefit a month in some draws. */
	draws: Float64Array;
}

interface TaskLevels {
	task: string;
	levels: TaskLevel[];
}

const NOTHING: Level = {
	level: 'keep_human',
	netBenefitUsd: 0,
	reviewHours: 0,
	budgetUsd: 0,
	incidentCostUsd: 0
};

/** Every feasible option of every scenario that differs from the ones before it. */
function levelsOf(scenarios: readonly ScenarioDocument[], facts: TaskFacts): TaskLevels {
	const levels = new Map<string, TaskLevel>();
	for (const scenario of scenarios) {
		const document = { ...scenario, tasks: [facts.task] };
		const prepared = prepareTask(document, facts, 'preview');
		const { simulation } = prepared;
		if (!simulation) continue;
		const chunk = simulateChunk(simulation, 0);
		const [result] = finishScenario([prepared], [[chunk]], document, 'preview').tasks;
		for (const outcome of result?.options ?? []) {
			if (outcome.option === 'keep_human' || !outcome.feasible) continue;
			const net = outcome.netBenefitUsdPerMonth;
			const costs = outcome.costPerCase;
			const name = `${outcome.option} ${outcome.reviewShare.toFixed(3)}`;
			if (!net || !costs || levels.has(name)) continue;
			const index = simulation.scenario.options.findIndex(
				({ option }) => option === outcome.option
			);
			const perMonth = outcome.netBenefitUsd.mean === 0 ? 0 : net.mean / outcome.netBenefitUsd.mean;
			const { cases } = outcome.perMonth;
			levels.set(name, {
				level: name,
				netBenefitUsd: net.mean,
				reviewHours: outcome.perMonth.reviewHours,
				budgetUsd: cases * spentOnAgent(costs),
				incidentCostUsd: cases * costs.classes.incidents,
				outcome,
				draws: (chunk.expected[index] ?? new Float64Array()).map((value) => value * perMonth)
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

const plain = ({
	level,
	netBenefitUsd,
	reviewHours,
	budgetUsd,
	incidentCostUsd
}: TaskLevel): Level => ({
	level,
	netBenefitUsd,
	reviewHours,
	budgetUsd,
	incidentCostUsd
});

/** A cap that never binds. */
const enough = (tasks: readonly PortfolioTask[], name: Resource): number =>
	tasks.reduce((total, { levels }) => total + Math.max(...levels.map((level) => level[name])), 0);

/** The same choices as they would be in single draws of what we do not know. */
function* redrawn(
	tasks: readonly TaskLevels[],
	choices: readonly PortfolioTask[]
): Generator<readonly PortfolioTask[]> {
	for (let i = 0; i < DRAWS; i++)
		yield choices.map(({ task, levels }, k) => ({
			task,
			levels: levels.map((level) => {
				const own = tasks[k]?.levels.find((one) => one.level === level.level);
				return own ? { ...level, netBenefitUsd: own.draws[i] ?? 0 } : level;
			})
		}));
}

function record<T>(value: (name: Resource) => T): Record<Resource, T> {
	return Object.fromEntries(resources.map((name) => [name, value(name)])) as Record<Resource, T>;
}
