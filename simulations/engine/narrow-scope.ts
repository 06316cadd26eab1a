import { drawColumn } from './distribution.ts';
import { countsWith, successPosterior } from './evidence.ts';
import type { SegmentEvidence, SegmentHalf, TaskEvidence, UnknownAs } from './evidence.ts';
import { savingPerCase } from './net-benefit.ts';
import { wholeTaskPlan, type OptionPlan } from './option-plan.ts';
import { fitBetaBinomial } from './statistics/beta-fit.ts';
import { bayesianDiscoveries } from './statistics/multiplicity.ts';
import type { BetaShape } from './statistics/posterior.ts';
import { mean, sum } from './statistics/summary.ts';
import { at, type Trials } from './trials.ts';

/** Share of false discoveries a scope may hold (simulation-spec D.10). */
const FALSE_DISCOVERIES = 0.05;

/**
 * The agent on the segments that pay, a person on the rest: chosen on the earlier half, reported on
 * the later one, every segment's success shrunk towards the task's. Null when no segment passes, or
 * all do (that is the whole task).
 */
export function narrowScopePlan(
	trials: Trials,
	evidence: TaskEvidence,
	{ seed, unknownAs }: { seed: number | string; unknownAs: UnknownAs }
): OptionPlan | null {
	const segments = evidence.segments ?? [];
	const choices = [0, 1].map((reviewShare) =>
		chosenSegments(trials, evidence, segments, reviewShare, { seed, unknownAs })
	);
	const choice = choices.reduce((a, b) => (b.gain > a.gain ? b : a));
	if (choice.segments.length === 0 || choice.segments.length === segments.length) return null;
	const total = sum(segments.map((segment) => segment.later.cases));
	const handled = sum(choice.segments.map((segment) => segment.later.cases));
	if (handled === 0) return null;
	const prior = sharedPrior(segments, 'later', evidence.designEffect, unknownAs);
	const success = new Float64Array(trials.count);
	const runCost = new Float64Array(trials.count);
	for (const segment of choice.segments) {
		const weight = segment.later.cases / handled;
		const rate = segmentSuccess(segment, 'later', prior, trials, evidence, { seed, unknownAs });
		const cost = segmentCost(segment.later, trials, evidence);
		for (let i = 0; i < trials.count; i++) {
			success[i] = at(success, i) + weight * at(rate, i);
			runCost[i] = at(runCost, i) + weight * at(cost, i);
		}
	}
	return {
		...wholeTaskPlan(trials, 'narrow_scope', choice.reviewShare),
		success,
		successBefore: success,
		runCost,
		scopeShare: handled / total,
		segments: choice.segments.map((segment) => segment.name),
		followsTaskSuccess: false
	};
}

interface Luck {
	seed: number | string;
	unknownAs: UnknownAs;
}

/** Segments of the earlier half whose saving is positive and survives the false discovery rule. */
function chosenSegments(
	trials: Trials,
	evidence: TaskEvidence,
	segments: readonly SegmentEvidence[],
	reviewShare: number,
	luck: Luck
) {
	const prior = sharedPrior(segments, 'earlier', evidence.designEffect, luck.unknownAs);
	const found = segments.map((segment) => {
		const saving = savingPerCase(trials, {
			...wholeTaskPlan(trials, 'narrow_scope', reviewShare),
			success: segmentSuccess(segment, 'earlier', prior, trials, evidence, luck),
			runCost: segmentCost(segment.earlier, trials, evidence)
		});
		return {
			segment,
			average: mean(saving) ?? 0,
			error: saving.reduce((count, x) => count + (x > 0 ? 0 : 1), 0) / saving.length
		};
	});
	const safe = bayesianDiscoveries(
		found.map((one) => one.error),
		FALSE_DISCOVERIES
	).selected;
	const kept = found.filter((one, i) => safe.includes(i) && one.average > 0);
	return {
		reviewShare,
		segments: kept.map((one) => one.segment),
		gain: kept.reduce((total, one) => total + one.average * one.segment.earlier.cases, 0)
	};
}

/** How success differs between segments: the beta every segment's own counts are added to. */
function sharedPrior(
	segments: readonly SegmentEvidence[],
	half: 'earlier' | 'later',
	designEffect: number,
	unknownAs: UnknownAs
): BetaShape {
	const counts = segments.map((segment) => countsWith(segment[half], unknownAs));
	const fit = fitBetaBinomial(
		counts.map(({ right }) => right / designEffect),
		counts.map(({ n }) => n / designEffect)
	);
	return fit?.likelihood ?? { alpha: 0.5, beta: 0.5 };
}

function segmentSuccess(
	segment: SegmentEvidence,
	half: 'earlier' | 'later',
	prior: BetaShape,
	trials: Trials,
	evidence: TaskEvidence,
	{ seed, unknownAs }: Luck
): Float64Array {
	const posterior = successPosterior(segment[half], evidence.designEffect, unknownAs, prior);
	const variable = `segment.${half}:${segment.name}`;
	return drawColumn({ kind: 'beta', ...posterior }, seed, variable, trials.count);
}

/** The task's drawn cost, scaled by how a segment's mean compares with the task's. */
function segmentCost(half: SegmentHalf, trials: Trials, evidence: TaskEvidence): Float64Array {
	const task = trials.columns.cost_per_case_usd;
	const average = evidence.costPerCase?.meanUsd ?? 0;
	if (half.meanCostUsd === null || average === 0) return task;
	const ratio = half.meanCostUsd / average;
	return task.map((cost) => cost * ratio);
}
