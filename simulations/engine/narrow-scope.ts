import { drawColumn } from './distribution.ts';
import { countsWith, successPosterior } from './evidence.ts';
import type { SegmentEvidence, SegmentHalf, TaskEvidence, UnknownAs } from './evidence.ts';
import { savingPerCase } from './net-benefit.ts';
import { wholeTaskPlan, type OptionPlan } from './option-plan.ts';
import type { ScenarioScope, ScopePart } from './scenario.ts';
import { fitBetaBinomial } from './statistics/beta-fit.ts';
import { bayesianDiscoveries } from './statistics/multiplicity.ts';
import type { BetaShape } from './statistics/posterior.ts';
import { mean, sum } from './statistics/summary.ts';
import { at, type Trials } from './trials.ts';

/** Share of false discoveries a scope may hold (simulation-spec D.10). */
const FALSE_DISCOVERIES = 0.05;

/** The part of the work that pays, and whether its results are reviewed. */
export interface ScopeChoice {
	scope: ScenarioScope & { parts: readonly ScopePart[] };
	/** 0 or 1. */
	reviewShare: number;
}

/**
 * The segments that pay: chosen on the earlier half, reported on the later one, every segment's
 * success shrunk towards the task's. Null when no segment passes, or all do (the whole task).
 */
export function narrowScope(
	trials: Trials,
	evidence: TaskEvidence,
	luck: { seed: number | string; unknownAs: UnknownAs }
): ScopeChoice | null {
	const segments = evidence.segments ?? [];
	const choices = [0, 1].map((reviewShare) => chosenSegments(trials, evidence, reviewShare, luck));
	const choice = choices.reduce((a, b) => (b.gain > a.gain ? b : a));
	if (choice.segments.length === 0 || choice.segments.length === segments.length) return null;
	const total = sum(segments.map((segment) => segment.later.cases));
	const handled = sum(choice.segments.map((segment) => segment.later.cases));
	if (handled === 0) return null;
	const { designEffect } = evidence;
	const prior = sharedPrior(segments, 'later', designEffect, luck.unknownAs);
	const parts = choice.segments.map(({ name, later }): ScopePart => ({
		name,
		weight: later.cases / handled,
		success: successPosterior(later, designEffect, luck.unknownAs, prior),
		costRatio: costRatio(later, evidence)
	}));
	return {
		scope: { share: handled / total, costRatio: 1, humanMinutesRatio: 1, parts },
		reviewShare: choice.reviewShare
	};
}

/** The agent on the segments that pay, a person on the rest; null when no part is worth parting. */
export function narrowScopePlan(
	trials: Trials,
	evidence: TaskEvidence,
	luck: { seed: number | string; unknownAs: UnknownAs }
): OptionPlan | null {
	const choice = narrowScope(trials, evidence, luck);
	if (choice === null) return null;
	const { parts, share } = choice.scope;
	const success = new Float64Array(trials.count);
	const runCost = new Float64Array(trials.count);
	for (const part of parts) {
		const rate = drawPart(part.success, 'later', part.name, trials, luck);
		const task = trials.columns.cost_per_case_usd;
		for (let i = 0; i < trials.count; i++) {
			success[i] = at(success, i) + part.weight * at(rate, i);
			runCost[i] = at(runCost, i) + part.weight * (at(task, i) * part.costRatio);
		}
	}
	return {
		...wholeTaskPlan(trials, 'narrow_scope', choice.reviewShare),
		success,
		successBefore: success,
		runCost,
		scopeShare: share,
		segments: parts.map((part) => part.name),
		followsTaskSuccess: false
	};
}

/** Which luck, and how unknown outcomes count. */
export interface Luck {
	seed: number | string;
	unknownAs: UnknownAs;
}

/**
 * What a case of each segment saves against a person, by trial, as one half of the cases tells;
 * before the fixed cost.
 */
export function segmentSavings(
	trials: Trials,
	evidence: TaskEvidence,
	half: 'earlier' | 'later',
	reviewShare: number,
	luck: Luck
): { segment: SegmentEvidence; saving: Float64Array }[] {
	const segments = evidence.segments ?? [];
	const { designEffect } = evidence;
	const prior = sharedPrior(segments, half, designEffect, luck.unknownAs);
	const task = trials.columns.cost_per_case_usd;
	return segments.map((segment) => {
		const ratio = costRatio(segment[half], evidence);
		const posterior = successPosterior(segment[half], designEffect, luck.unknownAs, prior);
		const saving = savingPerCase(trials, {
			...wholeTaskPlan(trials, 'narrow_scope', reviewShare),
			success: drawPart(posterior, half, segment.name, trials, luck),
			runCost: task.map((cost) => cost * ratio)
		});
		return { segment, saving };
	});
}

/** Segments of the earlier half whose saving is positive and survives the false discovery rule. */
function chosenSegments(trials: Trials, evidence: TaskEvidence, reviewShare: number, luck: Luck) {
	const found = segmentSavings(trials, evidence, 'earlier', reviewShare, luck).map(
		({ segment, saving }) => ({
			segment,
			average: mean(saving) ?? 0,
			error: saving.reduce((count, x) => count + (x > 0 ? 0 : 1), 0) / saving.length
		})
	);
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

function drawPart(
	posterior: BetaShape,
	half: 'earlier' | 'later',
	name: string,
	trials: Trials,
	{ seed }: Luck
): Float64Array {
	return drawColumn({ kind: 'beta', ...posterior }, seed, `segment.${half}:${name}`, trials.count);
}

/** How a segment's mean cost compares with the task's; 1 where either is unknown. */
function costRatio(half: SegmentHalf, { costPerCase }: TaskEvidence): number {
	const average = costPerCase?.meanUsd ?? 0;
	return half.meanCostUsd === null || average === 0 ? 1 : half.meanCostUsd / average;
}
