import { auroc } from './selective-risk.ts';
import { normalQuantile } from './statistics/normal.ts';
import { mean, sampleDeviation, type Interval } from './statistics/summary.ts';

/** A judge against verified outcomes; null where a figure is not defined. */
export interface JudgeAccuracy {
	truePositives: number;
	falsePositives: number;
	falseNegatives: number;
	trueNegatives: number;
	accuracy: number | null;
	precision: number | null;
	recall: number | null;
	specificity: number | null;
	f1: number | null;
	kappa: number | null;
	kappaError: number | null;
	/** Gwet's AC1, which does not collapse when one class is rare. */
	ac1: number | null;
	/** Matthews' correlation. */
	correlation: number | null;
	/** Of the judge's score; null without scores. */
	auroc: number | null;
	/** Judged share minus verified share. */
	bias: number | null;
}

/** How far a judge's verdicts (1 right, 0 wrong) can be trusted, on runs that were verified. */
export function judgeAccuracy(
	verified: ArrayLike<number>,
	judged: ArrayLike<number>,
	scores: ArrayLike<number> | null = null
): JudgeAccuracy {
	const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
	for (let i = 0; i < verified.length; i++) {
		const name = `${verified[i] === judged[i] ? 't' : 'f'}${judged[i] ? 'p' : 'n'}` as const;
		counts[name]++;
	}
	const { tp, fp, fn, tn } = counts;
	const n = tp + fp + fn + tn;
	const agreement = ratio(tp + tn, n);
	const [judgedShare, verifiedShare] = [(tp + fp) / n, (tp + fn) / n];
	const byChance = judgedShare * verifiedShare + (1 - judgedShare) * (1 - verifiedShare);
	const middle = (judgedShare + verifiedShare) / 2;
	const ac1Chance = 2 * middle * (1 - middle);
	const above = (chance: number) =>
		agreement === null ? null : ratio(agreement - chance, 1 - chance);
	return {
		truePositives: tp,
		falsePositives: fp,
		falseNegatives: fn,
		trueNegatives: tn,
		accuracy: agreement,
		precision: ratio(tp, tp + fp),
		recall: ratio(tp, tp + fn),
		specificity: ratio(tn, tn + fp),
		f1: ratio(2 * tp, 2 * tp + fp + fn),
		kappa: above(byChance),
		kappaError:
			agreement === null ? null : ratio(Math.sqrt((agreement * (1 - agreement)) / n), 1 - byChance),
		ac1: above(ac1Chance),
		correlation: ratio(tp * tn - fp * fn, Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))),
		auroc: scores && auroc({ confidence: scores, outcome: verified }),
		bias: n === 0 ? null : judgedShare - verifiedShare
	};
}

/** How much two ratings of an ordered scale disagree: not at all, by steps, by squared steps. */
export type KappaWeights = 'unweighted' | 'linear' | 'quadratic';

/** Cohen's weighted kappa of two raters; null when chance alone would agree fully. */
export function weightedKappa(
	first: ArrayLike<number>,
	second: ArrayLike<number>,
	categories: readonly number[],
	weights: KappaWeights
): number | null {
	const n = first.length;
	const size = categories.length;
	const place = new Map(categories.map((category, i) => [category, i]));
	const [rows, columns] = [new Float64Array(size), new Float64Array(size)];
	let observed = 0;
	for (let i = 0; i < n; i++) {
		const a = place.get(first[i] ?? NaN) ?? 0;
		const b = place.get(second[i] ?? NaN) ?? 0;
		rows[a] = (rows[a] ?? 0) + 1 / n;
		columns[b] = (columns[b] ?? 0) + 1 / n;
		observed += disagreement(a, b, weights) / n;
	}
	let expected = 0;
	for (let a = 0; a < size; a++)
		for (let b = 0; b < size; b++)
			expected += (rows[a] ?? 0) * (columns[b] ?? 0) * disagreement(a, b, weights);
	return expected > 0 ? 1 - observed / expected : null;
}

