import type { Correlation } from './correlation.ts';
import type { BetaShape } from './statistics/posterior.ts';

/** What the runs of one task and configuration tell; a case is one piece of work. */
export interface TaskEvidence {
	/** Mature cases of the configuration. */
	cases: number;
	/** Of them, those whose outcome is known, and those that were right; partial counts as wrong. */
	knownOutcomes: number;
	successes: number;
	/** Outcomes that are confirmed, audited or uncontradicted after maturity. */
	verifiedOutcomes: number;
	/** Whether the known outcomes are a random sample of the cases, e.g. an audit. */
	randomSample: boolean;
	/** Variance inflation by several trials of one item; 1 when every case is its own. */
	designEffect: number;
	/** Mean cost of a case, all attempts; null when no cost is known. */
	costPerCase: CostEvidence | null;
	/** Failures, and those of them that announced themselves; null when nothing tells. */
	visibleFailures: { failures: number; visible: number } | null;
	/** What a confidence gate would send to review, counted on the half it was not chosen on. */
	gate: GateEvidence | null;
	/** Incidents seen under the policy that was in force, which is evidence for that option only. */
	incidentsSeen: {
		option: 'automate' | 'automate_with_review';
		cases: number;
		incidents: number;
	} | null;
	/** Parts of the work that can be told apart beforehand, in halves by time; null when there are none. */
	segments: readonly SegmentEvidence[] | null;
	/** Means that were counted over the same cases and so err together; none unless told. */
	together?: Together;
}

/** Inputs that cases measure together. */
export type TogetherName =
	'case_success_rate' | 'cost_per_case_usd' | 'human_minutes' | 'human_success' | 'review_minutes';

/** How the sampling errors of measured means go together. */
export type Together = readonly Correlation<TogetherName>[];

/** The mean cost of a case with its standard error, and how it splits; classes sum to the mean. */
export interface CostEvidence {
	meanUsd: number;
	standardErrorUsd: number;
	n: number;
	classes: { model: number; tools: number; state: number; evaluation: number } | null;
}

/** How many right and wrong cases a threshold sends to review. */
export interface GateEvidence {
	threshold: number;
	right: number;
	rightReviewed: number;
	wrong: number;
	wrongReviewed: number;
}

/** One segment of a task: the scope is chosen on the earlier half and reported on the later one. */
export interface SegmentEvidence {
	name: string;
	earlier: SegmentHalf;
	later: SegmentHalf;
}

export interface SegmentHalf {
	cases: number;
	knownOutcomes: number;
	successes: number;
	/** Mean cost of its cases; null when none is known, then the task's mean stands in. */
	meanCostUsd: number | null;
}

/** How outcomes nobody knows are counted. */
export type UnknownAs = 'left_out' | 'wrong' | 'right';

/** Below this share of known outcomes, and without a random sample, both bounds are computed. */
export const THIN_COVERAGE = 0.8;

/** Known outcomes over mature cases; null without cases. */
export function outcomeCoverage(evidence: TaskEvidence): number | null {
	return evidence.cases === 0 ? null : evidence.knownOutcomes / evidence.cases;
}

/** Whether what is known may be a chosen part of the cases (design.md 3.12). */
export function isThin(evidence: TaskEvidence): boolean {
	const coverage = outcomeCoverage(evidence);
	return coverage !== null && coverage < THIN_COVERAGE && !evidence.randomSample;
}

/** Jeffreys' posterior of the success rate on counts over the design effect, by how unknowns count. */
export function successPosterior(
	half: Pick<SegmentHalf, 'cases' | 'knownOutcomes' | 'successes'>,
	designEffect: number,
	unknownAs: UnknownAs,
	prior: BetaShape = { alpha: 0.5, beta: 0.5 }
): BetaShape {
	const { n, right } = countsWith(half, unknownAs);
	return {
		alpha: prior.alpha + right / designEffect,
		beta: prior.beta + (n - right) / designEffect
	};
}

/** Cases that count and how many of them are right, by how unknown outcomes count. */
export function countsWith(
	half: Pick<SegmentHalf, 'cases' | 'knownOutcomes' | 'successes'>,
	unknownAs: UnknownAs
): { n: number; right: number } {
	if (unknownAs === 'left_out') return { n: half.knownOutcomes, right: half.successes };
	const unknown = half.cases - half.knownOutcomes;
	return { n: half.cases, right: half.successes + (unknownAs === 'right' ? unknown : 0) };
}

/** Refuses counts that contradict each other, in words that name them. */
export function checkEvidence(evidence: TaskEvidence): void {
	const { cases, verifiedOutcomes, designEffect } = evidence;
	checkCounts('evidence', evidence);
	if (!(verifiedOutcomes >= 0 && verifiedOutcomes <= cases))
		throw new RangeError(`${verifiedOutcomes} verified outcomes of ${cases} cases is not a count`);
	if (!(designEffect > 0 && Number.isFinite(designEffect)))
		throw new RangeError(`design effect is ${designEffect}, expected more than 0`);
	const cost = evidence.costPerCase;
	if (cost && !(cost.meanUsd >= 0 && cost.standardErrorUsd >= 0 && cost.meanUsd < Infinity))
		throw new RangeError(`cost per case is ${cost.meanUsd} +- ${cost.standardErrorUsd} USD`);
	if (cost?.classes) {
		const { model, tools, state, evaluation } = cost.classes;
		const total = model + tools + state + evaluation;
		if (!(Math.abs(total - cost.meanUsd) <= 1e-6 * Math.max(1e-9, cost.meanUsd)))
			throw new RangeError(`cost classes sum to ${total}, the cost per case is ${cost.meanUsd}`);
	}
	for (const segment of evidence.segments ?? []) {
		checkCounts(`segment ${segment.name}, earlier half`, segment.earlier);
		checkCounts(`segment ${segment.name}, later half`, segment.later);
	}
	const visible = evidence.visibleFailures;
	if (visible && !(visible.visible >= 0 && visible.visible <= visible.failures))
		throw new RangeError(`${visible.visible} visible of ${visible.failures} failures`);
}

function checkCounts(
	where: string,
	half: Pick<SegmentHalf, 'cases' | 'knownOutcomes' | 'successes'>
) {
	const { cases, knownOutcomes, successes } = half;
	if (!(successes >= 0 && successes <= knownOutcomes && knownOutcomes <= cases && cases < Infinity))
		throw new RangeError(
			`${where}: ${successes} right of ${knownOutcomes} known of ${cases} cases are not counts`
		);
}
