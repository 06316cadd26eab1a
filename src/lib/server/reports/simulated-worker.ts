import type { BreakEvenVolume } from '#simulations/engine/break-even-volumes.ts';
import { compareScenarios, type ComparedScenario } from '../../scenarios/compare-scenarios.ts';
import type { ScenarioDocument } from '../../scenarios/document.ts';
import { portfolioAnswer, type PortfolioAnswer } from '../../scenarios/portfolio-answer.ts';
import { noCaps } from '../../scenarios/portfolio-scenarios.ts';
import type { ThresholdPoint } from '../../scenarios/result.ts';
import { runScenario } from '../../scenarios/run-scenario.ts';
import type { TaskFacts } from '../../scenarios/task-facts.ts';
import { answerJobs } from '../job-thread.ts';

/** What a report needs simulated beyond its verdicts. */
export interface SimulationJob {
	/** The levels of a portfolio, the work as it is first; that alone = no portfolio, empty = nothing. */
	levels: readonly ScenarioDocument[];
	facts: readonly TaskFacts[];
	/** Scenarios side by side, the one that others are held against first; may be empty. */
	compared: readonly { scenario: ScenarioDocument; facts: readonly TaskFacts[] }[];
}

/** How review trades errors for time in a task, and from which volume on its agent pays. */
export interface TaskFrontier {
	task: string;
	/** Null without confidence or without a figure for people. */
	points: ThresholdPoint[] | null;
	breakEven: BreakEvenVolume[];
	volumePerMonth: number | null;
}

/** What came out. */
export interface Simulated {
	portfolio: PortfolioAnswer | null;
	frontiers: TaskFrontier[];
	compared: ComparedScenario[];
}

/** How a thread knows that it is one of ours. */
export const WORKER_NAME = 'breakeven-report-figures';

/** This module: a thread starts from the same file, in the build as from the sources. */
export const workerUrl = import.meta.url;

answerJobs(WORKER_NAME, (job: SimulationJob) => Promise.resolve().then(() => simulated(job)));

function simulated({ levels, facts, compared }: SimulationJob): Simulated {
	const [asIs] = levels;
	const result = asIs && runScenario(asIs, facts, { precision: 'preview' });
	return {
		portfolio: levels.length > 1 ? portfolioAnswer(levels, facts, noCaps) : null,
		frontiers: (result?.tasks ?? []).map(({ task, thresholds, breakEven, inputs }) => ({
			task,
			points: thresholds,
			breakEven,
			volumePerMonth: inputs.find(({ input }) => input === 'volume_per_month')?.value ?? null
		})),
		compared: compareScenarios(compared)
	};
}
