import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { Option, Verdict } from '#simulations/engine/decision-rule.ts';
import { noFilters, type Filters } from '../../filters.ts';
import { dataPeriod } from '../verdicts/period.ts';
import { taskInputs, verdictOf, type TaskInputs } from '../verdicts/verdicts.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { verdictEntries, type VerdictEntry, type VerdictRecord } from './entry.ts';

/** Days of newer data, and outcomes known of them, before a verdict is scored. */
export const SCORED_AFTER_DAYS = 7;
export const SCORED_OUTCOMES = 30;
/** The newest so many verdicts are scored. */
const MOST = 30;

/** A verdict that stood, and what the runs after it said. */
export interface VerdictScore {
	id: number;
	task: string;
	at: string;
	verdict: Verdict;
	option: Option;
	/** Last day of the data that it was made from; only later days count. */
	data_to: string;
	later_cases: number;
	later_outcomes: number;
	p_better_said: number;
	/** P(cheaper) from the later runs alone. */
	p_better_later: number | null;
	/** Whether the later runs, on the figures that held then, made the agent cheaper. */
	was_cheaper: boolean;
	cost_said_usd: number | null;
	cost_said_low_usd: number | null;
	cost_said_high_usd: number | null;
	/** Null where no later result was right. */
	cost_later_usd: number | null;
	/** (later - said) / said. */
	cost_error: number | null;
	/** Whether the later cost lies in the 90 % interval that was told. */
	cost_held: boolean | null;
}

/**
 * Verdicts that stood against what happened: each is decided again from the runs of later days alone,
 * with the figures that were entered then. `waiting` = too few later days or outcomes so far.
 */
export async function verdictScores(
	reader: Reader,
	task: string | null = null
): Promise<{ scores: VerdictScore[]; waiting: number }> {
	const [entries, period] = await Promise.all([verdictEntries(reader, task), dataPeriod(reader)]);
	const forecasts = forecastsOf(entries).slice(-MOST);
	const scores: VerdictScore[] = [];
	for (const forecast of forecasts) {
		if (!period || daysBetween(forecast.dataTo, period.to) < SCORED_AFTER_DAYS) continue;
		const score = await scoreOf(reader, forecast);
		if (score) scores.push(score);
	}
	return { scores: scores.reverse(), waiting: forecasts.length - scores.length };
}

type Forecast = VerdictEntry & {
	dataTo: string;
	verdict: Verdict;
	record: VerdictRecord & { option: Option; pBetter: number };
};

/** What stood with a forecast; of several from the same data the last, which the later runs met. */
function forecastsOf(entries: readonly VerdictEntry[]): Forecast[] {
	const last = new Map<string, Forecast>();
	for (const entry of entries) {
		const key = JSON.stringify([entry.task, entry.dataTo]);
		if (entry.status !== 'stands') continue;
		last.delete(key);
		if (isForecast(entry)) last.set(key, entry);
	}
	return [...last.values()];
}

const isForecast = (entry: VerdictEntry): entry is Forecast =>
	entry.verdict !== null &&
	entry.dataTo !== null &&
	entry.record?.option != null &&
	entry.record.pBetter !== null;

async function scoreOf(reader: Reader, forecast: Forecast): Promise<VerdictScore | null> {
	const { record, task } = forecast;
	const [later] = await taskInputs(reader, { filters: laterRuns(forecast), zone: 'UTC' });
	if (!later || later.evidence.knownOutcomes < SCORED_OUTCOMES) return null;
	const { decision } = verdictOf({ ...later, inputs: inputsThen(record.inputs, later) });
	const option = decision.options.find((one) => one.option === record.option);
	if (!option) return null;
	const { value, low, high } = record.summary.agentCostUsd;
	// Where nothing was right, what a right result costs is a guess and no measurement.
	const cost = later.evidence.successes > 0 ? option.costPerVerifiedSuccessUsd : null;
	return {
		...{ id: forecast.id, task, at: forecast.at, verdict: forecast.verdict },
		...{ option: record.option, data_to: forecast.dataTo },
		later_cases: later.evidence.cases,
		later_outcomes: later.evidence.knownOutcomes,
		p_better_said: record.pBetter,
		p_better_later: option.pBetterThanHuman,
		was_cheaper: option.netBenefitUsd.mean > 0,
		...{ cost_said_usd: value, cost_said_low_usd: low, cost_said_high_usd: high },
		cost_later_usd: cost,
		cost_error: cost === null || !value ? null : (cost - value) / value,
		cost_held: cost === null || low === null || high === null ? null : low <= cost && cost <= high
	};
}

const laterRuns = ({ task, dataTo, record }: Forecast): Filters => ({
	...noFilters(),
	task: [task],
	agent: [record.configuration.agent],
	agent_version: [record.configuration.agent_version ?? '(none)'],
	model: [record.configuration.model ?? '(none)'],
	from: new Date(Date.parse(dataTo) + DAY_MS).toISOString().slice(0, 10)
});

/** What was entered then holds; what had been measured is measured again. */
function inputsThen(then: Inputs, { measured }: TaskInputs): Inputs {
	const again = Object.entries(measured).filter(
		([name]) =>
			(then[name as keyof Inputs] as { source?: string } | undefined)?.source === 'measured'
	);
	return { ...then, ...(Object.fromEntries(again) as Inputs) };
}

const DAY_MS = 86_400_000;
const daysBetween = (from: string, to: string): number =>
	(Date.parse(to) - Date.parse(from)) / DAY_MS;

/** How often what was said with a probability came true. */
export interface ScoreBin {
	from: number;
	to: number;
	n: number;
	said: number | null;
	came_true: number | null;
}

const EDGES = [0, 0.1, 0.5, 0.9, 1] as const;

/** Calibration of P(cheaper): verdicts by what was said, and how many of them came true. */
export function calibrationOf(scores: readonly VerdictScore[]): ScoreBin[] {
	return EDGES.slice(1).map((to, at) => {
		const from = EDGES[at] ?? 0;
		const inside = scores.filter(
			({ p_better_said: p }) => p >= from && (p < to || (to === 1 && p === 1))
		);
		const share = (of: (one: VerdictScore) => number) =>
			inside.length === 0 ? null : inside.reduce((sum, one) => sum + of(one), 0) / inside.length;
		return {
			...{ from, to, n: inside.length },
			said: share((one) => one.p_better_said),
			came_true: share((one) => Number(one.was_cheaper))
		};
	});
}
