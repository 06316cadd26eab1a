import type { Distribution } from '#simulations/engine/distribution.ts';
import {
	ABOVE_ALL,
	cheapestRow,
	leastReviewFor,
	replay,
	type ReplayRule,
	type ReplayRuns,
	type ReviewTerms
} from '#simulations/engine/policy-replay.ts';
import { betaPosterior } from '#simulations/engine/statistics/posterior.ts';
import { sorted } from '#simulations/engine/statistics/summary.ts';
import type { ReviewRule } from './document.ts';
import type { CaseColumns } from './task-facts.ts';

/** Which results are reviewed: shares of right and of wrong ones, and the threshold they come from. */
export interface ReviewChoice {
	good: number | Distribution;
	bad: number | Distribution;
	/** Null when all or none are, or a share at random. */
	threshold: number | null;
}

/** Every result, or none. */
export const reviewOf = (share: number): ReviewChoice => ({
	good: share,
	bad: share,
	threshold: null
});

/** Cases below which the threshold is chosen and reported on the same ones. */
const ENOUGH_TO_HALVE = 60;

/**
 * What a rule comes to in the cases at hand. A threshold that is looked for (the cheapest, or the
 * least that meets a target) is chosen on the earlier half and counted on the later one.
 */
export function reviewChoice(
	rule: ReviewRule,
	cases: CaseColumns | null,
	terms: ReviewTerms & { lossUsd: number }
): ReviewChoice {
	if (rule.share !== null) return reviewOf(rule.share);
	if (cases === null || cases.confidence.every((one) => one === null))
		return reviewOf(rule.without_confidence === 'review' ? 1 : 0);
	if (rule.below !== null) return counted(rule, rule.below, cases, 0);
	const n = cases.right.length;
	const half = n < ENOUGH_TO_HALVE ? n : Math.floor(n / 2);
	const rows = replay(replayRuns(cases, terms.lossUsd, half), terms, replayRule(rule));
	const row = rule.target === null ? cheapestRow(rows) : leastReviewFor(rows, rule.target);
	const threshold = row?.threshold ?? ABOVE_ALL;
	return counted(rule, threshold, cases, n < ENOUGH_TO_HALVE ? 0 : half);
}

/** The first cases as the engine replays them. */
export function replayRuns(cases: CaseColumns, lossUsd: number, count: number): ReplayRuns {
	const first = <T>(column: readonly T[]) => column.slice(0, count);
	return {
		confidence: first(cases.confidence).map((one) => one ?? NaN),
		outcome: first(cases.right),
		highStakes: first(cases.highStakes),
		runCostUsd: first(cases.costUsd).map((one) => one ?? 0),
		lossIfEscapedUsd: new Float64Array(count).fill(lossUsd)
	};
}

/** The rule of a replay: high stakes are always reviewed where their threshold is above everything. */
export function replayRule(
	rule: Pick<ReviewRule, 'below_high_stakes' | 'without_confidence'>
): ReplayRule {
	return {
		alwaysReviewHighStakes: (rule.below_high_stakes ?? 0) > 1,
		withoutConfidence: rule.without_confidence
	};
}

/** Thresholds worth showing: every distinct confidence, or a hundred of them, and both ends. */
export function shownThresholds({ confidence }: CaseColumns): number[] {
	const known = sorted(confidence.filter((one): one is number => one !== null && one > 0));
	const distinct = known.filter((value, i) => i === 0 || value !== known[i - 1]);
	const most = 99;
	const chosen =
		distinct.length <= most
			? Array.from(distinct)
			: Array.from({ length: most }, (_, k) => known[Math.floor((k * known.length) / most)] ?? 0);
	return [...new Set([0, ...chosen, ABOVE_ALL])];
}

function counted(
	rule: ReviewRule,
	threshold: number,
	cases: CaseColumns,
	from: number
): ReviewChoice {
	const counts = { right: 0, rightReviewed: 0, wrong: 0, wrongReviewed: 0 };
	for (let i = from; i < cases.right.length; i++) {
		const reviewed = isReviewed(rule, threshold, cases, i) ? 1 : 0;
		if (cases.right[i] === 1) {
			counts.right++;
			counts.rightReviewed += reviewed;
		} else {
			counts.wrong++;
			counts.wrongReviewed += reviewed;
		}
	}
	const share = (reviewed: number, n: number): number | Distribution => {
		// Where all or none are reviewed by the rule itself nothing is uncertain.
		if (threshold > 1 || threshold === 0) return n > 0 ? reviewed / n : Number(threshold > 1);
		return { kind: 'beta', ...betaPosterior(reviewed, n) };
	};
	return {
		good: share(counts.rightReviewed, counts.right),
		bad: share(counts.wrongReviewed, counts.wrong),
		threshold
	};
}

/** Whether a rule sends one case to review, given the threshold it comes to. */
export function isReviewed(
	rule: Pick<ReviewRule, 'below_high_stakes' | 'without_confidence'>,
	threshold: number,
	cases: CaseColumns,
	i: number
): boolean {
	const confidence = cases.confidence[i] ?? null;
	if (confidence === null) return rule.without_confidence === 'review';
	const stakes = cases.highStakes[i] === 1 ? (rule.below_high_stakes ?? threshold) : threshold;
	return confidence < stakes;
}