function disagreement(a: number, b: number, weights: KappaWeights): number {
	if (weights === 'unweighted') return a === b ? 0 : 1;
	return weights === 'linear' ? Math.abs(a - b) : (a - b) ** 2;
}

/** A success rate with its interval. */
export interface RateEstimate {
	rate: number;
	interval: Interval;
}

/** Success from few verified and many judged runs, four ways. */
export interface PoweredRate {
	/** From the verified runs alone. */
	classical: RateEstimate;
	/** What the judge alone would say. */
	judgeOnly: number;
	/** Mean of verified - judged on the verified runs. */
	rectifier: number;
	/** Prediction-powered: judge over all, corrected by the rectifier. */
	powered: RateEstimate;
	/** The same with the judge's weight tuned to the data (PPI++), 0 to 1. */
	lambda: number;
	tuned: RateEstimate;
	/** How many verified runs one verified run with the judge is worth. */
	labelGain: number | null;
	/** The judge's share corrected by its sensitivity and specificity; null for a useless judge. */
	roganGladen: number | null;
}

/**
 * Prediction-powered inference (Angelopoulos et al. 2023; PPI++ arXiv 2311.01453). The verified runs
 * must be a random subset. Null below two verified or two unverified runs.
 */
export function poweredRate(
	verified: ArrayLike<number>,
	judgedOfVerified: ArrayLike<number>,
	judgedOfOthers: ArrayLike<number>,
	confidence = 0.95
): PoweredRate | null {
	const [n, others] = [verified.length, judgedOfOthers.length];
	if (n < 2 || others < 2) return null;
	const z = normalQuantile(0.5 + confidence / 2);
	const variance = (values: ArrayLike<number>) => (sampleDeviation(values) ?? 0) ** 2;
	const estimate = (lambda: number): RateEstimate & { variance: number } => {
		const rest = Float64Array.from(verified, (y, i) => y - lambda * (judgedOfVerified[i] ?? 0));
		const rate = lambda * (mean(judgedOfOthers) ?? 0) + (mean(rest) ?? 0);
		const spread = (lambda * lambda * variance(judgedOfOthers)) / others + variance(rest) / n;
		const half = z * Math.sqrt(spread);
		return { rate, interval: { low: rate - half, high: rate + half }, variance: spread };
	};
	const lambda = tunedWeight(verified, judgedOfVerified, judgedOfOthers);
	const [classical, powered, tuned] = [estimate(0), estimate(1), estimate(lambda)];
	const judge = judgeAccuracy(verified, judgedOfVerified);
	const judgeOnly =
		((mean(judgedOfVerified) ?? 0) * n + (mean(judgedOfOthers) ?? 0) * others) / (n + others);
	return {
		classical,
		judgeOnly,
		rectifier: (mean(verified) ?? 0) - (mean(judgedOfVerified) ?? 0),
		powered,
		lambda,
		tuned,
		labelGain: ratio(classical.variance, tuned.variance),
		roganGladen: ratio(
			(mean(judgedOfOthers) ?? 0) + (judge.specificity ?? NaN) - 1,
			(judge.recall ?? NaN) + (judge.specificity ?? NaN) - 1
		)
	};
}

/** cov(Y, f) / ((1 + n / N) var f), clipped to 0 to 1. */
function tunedWeight(
	verified: ArrayLike<number>,
	judged: ArrayLike<number>,
	others: ArrayLike<number>
): number {
	const n = verified.length;
	const [meanY, meanF] = [mean(verified) ?? 0, mean(judged) ?? 0];
	let covariance = 0;
	for (let i = 0; i < n; i++)
		covariance += (((verified[i] ?? 0) - meanY) * ((judged[i] ?? 0) - meanF)) / (n - 1);
	const all = Float64Array.from([...Array.from(judged), ...Array.from(others)]);
	const spread = (sampleDeviation(all) ?? 0) ** 2;
	return Math.min(1, Math.max(0, covariance / ((1 + n / others.length) * spread) || 0));
}

function ratio(top: number, bottom: number): number | null {
	return bottom > 0 && Number.isFinite(top) ? top / bottom : null;
}
