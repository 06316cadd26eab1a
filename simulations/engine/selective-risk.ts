import { indicesBy } from './statistics/order.ts';
import { midRanks } from './statistics/summary.ts';

/** Confidences (0 to 1) with what came of them: 1 right, 0 wrong. */
export interface Judged {
	confidence: ArrayLike<number>;
	outcome: ArrayLike<number>;
}

/** Everything executed at or above one threshold. */
export interface CoveragePoint {
	threshold: number;
	/** Share executed. */
	coverage: number;
	/** Share of the executed that is wrong. */
	selectiveRisk: number;
	/** Share of all runs that is executed and wrong. */
	generalizedRisk: number;
}

/** Risk against coverage at each distinct confidence, the strictest threshold first. */
export function riskCoverage({ confidence, outcome }: Judged): CoveragePoint[] {
	const order = indicesBy(confidence).reverse();
	const points: CoveragePoint[] = [];
	let errors = 0;
	for (let i = 0; i < order.length; i++) {
		const index = order[i] ?? 0;
		errors += 1 - (outcome[index] ?? 0);
		const threshold = confidence[index] ?? 0;
		if (i + 1 < order.length && confidence[order[i + 1] ?? 0] === threshold) continue;
		points.push({
			threshold,
			coverage: (i + 1) / order.length,
			selectiveRisk: errors / (i + 1),
			generalizedRisk: errors / order.length
		});
	}
	return points;
}

/** P(a right run is more confident than a wrong one), ties one half; null with one class only. */
export function auroc({ confidence, outcome }: Judged): number | null {
	const ranks = midRanks(confidence);
	let right = 0;
	let rankSum = 0;
	for (let i = 0; i < ranks.length; i++) {
		if (outcome[i] !== 1) continue;
		right++;
		rankSum += ranks[i] ?? 0;
	}
	const wrong = ranks.length - right;
	return right === 0 || wrong === 0
		? null
		: (rankSum - (right * (right + 1)) / 2) / (right * wrong);
}

/** Areas under risk-coverage curves; null of no runs. */
export interface RankingAreas {
	/** Mean over k of the risk of the k most confident runs; a tied block shares its mean loss. */
	aurc: number;
	/** Mean over k of errors among the k most confident, over all runs (Traub et al. 2024). */
	augrc: number;
	/** AURC above that of the best possible order. */
	excessAurc: number;
}

/** How well confidence ranks right above wrong, over all thresholds at once. */
export function rankingAreas({ confidence, outcome }: Judged): RankingAreas | null {
	const n = confidence.length;
	if (n === 0) return null;
	const order = indicesBy(confidence).reverse();
	const losses = new Float64Array(n);
	for (let start = 0; start < n;) {
		const level = confidence[order[start] ?? 0];
		let end = start;
		let wrong = 0;
		while (end < n && confidence[order[end] ?? 0] === level)
			wrong += 1 - (outcome[order[end++] ?? 0] ?? 0);
		losses.fill(wrong / (end - start), start, end);
		start = end;
	}
	const oracle = Float64Array.from(outcome, (y) => 1 - y).sort();
	return {
		aurc: areaOf(losses),
		augrc: losses.reduce((total, loss, i) => total + loss * (n - i), 0) / (n * n),
		excessAurc: areaOf(losses) - areaOf(oracle)
	};
}

/** Mean over k of the mean of the first k losses. */
function areaOf(losses: Float64Array): number {
	let running = 0;
	let area = 0;
	for (let k = 0; k < losses.length; k++) {
		running += losses[k] ?? 0;
		area += running / (k + 1);
	}
	return area / losses.length;
}
