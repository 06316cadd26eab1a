import { calibrationTopics } from './golden-topics-calibration.ts';
import { decisionTopics } from './golden-topics-decision.ts';
import { driftTopics } from './golden-topics-drift.ts';
import { oversightTopics } from './golden-topics-oversight.ts';
import { simulationTopics } from './golden-topics-simulation.ts';
import { statisticsTopics } from './golden-topics-statistics.ts';

/** What one topic computes from a case's inputs, in the vector's own names. */
export type Topic = (inputs: never, expected: never) => unknown;

/** Every topic of simulation-spec.md I that the engine has. */
export const topics: Record<string, Topic> = {
	...statisticsTopics,
	...calibrationTopics,
	...decisionTopics,
	...oversightTopics,
	...driftTopics,
	...simulationTopics
};
