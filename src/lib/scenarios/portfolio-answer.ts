import type { Option } from '#simulations/engine/decision-rule.ts';
import { capUnder, exceedanceOf, type IncidentLimit } from '#simulations/engine/incident-limit.ts';
import {
	planPortfolio,
	planStability,
	resources,
	type PortfolioPlan,
	type PortfolioTask,
	type Resource
} from '#simulations/engine/portfolio.ts';
import { bayesianDiscoveries } from '#simulations/engine/statistics/multiplicity.ts';
import type { Interval } from '#simulations/engine/statistics/summary.ts';
import type { ScenarioDocument } from './document.ts';
import { DRAWS, levelsOf, NOTHING, plain, type TaskLevels } from './portfolio-levels.ts';
import type { TaskFacts } from './task-facts.ts';

/** What is scarce, a month, and how often a year may have many incidents; null is no cap. */
export interface PortfolioCaps extends Readonly<Record<Resource, number | null>> {
	readonly limit: IncidentLimit | null;
}

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
	/** P(more incidents in a year than the limit says), P(any) without one. */
	exceedance: IncidentLimit;
	/** Expected incidents a month that the limit comes to; null without one. */
	incidentsUnderLimit: number | null;
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
	const given = record((name) => asked[name] ?? enough(choices, name));
	const moreThan = asked.limit?.moreThan ?? 0;
	const exceedance = (plan: PortfolioPlan) => exceedanceOf(incidentDraws(tasks, plan), moreThan);
	const underLimit =
		asked.limit &&
		capUnder(asked.limit, (cap) =>
			exceedance(planPortfolio(choices, { ...given, incidents: Math.min(cap, given.incidents) }))
		);
	const caps = { ...given, incidents: Math.min(underLimit ?? Infinity, given.incidents) };
	const isCapped = record(
		(name) => asked[name] !== null || (name === 'incidents' && underLimit !== null)
	);
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
		shadowPriceUsd: record((name) => (isCapped[name] ? plan.shadowPriceUsd[name] : 0)),
		exceedance: { moreThan, probability: exceedance(plan) },
		incidentsUnderLimit: underLimit,
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

/** Incidents a month of a plan in single draws of what we do not know, all tasks together. */
function incidentDraws(tasks: readonly TaskLevels[], plan: PortfolioPlan): Float64Array {
	const total = new Float64Array(DRAWS);
	tasks.forEach(({ levels }, k) => {
		const level = levels.find((one) => one.level === plan.choice[k]?.level);
		level?.incidentDraws.forEach((incidents, i) => (total[i] = (total[i] ?? 0) + incidents));
	});
	return total;
}

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
