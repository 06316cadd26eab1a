/** A statistic after each observation and the indices (from 0) at which it alarmed. */
export interface DetectorTrace {
	statistic: Float64Array;
	alarms: number[];
}

/**
 * Page and Hinkley's test for an increase: max(0, alpha sum + x - mean - delta) above the threshold,
 * with at least `minInstances` observations since the last alarm. Restarts after an alarm.
 */
export function pageHinkley(
	series: ArrayLike<number>,
	{ minInstances = 30, delta = 0.005, threshold = 50, alpha = 0.9999 } = {}
): DetectorTrace {
	const statistic = new Float64Array(series.length);
	const alarms: number[] = [];
	let [count, mean, sum] = [0, 0, 0];
	for (let i = 0; i < series.length; i++) {
		const x = series[i] ?? 0;
		count++;
		mean += (x - mean) / count;
		sum = Math.max(0, alpha * sum + (x - mean - delta));
		statistic[i] = sum;
		if (count < minInstances || sum <= threshold) continue;
		alarms.push(i);
		[count, mean, sum] = [0, 0, 0];
	}
	return { statistic, alarms };
}

/** Two one-sided sums and the side of each alarm. */
export interface CusumTrace {
	upper: Float64Array;
	lower: Float64Array;
	alarms: [index: number, side: 'up' | 'down'][];
}

/** Tabular CUSUM around a target with a slack; both sides restart after an alarm. */
export function cusum(
	series: ArrayLike<number>,
	{ target, slack, limit }: { target: number; slack: number; limit: number }
): CusumTrace {
	const upper = new Float64Array(series.length);
	const lower = new Float64Array(series.length);
	const alarms: [number, 'up' | 'down'][] = [];
	let [up, down] = [0, 0];
	for (let i = 0; i < series.length; i++) {
		const off = (series[i] ?? 0) - target;
		up = Math.max(0, up + off - slack);
		down = Math.max(0, down - off - slack);
		[upper[i], lower[i]] = [up, down];
		if (up <= limit && down <= limit) continue;
		alarms.push([i, up > limit ? 'up' : 'down']);
		[up, down] = [0, 0];
	}
	return { upper, lower, alarms };
}

/** CUSUM of the log-likelihood ratio of failures at rate p1 against p0; restarts after an alarm. */
export function bernoulliCusum(
	series: ArrayLike<number>,
	{ p0, p1, limit }: { p0: number; p1: number; limit: number }
): DetectorTrace {
	const [onEvent, onNone] = [Math.log(p1 / p0), Math.log((1 - p1) / (1 - p0))];
	const statistic = new Float64Array(series.length);
	const alarms: number[] = [];
	let sum = 0;
	for (let i = 0; i < series.length; i++) {
		sum = Math.max(0, sum + (series[i] ? onEvent : onNone));
		statistic[i] = sum;
		if (sum < limit) continue;
		alarms.push(i);
		sum = 0;
	}
	return { statistic, alarms };
}

/** Shiryaev and Roberts' sum of likelihood ratios; the threshold bounds the run to a false alarm. */
export function shiryaevRoberts(
	series: ArrayLike<number>,
	{ p0, p1, threshold }: { p0: number; p1: number; threshold: number }
): DetectorTrace {
	const statistic = new Float64Array(series.length);
	const alarms: number[] = [];
	let sum = 0;
	for (let i = 0; i < series.length; i++) {
		sum = (1 + sum) * (series[i] ? p1 / p0 : (1 - p1) / (1 - p0));
		statistic[i] = sum;
		if (sum < threshold) continue;
		alarms.push(i);
		sum = 0;
	}
	return { statistic, alarms };
}

/** Exponentially weighted mean; alarms while it is outside L standard errors of the target. */
export function ewma(
	series: ArrayLike<number>,
	{ target, sd, lambda, limit }: { target: number; sd: number; lambda: number; limit: number }
): DetectorTrace {
	const statistic = new Float64Array(series.length);
	const alarms: number[] = [];
	let level = target;
	for (let i = 0; i < series.length; i++) {
		level = lambda * (series[i] ?? 0) + (1 - lambda) * level;
		statistic[i] = level;
		const share = (lambda / (2 - lambda)) * (1 - (1 - lambda) ** (2 * (i + 1)));
		if (Math.abs(level - target) > limit * sd * Math.sqrt(share)) alarms.push(i);
	}
	return { statistic, alarms };
}

/** Where the window was cut, and what is left of it. */
export interface AdaptiveWindow {
	/** Index of the observation at which a cut was made, and the window's length after it. */
	cuts: [index: number, window: number][];
	window: number;
	mean: number | null;
}

/**
 * ADWIN with every cut tried (Bifet, Gavaldà 2007): the older part is dropped while some split has
 * means further apart than chance allows. Each observation costs the length of the window.
 */
export function adaptiveWindow(
	series: ArrayLike<number>,
	{ delta = 0.002, minWindow = 5 } = {}
): AdaptiveWindow {
	const sums = new Float64Array(series.length + 1);
	const squares = new Float64Array(series.length + 1);
	const cuts: [number, number][] = [];
	let start = 0;
	for (let i = 0; i < series.length; i++) {
		const x = series[i] ?? 0;
		sums[i + 1] = (sums[i] ?? 0) + x;
		squares[i + 1] = (squares[i] ?? 0) + x * x;
		const before = start;
		for (;;) {
			const cut = splitOf(sums, squares, start, i + 1, delta, minWindow);
			if (cut === null) break;
			start = cut;
		}
		if (start > before) cuts.push([i, i + 1 - start]);
	}
	const window = series.length - start;
	const total = (sums[series.length] ?? 0) - (sums[start] ?? 0);
	return { cuts, window, mean: window === 0 ? null : total / window };
}

function splitOf(
	sums: Float64Array,
	squares: Float64Array,
	start: number,
	end: number,
	delta: number,
	minWindow: number
): number | null {
	const n = end - start;
	if (n < 2 * minWindow) return null;
	const total = (sums[end] ?? 0) - (sums[start] ?? 0);
	const variance = ((squares[end] ?? 0) - (squares[start] ?? 0)) / n - (total / n) ** 2;
	const chance = Math.log((2 * Math.log(n)) / delta);
	for (let cut = start + minWindow; cut <= end - minWindow; cut++) {
		const [older, newer] = [cut - start, end - cut];
		const sum = (sums[cut] ?? 0) - (sums[start] ?? 0);
		const apart = Math.abs(sum / older - (total - sum) / newer);
		const m = 1 / (1 / older + 1 / newer);
		const allowed = Math.sqrt((2 / m) * variance * chance) + (2 / (3 * m)) * chance;
		if (apart > allowed) return cut;
	}
	return null;
}
