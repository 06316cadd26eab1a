import { describe, expect, it } from 'vitest';
import {
	drawColumn,
	meanOf,
	quantileFunction,
	type Distribution
} from '#simulations/engine/distribution.ts';
import { betaFromInterval } from '#simulations/engine/statistics/beta-fit.ts';
import { betaQuantile, betaTable } from '#simulations/engine/statistics/beta.ts';
import { gammaQuantile, gammaTable } from '#simulations/engine/statistics/gamma.ts';
import {
	lognormalFromInterval,
	twoPieceAt,
	twoPieceLognormal,
	twoPieceMean
} from '#simulations/engine/statistics/lognormal.ts';
import { metalog } from '#simulations/engine/statistics/metalog.ts';
import {
	designEffect,
	jeffreys,
	newcombe,
	wilson
} from '#simulations/engine/statistics/proportion-intervals.ts';
import { quantileAt } from '#simulations/engine/statistics/quantile-table.ts';
import { Stream, streamOf, WordBuffer } from '#simulations/engine/statistics/random.ts';
import { indicesBy } from '#simulations/engine/statistics/order.ts';
import { crossing, quantileOf, selectSmallest } from '#simulations/engine/statistics/select.ts';
import { sobolPoints } from '#simulations/engine/statistics/sobol.ts';
import { quantileOfSorted, sorted, sum } from '#simulations/engine/statistics/summary.ts';

describe('random streams', () => {
	it('gives the same bits for the same seed, variable and chunk, and others for another chunk', () => {
		const first = Array.from({ length: 5 }, streamReader(7, 'minutes', 0));
		expect(Array.from({ length: 5 }, streamReader(7, 'minutes', 0))).toEqual(first);
		expect(Array.from({ length: 5 }, streamReader(7, 'minutes', 1))).not.toEqual(first);
	});

	it('hands out the same words through a buffer, skipping none', () => {
		const buffer = new WordBuffer(streamOf(7, 'events', 0));
		const stream = streamOf(7, 'events', 0);
		const next = () => stream.nextWord();
		for (const count of [3, 700, 1500, 2048, 1]) {
			const start = buffer.take(count);
			expect(Array.from(buffer.values.subarray(start, start + count))).toEqual(
				Array.from({ length: count }, next)
			);
		}
	});

	it('leaves an all-zero state, from which it could never move', () => {
		const stream = new Stream([0, 0, 0, 0]);
		expect([stream.nextWord(), stream.nextWord(), stream.nextWord()].some((w) => w > 0)).toBe(true);
	});

	it('draws a column whose first 4,096 trials do not depend on how many follow', () => {
		const minutes: Distribution = { kind: 'lognormal', mu: 1, sigma: 0.5 };
		const few = drawColumn(minutes, 1, 'minutes', 4096);
		const many = drawColumn(minutes, 1, 'minutes', 9000);
		expect(many.subarray(0, 4096)).toEqual(few);
	});

	it('shifts Sobol points by the seed and still puts one point into each of 64 cells', () => {
		const points = sobolPoints(3, 64, 'seed');
		expect(points).not.toEqual(sobolPoints(3, 64, 'other'));
		for (let dimension = 0; dimension < 3; dimension++) {
			const cells = Array.from({ length: 64 }, (_, i) =>
				Math.floor((points[3 * i + dimension] ?? 0) * 64)
			);
			expect(new Set(cells).size).toBe(64);
		}
	});

	it('refuses 100 Sobol points: they balance in powers of two only', () => {
		expect(() => sobolPoints(2, 100)).toThrow('powers of two');
	});
});

