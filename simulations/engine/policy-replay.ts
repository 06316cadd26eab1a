import { sorted, sum } from './statistics/summary.ts';

/** Runs by column; a confidence that is not there is NaN. Money in US dollars. */
export interface ReplayRuns {
	confidence: ArrayLike<number>;
	/** 1 right, 0 wrong. */
	outcome: ArrayLike<number>;
	highStakes: ArrayLike<number | boolean>;
	runCostUsd: ArrayLike<number>;
	lossIfEscapedUsd: ArrayLike<number>;
}

/** What a review costs and catches. */
export interface ReviewTerms {
	costPerReviewUsd: number;
	reviewMinutes: number;
	/** What doing a case again by hand costs. */
	redoCostUsd: number;
	detect: number;
	falseAlarm: number;
}

/** Which runs a threshold does not decide. */
export interface ReplayRule {
	alwaysReviewHighStakes: boolean;
	/** Runs without confidence are all reviewed, or none is. */
	withoutConfidence: 'review' | 'execute';
}

/** The runs as they would have gone under one threshold: reviewed when confidence < threshold. */
export interface ReplayRow {
	alwaysReviewHighStakes: boolean;
	threshold: number;
	reviewed: number;
	/** Share executed without review; null of no runs, as every share below. */
	coverage: number | null;
	/** Share of wrong results among the executed; null when none is. */
	selectiveRisk: number | null;
	expectedEscapes: number;
	expectedLossUsd: number;
	reviewHours: number;
	expectedRedos: number;
	totalCostUsd: number;
	/** 1 - escapes / escapes without review. */
	incidentReduction: number | null;
	lossReduction: number | null;
	/** What reviewing as many runs at random would have avoided. */
	randomReviewReduction: number | null;
	/** What confidence adds to that. */
	uncertaintyLift: number | null;
}

/** A threshold above every confidence: everything is reviewed. */
export const ABOVE_ALL = 1.01;

/**
 * Replays every threshold (0, each distinct confidence, above 1) over the runs: one sort of the
 * distinct values, each run put between two of them, then running sums (simulation-spec B.2).
 */
export function replay(
	runs: ReplayRuns,
	terms: ReviewTerms,
	rule: ReplayRule,
	thresholds: ArrayLike<number> = distinctThresholds(runs.confidence)
): ReplayRow[] {
	const steps = sorted(thresholds);
	const tally = talliesBetween(runs, rule, steps);
	const running = new Float64Array(FIGURES);
	return Array.from(steps, (threshold, step) => {
		for (let figure = 0; figure < FIGURES; figure++)
			running[figure] = (running[figure] ?? 0) + (tally.byStep[step * FIGURES + figure] ?? 0);
		return rowOf(threshold, running, tally, terms, rule);
	});
}

/** The thresholds at which anything changes. */
function distinctThresholds(confidence: ArrayLike<number>): Float64Array {
	const values = sorted(Array.from(confidence).filter((c) => c > 0));
	const distinct = values.filter((value, i) => i === 0 || value !== values[i - 1]);
	return Float64Array.from([0, ...distinct, ABOVE_ALL]);
}

/** The row with the lowest total cost, the lowest threshold of equals; null of no rows. */
export function cheapestRow(rows: readonly ReplayRow[]): ReplayRow | null {
	return rows.reduce<ReplayRow | null>(
		(best, row) => (best === null || row.totalCostUsd < best.totalCostUsd ? row : best),
		null
	);
}

/** The row with the fewest reviews that avoids at least a share of the incidents; null when none does. */
export function leastReviewFor(rows: readonly ReplayRow[], reduction: number): ReplayRow | null {
	// The reduction is a ratio of sums: a share that is met exactly must not fail by rounding.
	return rows.find((row) => (row.incidentReduction ?? -1) >= reduction - 1e-12) ?? null;
}

/**
 * Calibrated success probability below which a review pays at a given loss; null when none ever
 * does: q_d (L - c_H) <= c_R (simulation-spec B.2).
 */
