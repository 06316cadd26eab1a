import { logistic, logit } from './statistics/logit.ts';
import { bisect } from './statistics/root.ts';
import { indicesBy } from './statistics/order.ts';

/** An increasing fit: values at knots, linear between them, constant outside. */
export interface IsotonicFit {
	x: Float64Array;
	fitted: Float64Array;
}

/** Isotonic regression by pooling adjacent violators; equal x are averaged by weight first. */
export function isotonic(
	x: ArrayLike<number>,
	y: ArrayLike<number>,
	weights: ArrayLike<number> | null = null
): IsotonicFit {
	const order = indicesBy(x);
	const knots: number[] = [];
	const blocks: { total: number; weight: number; knots: number }[] = [];
	for (let start = 0; start < order.length;) {
		const at = x[order[start] ?? 0] ?? 0;
		const block = { total: 0, weight: 0, knots: 1 };
		for (; start < order.length && x[order[start] ?? 0] === at; start++) {
			const index = order[start] ?? 0;
			const weight = weights?.[index] ?? 1;
			block.total += weight * (y[index] ?? 0);
			block.weight += weight;
		}
		knots.push(at);
		blocks.push(block);
		mergeViolators(blocks);
	}
	return {
		x: Float64Array.from(knots),
		fitted: Float64Array.from(
			blocks.flatMap((block) => Array<number>(block.knots).fill(block.total / block.weight))
		)
	};
}

function mergeViolators(blocks: { total: number; weight: number; knots: number }[]): void {
	for (;;) {
		const last = blocks.at(-1);
		const before = blocks.at(-2);
		if (!last || !before || before.total / before.weight < last.total / last.weight) return;
		before.total += last.total;
		before.weight += last.weight;
		before.knots += last.knots;
		blocks.pop();
	}
}

/** The fit at x, linear between knots and clipped outside; null of an empty fit. */
export function isotonicAt({ x: knots, fitted }: IsotonicFit, x: number): number | null {
	if (knots.length === 0) return null;
	const above = firstAtOrAbove(knots, x);
	const right = Math.min(above, knots.length - 1);
	const left = knots[right] === x || above === 0 ? right : Math.max(0, above - 1);
	const [from, to] = [fitted[left] ?? 0, fitted[right] ?? 0];
	const gap = (knots[right] ?? 0) - (knots[left] ?? 0);
	return gap > 0 ? from + ((x - (knots[left] ?? 0)) / gap) * (to - from) : to;
}

/** The fit at the last knot at or below x (the first knot's below all); null of an empty fit. */
export function isotonicStepAt({ x: knots, fitted }: IsotonicFit, x: number): number | null {
	if (knots.length === 0) return null;
	const above = firstAtOrAbove(knots, x);
	return fitted[knots[above] === x ? above : Math.max(0, above - 1)] ?? null;
}

function firstAtOrAbove(knots: Float64Array, x: number): number {
	let [low, high] = [0, knots.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((knots[middle] ?? 0) >= x) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Logistic recalibration: p = 1 / (1 + exp(-(slope logit(c) + intercept))). */
export interface PlattFit {
	slope: number;
	intercept: number;
	clip: number;
}

/** Platt scaling of the logit with smoothed targets (Platt 1999), by Newton; for fewer than 200 runs. */
export function platt(
	confidence: ArrayLike<number>,
	outcome: ArrayLike<number>,
	clip = 1e-6
): PlattFit {
	const logits = clippedLogits(confidence, clip);
	let right = 0;
	for (let i = 0; i < outcome.length; i++) right += outcome[i] ?? 0;
	const wrong = outcome.length - right;
	const [high, low] = [(right + 1) / (right + 2), 1 / (wrong + 2)];
	const targets = Float64Array.from(outcome, (y) => (y === 1 ? high : low));
	let [slope, intercept] = [0, Math.log((right + 1) / (wrong + 1))];
	for (let round = 0; round < 100; round++) {
		let [g0, g1, h00, h01, h11] = [0, 0, 1e-12, 0, 1e-12];
		for (let i = 0; i < logits.length; i++) {
			const x = logits[i] ?? 0;
			const p = logistic(slope * x + intercept);
			const [miss, weight] = [(targets[i] ?? 0) - p, p * (1 - p)];
			g0 += miss;
			g1 += miss * x;
			h00 += weight;
			h01 += weight * x;
			h11 += weight * x * x;
		}
		const determinant = h00 * h11 - h01 * h01;
		const stepIntercept = (h11 * g0 - h01 * g1) / determinant;
		const stepSlope = (h00 * g1 - h01 * g0) / determinant;
		intercept += stepIntercept;
		slope += stepSlope;
		if (Math.abs(stepIntercept) + Math.abs(stepSlope) < 1e-13) break;
	}
	return { slope, intercept, clip };
}

/** A recalibrated confidence. */
export function plattAt({ slope, intercept, clip }: PlattFit, confidence: number): number {
	return logistic(slope * clippedLogit(confidence, clip) + intercept);
}

/** The temperature T with the greatest likelihood of sigmoid(logit(c) / T); null when none is best. */
export function temperature(
	confidence: ArrayLike<number>,
	outcome: ArrayLike<number>,
	clip = 1e-6
): number | null {
	const logits = clippedLogits(confidence, clip);
	// The likelihood is concave in the inverse temperature; its slope has one root.
	const slopeAt = (logInverse: number) => {
		const inverse = Math.exp(logInverse);
		let total = 0;
		for (let i = 0; i < logits.length; i++) {
			const x = logits[i] ?? 0;
			total += x * ((outcome[i] ?? 0) - logistic(inverse * x));
		}
		return total;
	};
	const root = bisect(slopeAt, Math.log(1e-4), Math.log(1e4));
	return root === null ? null : Math.exp(-root);
}

function clippedLogits(confidence: ArrayLike<number>, clip: number): Float64Array {
	return Float64Array.from(confidence, (c) => clippedLogit(c, clip));
}

function clippedLogit(confidence: number, clip: number): number {
	return logit(Math.min(1 - clip, Math.max(clip, confidence)));
}
