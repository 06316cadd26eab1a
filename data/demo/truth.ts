import { dateOf, DAY_US, DAYS, type Calendar } from './calendar.ts';
import type { Case } from './case.ts';
import { termsOf } from './company.ts';
import type { Terms } from './economics.ts';
import { expectedCost, type ExpectedCost } from './expected-cost.ts';
import { COMPLAINT_WEIGHT } from './statements.ts';
import { bestOption, trueOptions, type TrueOption } from './true-options.ts';
import { successOf, type Configuration, type Task } from './task.ts';

/** A configuration as the exports name it, and how well it truly does. */
export interface TrueConfiguration {
	agent: string;
	agentVersion: string;
	model: string;
	/** In production. */
	cases: number;
	right: number;
	/** The mean of its cases' true probabilities of being right. */
	success: number;
	/** Before and after a drift; the same without one. */
	successFirst: number;
	successNow: number;
	weeks: { week: string; cases: number; success: number }[];
	cost: ExpectedCost;
	parts: { value: string; share: number; success: number }[];
}

/** What is true of a kind of work, whatever the exports show. */
export interface TrueTask {
	task: string;
	/** What should come out, and the option that truly brings most. */
	verdict: string;
	bestOption: string;
	/** The configuration that ran most in the last 28 days: what the verdict is about. */
	configuration: TrueConfiguration;
	others: TrueConfiguration[];
	drift: { from: string; points: number; model: string } | null;
	partAttribute: string;
	visibleShare: number;
	terms: Terms;
	decision: 'start' | 'continue';
	/** At the success that the configuration's cases had on average, and at today's. */
	options: TrueOption[];
	optionsNow: TrueOption[];
	/** How many of the production cases came to what, over all configurations. */
	generated: Record<'cases' | 'runs' | 'reviewed' | 'caught' | 'escapes' | 'incidents', number>;
	/** Known outcomes are a random part of the cases, or complaints: wrong ones so many times as likely. */
	outcomes: 'random' | 'complaints';
	complaintWeight: number | null;
}

/** The truth about one task. */
export function trueTask(task: Task, cases: readonly Case[], calendar: Calendar): TrueTask {
	const production = cases.filter((one) => one.environment === 'production');
	const chosen = mostLately(task, production);
	const configurations = task.configurations.map((configuration) => ({
		configuration,
		truth: trueConfiguration(task, configuration, production, calendar)
	}));
	const truth = (wanted: (one: Configuration) => boolean) =>
		configurations.filter((one) => wanted(one.configuration)).map((one) => one.truth);
	const [own] = truth((one) => one === chosen) as [TrueConfiguration];
	const { drift } = task;
	const isStarting = task.decision === 'start';
	const terms = termsOf(task);
	const optionsAt = (success: number) =>
		trueOptions({ task, configuration: chosen, success, terms, isStarting });
	const options = optionsAt(own.success);
	const best = bestOption(options);
	const complaints = task.verification.complaints !== undefined;
	const count = (is: (one: Case) => boolean) => production.filter(is).length;
	return {
		task: task.name,
		verdict: complaints ? 'collect_more_data' : best,
		bestOption: best,
		configuration: own,
		others: truth((one) => one !== chosen),
		drift: drift && {
			from: dateOf(calendar.startOf(drift.fromDay)),
			points: drift.points,
			model: drift.model.response
		},
		partAttribute: task.parts.attribute,
		visibleShare: task.visibleShare,
		terms,
		decision: task.decision,
		options,
		optionsNow: optionsAt(own.successNow),
		generated: {
			cases: production.length,
			runs: production.reduce((sum, one) => sum + one.runs.length, 0),
			reviewed: count((one) => one.review !== null),
			caught: count((one) => one.fate === 'silent' && !one.escaped),
			escapes: count((one) => one.escaped),
			incidents: count((one) => one.incident !== null)
		},
		outcomes: complaints ? 'complaints' : 'random',
		complaintWeight: complaints ? COMPLAINT_WEIGHT : null
	};
}

/** The configuration that a verdict is about, by default (design.md 2). */
function mostLately(task: Task, production: readonly Case[]): Configuration {
	const since = DAYS - 28;
	const runs = (configuration: Configuration) =>
		production
			.filter((one) => one.configuration === configuration && one.day > since)
			.reduce((sum, one) => sum + one.runs.length, 0);
	return task.configurations.reduce((a, b) => (runs(b) > runs(a) ? b : a));
}

function trueConfiguration(
	task: Task,
	configuration: Configuration,
	production: readonly Case[],
	calendar: Calendar
): TrueConfiguration {
	const own = production.filter((one) => one.configuration === configuration);
	const successOn = (day: number) => successOf(task, configuration, day, null);
	const weeks = new Map<string, number[]>();
	for (const { day } of own) {
		const week = calendar.weekOf(day);
		weeks.set(week, [...(weeks.get(week) ?? []), successOn(day)]);
	}
	return {
		agent: configuration.unnamed ? 'northwind-copilot' : task.agent,
		agentVersion: configuration.version,
		model: task.app === 'sheet' ? configuration.model.name : configuration.model.response,
		cases: own.length,
		right: own.filter((one) => one.fate === 'right').length,
		success: mean(own.map((one) => successOn(one.day))),
		successFirst: successOn(configuration.fromDay),
		successNow: successOn(configuration.toDay),
		weeks: [...weeks].map(([week, rates]) => ({
			week,
			cases: rates.length,
			success: mean(rates)
		})),
		cost: expectedCost(task, configuration),
		parts: task.parts.values.map(({ value, share, success }) => ({
			value,
			share,
			success: success + configuration.lift
		}))
	};
}

const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

/** The first and the last day of the exports. */
export const periodOf = (calendar: Calendar) => ({
	from: dateOf(calendar.startUs),
	to: dateOf(calendar.endUs - DAY_US)
});