export function reviewBelow(lossUsd: number, terms: ReviewTerms): number | null {
	const caught = terms.detect * (lossUsd - terms.redoCostUsd);
	if (caught <= terms.costPerReviewUsd) return null;
	return (caught - terms.costPerReviewUsd) / (caught + terms.falseAlarm * terms.redoCostUsd);
}

const COUNT = 0;
const RIGHT = 1;
const WRONG = 2;
const LOSS = 3;
const FIGURES = 4;

interface Tally {
	/** What joins the reviewed at each threshold. */
	byStep: Float64Array;
	runs: number;
	wrong: number;
	lossUsd: number;
	runCostUsd: number;
}

function talliesBetween(runs: ReplayRuns, rule: ReplayRule, steps: Float64Array): Tally {
	const n = runs.confidence.length;
	const byStep = new Float64Array((steps.length + 1) * FIGURES);
	let [wrong, lossUsd] = [0, 0];
	for (let i = 0; i < n; i++) {
		const isWrong = 1 - (runs.outcome[i] ?? 0);
		const loss = isWrong * (runs.lossIfEscapedUsd[i] ?? 0);
		wrong += isWrong;
		lossUsd += loss;
		const at = FIGURES * firstReviewing(runs, rule, steps, i);
		byStep[at + COUNT] = (byStep[at + COUNT] ?? 0) + 1;
		byStep[at + RIGHT] = (byStep[at + RIGHT] ?? 0) + 1 - isWrong;
		byStep[at + WRONG] = (byStep[at + WRONG] ?? 0) + isWrong;
		byStep[at + LOSS] = (byStep[at + LOSS] ?? 0) + loss;
	}
	return { byStep, runs: n, wrong, lossUsd, runCostUsd: sum(runs.runCostUsd) };
}

/** The first threshold at which a run is reviewed; one past the last when never. */
function firstReviewing(
	runs: ReplayRuns,
	rule: ReplayRule,
	steps: Float64Array,
	i: number
): number {
	if (rule.alwaysReviewHighStakes && runs.highStakes[i]) return 0;
	const confidence = runs.confidence[i] ?? NaN;
	if (Number.isNaN(confidence)) return rule.withoutConfidence === 'review' ? 0 : steps.length;
	let [low, high] = [0, steps.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((steps[middle] ?? 0) > confidence) high = middle;
		else low = middle + 1;
	}
	return low;
}

function rowOf(
	threshold: number,
	running: Float64Array,
	tally: Tally,
	terms: ReviewTerms,
	rule: ReplayRule
): ReplayRow {
	const [reviewed = 0, right = 0, wrong = 0, loss = 0] = running;
	const executed = tally.runs - reviewed;
	const escapes = tally.wrong - terms.detect * wrong;
	const lossUsd = tally.lossUsd - terms.detect * loss;
	const redos = terms.falseAlarm * right + terms.detect * wrong;
	const share = ratio(reviewed, tally.runs);
	const reduction = ratio(terms.detect * wrong, tally.wrong);
	const random = share === null ? null : share * terms.detect;
	return {
		alwaysReviewHighStakes: rule.alwaysReviewHighStakes,
		threshold,
		reviewed,
		coverage: share === null ? null : 1 - share,
		selectiveRisk: ratio(tally.wrong - wrong, executed),
		expectedEscapes: escapes,
		expectedLossUsd: lossUsd,
		reviewHours: (reviewed * terms.reviewMinutes) / 60,
		expectedRedos: redos,
		totalCostUsd:
			tally.runCostUsd + reviewed * terms.costPerReviewUsd + redos * terms.redoCostUsd + lossUsd,
		incidentReduction: reduction,
		lossReduction: ratio(terms.detect * loss, tally.lossUsd),
		randomReviewReduction: random,
		uncertaintyLift: reduction === null || random === null ? null : reduction - random
	};
}

function ratio(top: number, bottom: number): number | null {
	return bottom > 0 ? top / bottom : null;
}