describe('tabulated quantiles', () => {
	it.each([
		[0.5, 0.5],
		[0.5, 20.5],
		[43, 7],
		[4, 796],
		[5000, 20],
		[0.05, 3]
	])('Beta(%d, %d) is within 1e-4 standard deviations of the exact inverse', (a, b) => {
		const deviation = Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
		const found = betaTable(a, b);
		const table = (p: number) => quantileAt(found, p);
		let worst = 0;
		for (let i = 0; i < 2000; i++) {
			const p = (i + 0.37) / 2000;
			worst = Math.max(worst, Math.abs(table(p) - betaQuantile(a, b, p)) / deviation);
		}
		for (let cell = 0; cell < 20; cell++)
			for (const p of [(cell + 0.5) / 4096, 1 - (cell + 0.5) / 4096])
				worst = Math.max(worst, Math.abs(table(p) - betaQuantile(a, b, p)) / deviation);
		expect(worst).toBeLessThan(1e-4);
	});

	it.each([0.5, 4.5, 250])('Gamma(%d) is within 1e-4 standard deviations', (shape) => {
		const found = gammaTable(shape);
		const table = (p: number) => quantileAt(found, p);
		let worst = 0;
		for (let i = 0; i < 2000; i++) {
			const p = (i + 0.37) / 2000;
			worst = Math.max(worst, Math.abs(table(p) - gammaQuantile(shape, p)) / Math.sqrt(shape));
		}
		expect(worst).toBeLessThan(1e-4);
	});

	it('never falls, not even where the density is all but singular', () => {
		const found = betaTable(0.05, 3);
		const table = (p: number) => quantileAt(found, p);
		let last = 0;
		for (let i = 1; i < 20_000; i++) {
			const value = table(i / 20_000);
			expect(value).toBeGreaterThanOrEqual(last);
			last = value;
		}
	});
});

describe('what people enter', () => {
	it('85 % to 97 % as a beta puts 5 % below 0.85 and 5 % above 0.97', () => {
		const { alpha, beta } = betaFromInterval(0.85, 0.97);
		expect(betaQuantile(alpha, beta, 0.05)).toBeCloseTo(0.85, 10);
		expect(betaQuantile(alpha, beta, 0.95)).toBeCloseTo(0.97, 10);
	});

	it('0 to 5 % is read as 0.01 % to 5 %, since no beta has its 5th percentile at 0', () => {
		const { alpha, beta } = betaFromInterval(0, 0.05);
		expect(betaQuantile(alpha, beta, 0.05)).toBeCloseTo(1e-4, 10);
	});

	it('a range of one ten-thousandth still has a beta', () => {
		const { alpha, beta } = betaFromInterval(0.85, 0.8501);
		expect(betaQuantile(alpha, beta, 0.05)).toBeCloseTo(0.85, 5);
	});

	it('9 minutes, 6 to 13: all three figures are kept', () => {
		const piece = twoPieceLognormal(9, 6, 13);
		const at95 = 1.6448536269514722;
		expect(twoPieceAt(piece, -at95)).toBeCloseTo(6, 12);
		expect(twoPieceAt(piece, 0)).toBe(9);
		expect(twoPieceAt(piece, at95)).toBeCloseTo(13, 12);
	});

	it('a best guess in the middle (of the logs) is the plain lognormal of the interval', () => {
		const { mu, sigma } = lognormalFromInterval(5, 20);
		const piece = twoPieceLognormal(10, 5, 20);
		expect(piece.sigmaLow).toBeCloseTo(sigma, 12);
		expect(piece.sigmaHigh).toBeCloseTo(sigma, 12);
		expect(twoPieceMean(piece)).toBeCloseTo(Math.exp(mu + (sigma * sigma) / 2), 10);
	});

	it('refuses a lognormal range from 0', () => {
		expect(() => lognormalFromInterval(0, 5)).toThrow('0 < low');
	});

	it('calls a metalog through 1, 2, 100 infeasible: its quantiles would fall', () => {
		expect(metalog(1, 2, 100, { lower: null, upper: null }).feasible).toBe(false);
	});

	it.each<Distribution>([
		{ kind: 'beta', alpha: 18, beta: 4 },
		{ kind: 'gamma', shape: 4.5, rate: 6 },
		{ kind: 'lognormal', mu: 1, sigma: 0.6 },
		{ kind: 'two_piece_lognormal', median: 9, sigmaLow: 0.2, sigmaHigh: 0.5 },
		{ kind: 'two_piece_normal', median: 0.01, sigmaLow: 0.01, sigmaHigh: 0.03 },
		{ kind: 'pert', min: 2, max: 20, alpha: 1.5, beta: 4.5 }
	])('50,000 draws of a $kind have its mean within 4 standard errors', (distribution) => {
		const draws = drawColumn(distribution, 3, 'x', 50_000);
		const average = sum(draws) / draws.length;
		const deviation = Math.sqrt(sum(draws.map((x) => (x - average) ** 2)) / draws.length);
		const miss = Math.abs(average - (meanOf(distribution) ?? NaN));
		expect(miss).toBeLessThan((4 * deviation) / Math.sqrt(50_000));
		const ninth = quantileFunction(distribution)(0.9);
		expect(draws.filter((x) => x <= ninth).length / 50_000).toBeCloseTo(0.9, 2);
	});
});

