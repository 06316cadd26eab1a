import { normalQuantile } from '#simulations/engine/statistics/normal.ts';
import type { ScenarioDocument } from './document.ts';
import type { TaskFacts } from './task-facts.ts';

const Z90 = normalQuantile(0.95);

/**
 * The facts of a task from a scenario's pinned figures alone, for where its runs are not at hand; null
 * without a pinned success and cost. Nothing is known of single cases then.
 */
export function pinnedFacts({ pin }: ScenarioDocument, task: string): TaskFacts | null {
	const figures = pin?.tasks[task];
	const success = figures?.case_success_rate;
	const cost = figures?.cost_per_case_usd;
	if (!pin || !success || !cost) return null;
	const known = success.n ?? 0;
	const { value, low, high } = cost;
	return {
		task,
		configuration: `as pinned on ${pin.date}`,
		window: null,
		evidence: {
			cases: known,
			knownOutcomes: known,
			successes: Math.min(known, Math.round(success.value * known)),
			verifiedOutcomes: known,
			randomSample: false,
			designEffect: 1,
			costPerCase: {
				meanUsd: value,
				standardErrorUsd: low === null || high === null ? 0 : (high - low) / (2 * Z90),
				n: cost.n ?? known,
				classes: null
			},
			visibleFailures: null,
			gate: null,
			incidentsSeen: null,
			segments: null
		},
		inputs: {},
		cases: null,
		runSeconds: null,
		otherModel: null
	};
}
