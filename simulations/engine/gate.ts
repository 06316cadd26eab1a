import { riskCoverage, type Judged } from './selective-risk.ts';

/** What a confidence gate lets through at one threshold: executed = confidence >= threshold. */
export interface GateRow {
	threshold: number;
	executed: number;
	coverage: number | null;
	escalated: number;
	executedErrors: number;
	/** 1 - executed errors / all errors; null when there are none to avoid. */
	errorReduction: number | null;
}

/** Thresholds shown when none are asked for. */
export const GATE_THRESHOLDS = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99] as const;

/** The gate at each asked-for threshold: one sort, then a walk down the risk-coverage curve. */
export function gateTable(
	judged: Judged,
	thresholds: readonly number[] = GATE_THRESHOLDS
): GateRow[] {
	const points = riskCoverage(judged);
	const runs = judged.confidence.length;
	const errors = Math.round((points.at(-1)?.generalizedRisk ?? 0) * runs);
	return thresholds.map((threshold) => {
		const point = lastAtOrAbove(points, threshold);
		const executed = Math.round((point?.coverage ?? 0) * runs);
		const executedErrors = Math.round((point?.generalizedRisk ?? 0) * runs);
		return {
			threshold,
			executed,
			coverage: runs === 0 ? null : executed / runs,
			escalated: runs - executed,
			executedErrors,
			errorReduction: errors === 0 ? null : 1 - executedErrors / errors
		};
	});
}

/** Points fall in threshold, so the last one at or above ours holds everything we execute. */
function lastAtOrAbove(points: ReturnType<typeof riskCoverage>, threshold: number) {
	let [low, high] = [0, points.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((points[middle]?.threshold ?? 0) >= threshold) low = middle + 1;
		else high = middle;
	}
	return low === 0 ? null : (points[low - 1] ?? null);
}
