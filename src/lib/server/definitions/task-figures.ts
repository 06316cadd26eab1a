import type { Verdict } from '#simulations/engine/decision-rule.ts';
import { noFilters } from '../../filters.ts';
import { metricRows, type MetricRow } from '../queries/metric-query.ts';
import { taskVerdicts } from '../verdicts/verdicts.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** A kind of work as the definitions make it: all of its runs, whoever did them and wherever. */
export interface TaskFigures {
	task: string;
	runs: number;
	/** Null when no run has a known cost. */
	cost_usd: number | null;
	/** Runs that were right, that were wrong or partly right, and of which nobody has said anything. */
	right: number;
	wrong: number;
	unknown: number;
	success_rate: number | null;
	success_rate_low: number | null;
	success_rate_high: number | null;
	/** Null where it was not asked for, or no run is left under the usual filters. */
	verdict: Verdict | null;
}

const NAMES = [
	'runs',
	'successes',
	'unknown_outcomes',
	'total_cost_usd',
	'success_rate',
	'success_rate_low',
	'success_rate_high'
];

/** The figures of every task, most runs first; their verdicts too where those are asked for. */
export async function taskFigures(
	reader: Reader,
	{ verdicts = false } = {}
): Promise<TaskFigures[]> {
	const question = { filters: noFilters(), zone: 'UTC' };
	const rows = await metricRows(reader, { ...question, names: NAMES, by: ['task'] });
	const decided = verdicts ? await taskVerdicts(reader, question) : [];
	const verdictOf = new Map(decided.map(({ task, decision }) => [task, decision.verdict]));
	return rows
		.map((row) => ({ ...figuresOf(row), verdict: verdictOf.get(String(row.task)) ?? null }))
		.sort((a, b) => b.runs - a.runs || (a.task < b.task ? -1 : 1));
}

function figuresOf(row: MetricRow): Omit<TaskFigures, 'verdict'> {
	const count = (name: string): number => Number(row[name] ?? 0);
	const figure = (name: string) => row[name] as number | null;
	return {
		task: String(row.task),
		runs: count('runs'),
		cost_usd: figure('total_cost_usd'),
		right: count('successes'),
		wrong: count('runs') - count('unknown_outcomes') - count('successes'),
		unknown: count('unknown_outcomes'),
		success_rate: figure('success_rate'),
		success_rate_low: figure('success_rate_low'),
		success_rate_high: figure('success_rate_high')
	};
}
