import type { Filters } from '../../filters.ts';
import type { ReportDocument, ReportOrigin } from '../../reports/document.ts';
import type { Saves } from '../../verdicts/headline.ts';
import { storedAssumptions, type StoredAssumption } from '../assumptions/stored.ts';
import { attribution, type Attribution } from '../queries/attribution.ts';
import { metricRows, type MetricRow } from '../queries/metric-query.ts';
import { nextStep, type NextStep } from '../verdicts/next-step.ts';
import { savesOf, standings, toldSummary, type ToldSummary } from '../verdict-history/standing.ts';
import { dataPeriod, type Period } from '../verdicts/period.ts';
import { taskVerdicts, type TaskVerdict } from '../verdicts/verdicts.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { reportOrigin } from './report-origin.ts';
import { simulatedFacts, type ReportScenario, type SimulatedFacts } from './simulated.ts';

/** Everything that the blocks of a report are written from. */
export interface ReportFacts {
	/** What runs say now. */
	verdicts: TaskVerdict[];
	/** What is told: a verdict that stands, while what runs say now waits. */
	summaries: ToldSummary[];
	/** What the verdicts that are told save. */
	saves: Saves[];
	simulated: SimulatedFacts;
	/** The metrics of `METRICS` over everything, and per task. */
	totals: MetricRow;
	byTask: MetricRow[];
	attribution: Attribution;
	entered: StoredAssumption[];
	step: NextStep | null;
	period: Period | null;
	seed: number;
	origin: ReportOrigin;
	/** The newest report before this one; null when this is the first. */
	previous: PreviousReport | null;
}

/** An earlier report that a new one is compared with. */
export interface PreviousReport {
	id: number;
	document: ReportDocument;
}

/** What a report is asked to be about. */
export interface ReportQuestion {
	filters: Filters;
	/** The filters with the defaults filled in. */
	asked: Filters;
	zone: string;
	seed: number;
	previous: PreviousReport | null;
	/** Empty = the workspace. */
	scenarios: ReportScenario[];
}

/** Reads the facts of a report. */
export async function reportFacts(reader: Reader, question: ReportQuestion): Promise<ReportFacts> {
	const { filters, asked, zone, seed, previous, scenarios } = question;
	const ask = { names: METRICS, filters: asked, zone };
	const [verdicts, [totals], byTask, tied, entered, period, told, origin] = await Promise.all([
		taskVerdicts(reader, { filters, zone, seed }),
		metricRows(reader, { ...ask, by: [] }),
		metricRows(reader, { ...ask, by: ['task'] }),
		attribution(reader, asked, zone),
		storedAssumptions(reader),
		dataPeriod(reader),
		standings(reader, withoutTasks(filters)),
		reportOrigin(reader, seed)
	]);
	const tasks = verdicts.map((one) => one.task);
	return {
		verdicts,
		summaries: verdicts.map((one) => toldSummary(one, told.get(one.task))),
		saves: verdicts.map((one) => savesOf(one, told.get(one.task))),
		simulated: await simulatedFacts(reader, tasks, { filters, zone, scenarios }),
		totals: totals ?? {},
		byTask,
		attribution: tied,
		entered,
		step: nextStep(verdicts),
		period: periodOf(asked, period),
		seed,
		origin,
		previous
	};
}

const METRICS = [
	'runs',
	'cases',
	'total_cost_usd',
	'cost_known_runs',
	'failed_cost_usd',
	'unknown_outcomes',
	'success_rate',
	'success_rate_low',
	'success_rate_high',
	'reviewed_runs',
	'review_minutes',
	'escapes',
	'visible_failure_share',
	'incidents',
	'incident_cost_usd',
	'mttd_h',
	'mttr_h'
];

/** Choosing tasks asks no other question of those that are left. */
const withoutTasks = (filters: Filters): Filters => ({ ...filters, task: [] });

/** The days asked for, within the days there are. */
const periodOf = ({ from, to }: Filters, period: Period | null): Period | null =>
	period && {
		from: from !== null && from > period.from ? from : period.from,
		to: to !== null && to < period.to ? to : period.to
	};

/** A metric of a row as a number; null where it is unknown. */
export const numberOf = (row: MetricRow | undefined, name: string): number | null =>
	typeof row?.[name] === 'number' ? row[name] : null;
