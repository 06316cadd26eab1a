import { beliefsOf, missingBaseline, type Inputs } from './beliefs.ts';
import type { TaskEvidence } from './evidence.ts';
import { narrowScope, segmentSavings, type Luck } from './narrow-scope.ts';
import { meanAndInterval } from './risk.ts';
import { mean, sum, type Interval } from './statistics/summary.ts';
import { drawnTogether } from './together.ts';
import { at, drawTrials } from './trials.ts';

/** One more segment handed to the agent, the best of the earlier half first. */
export interface FrontierStep {
	segment: string;
	/** Share of all cases that the agent has by now, on the later half. */
	share: number;
	/** Of this segment alone and of all up to it, USD a month before the fixed cost, on the later half. */
	alone: Interval & { mean: number };
	together: Interval & { mean: number };
	/** Saving of a case on the earlier half, by which the order was chosen. */
	earlierUsdPerCase: number;
	cases: number;
	knownOutcomes: number;
	successes: number;
	/** Whether the search for a narrower scope keeps it. */
	chosen: boolean;
}

/** How much of the work pays, when segments are added one by one. */
export interface ScopeFrontier {
	/** 0 or 1: whichever brings more on the earlier half. */
	reviewShare: number;
	steps: FrontierStep[];
}

const TRIALS = 4000;

/**
 * Share of work against net benefit. The order is chosen on the earlier half and every figure is of
 * the later one. Null without segments, a person's minutes and wage, or a cost.
 */
export function scopeFrontier(
	evidence: TaskEvidence,
	inputs: Inputs,
	seed: number | string
): ScopeFrontier | null {
	const segments = evidence.segments ?? [];
	if (segments.length < 2 || missingBaseline(inputs).length > 0 || evidence.costPerCase === null)
		return null;
	const luck: Luck = { seed, unknownAs: 'left_out' };
	const beliefs = beliefsOf(inputs, evidence);
	const trials = drawTrials(beliefs, {
		seed,
		count: TRIALS,
		starting: true,
		together: drawnTogether(evidence, beliefs)
	});
	const gain = (reviewShare: number) =>
		sum(
			segmentSavings(trials, evidence, 'earlier', reviewShare, luck).map(
				({ segment, saving }) => Math.max(0, mean(saving) ?? 0) * segment.earlier.cases
			)
		);
	const choice = narrowScope(trials, evidence, luck);
	const reviewShare = choice?.reviewShare ?? (gain(1) > gain(0) ? 1 : 0);
	const kept = choice?.scope.parts.map(({ name }) => name) ?? null;
	const earlier = segmentSavings(trials, evidence, 'earlier', reviewShare, luck)
		.map(({ segment, saving }) => ({ name: segment.name, saving: mean(saving) ?? 0 }))
		.sort((a, b) => b.saving - a.saving);
	const later = segmentSavings(trials, evidence, 'later', reviewShare, luck);
	const cases = sum(segments.map((segment) => segment.later.cases));
	const volume = trials.columns.volume_per_month;
	const together = new Float64Array(TRIALS);
	let share = 0;
	return {
		reviewShare,
		steps: earlier.flatMap(({ name, saving: earlierUsdPerCase }): FrontierStep[] => {
			const found = later.find(({ segment }) => segment.name === name);
			if (!found || cases === 0) return [];
			const { segment, saving } = found;
			const weight = segment.later.cases / cases;
			share += weight;
			const alone = saving.map((usd, i) => weight * usd * at(volume, i));
			for (let i = 0; i < TRIALS; i++) together[i] = at(together, i) + at(alone, i);
			return [
				{
					segment: name,
					share,
					alone: meanAndInterval(alone) ?? NOTHING,
					together: meanAndInterval(together) ?? NOTHING,
					earlierUsdPerCase,
					cases: segment.later.cases,
					knownOutcomes: segment.later.knownOutcomes,
					successes: segment.later.successes,
					chosen: kept?.includes(name) ?? earlierUsdPerCase > 0
				}
			];
		})
	};
}

const NOTHING = { mean: 0, low: 0, high: 0 };