describe('intervals of nothing', () => {
	it('0 of 0 can be anything from 0 to 1', () => {
		expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
		expect(jeffreys(0, 0)).toEqual({ low: 0, high: 1 });
		expect(newcombe(0, 0, 3, 5)).toEqual({ low: -1, high: 1 });
	});
});

describe('several trials of one item', () => {
	it('5 trials that agree at 0.5 triple the variance: 1 + 4 x 0.5', () => {
		expect(designEffect(5, 0.5)).toBe(3);
		expect(designEffect(1, 0.9)).toBe(1);
	});
});

describe('selecting without sorting', () => {
	const draws = drawColumn({ kind: 'lognormal', mu: 0, sigma: 1 }, 9, 'y', 1001);

	it('finds the same order statistics and quantiles as sorting does', () => {
		const ordered = sorted(draws);
		for (const k of [0, 1, 500, 999, 1000])
			expect(selectSmallest(draws.slice(), k)).toBe(ordered[k]);
		for (const p of [0, 0.05, 0.333, 0.95, 1])
			expect(quantileOf(draws, p)).toBe(quantileOfSorted(ordered, p));
	});

	it('59 of 100 trials are above zero: 90 need the change at which the 31st turns', () => {
		// Trial i stands at i - 40 and gains 1 per unit of change, so 59 are above zero now.
		const base = Float64Array.from({ length: 100 }, (_, i) => i - 40);
		const slope = new Float64Array(100).fill(1);
		const change = crossing(base, slope, 0.9) ?? NaN;
		expect(base.filter((x) => x + change + 1e-9 > 0).length).toBe(90);
		expect(base.filter((x) => x + change - 1e-9 > 0).length).toBe(89);
	});

	it('finds the change too when it helps some trials and hurts others', () => {
		const base = Float64Array.from({ length: 1000 }, (_, i) => i - 300);
		const slope = base.map((x) => (x < 0 ? 400 : -1));
		const change = crossing(base, slope, 0.9) ?? NaN;
		const above = (y: number) => base.filter((x, i) => x + y * (slope[i] ?? 0) > 0).length;
		expect(above(0)).toBe(699);
		expect(above(change * 1.001)).toBeGreaterThanOrEqual(900);
		expect(above(change * 0.999)).toBeLessThan(900);
	});

	it('says null when no change moves any trial', () => {
		expect(crossing(draws, new Float64Array(1001), 0.9)).toBeNull();
	});
});

describe('order', () => {
	it('of many values is that of a comparison sort, ties and signs and zeros included', () => {
		const stream = streamOf(1, 'order', 0);
		const values = Float64Array.from({ length: 5000 }, (_, i) =>
			i % 7 === 0 ? -0 : Math.round(200 * (stream.nextUniform() - 0.5)) / (1 + (i % 3))
		);
		const compared = Array.from(values, (_, i) => i).sort(
			(i, j) => (values[i] ?? 0) - (values[j] ?? 0) || i - j
		);
		expect(Array.from(indicesBy(values))).toEqual(compared);
	});
});

describe('sums', () => {
	it('adds a million cents to exactly 10,000, which a plain loop does not', () => {
		const cents = new Float64Array(1_000_000).fill(0.01);
		expect(sum(cents)).toBe(10_000);
		expect(cents.reduce((total, x) => total + x, 0)).not.toBe(10_000);
	});
});

function streamReader(seed: number, variable: string, chunk: number): () => number {
	const stream = streamOf(seed, variable, chunk);
	return () => stream.nextUniform();
}
