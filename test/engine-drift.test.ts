import { describe, expect, it } from 'vitest';
import { judgeAccuracy, poweredRate, weightedKappa } from '#simulations/engine/agreement.ts';
import { cusumLimitFor } from '#simulations/engine/alarm-budget.ts';
import {
	bettingEvidence,
	confidenceSequence,
	likelihoodRatioEvidence
} from '#simulations/engine/anytime.ts';
import {
	adaptiveWindow,
	bernoulliCusum,
	pageHinkley
} from '#simulations/engine/drift-detectors.ts';
import { populationShift } from '#simulations/engine/population-shift.ts';
import { retrainingPlan, retrainingTrigger } from '#simulations/engine/retraining.ts';
import { streamOf } from '#simulations/engine/statistics/random.ts';
import {
	compareProportions,
	ksDistance,
	ksExact,
	mannWhitney,
	wasserstein
} from '#simulations/engine/statistics/two-sample.ts';

describe('detectors', () => {
	it('alarm soon after failures go from 10 % to 30 %, and not before', () => {
		const series = [...failures(500, 0.1, 1), ...failures(300, 0.3, 2)];
		const { alarms } = bernoulliCusum(series, { p0: 0.1, p1: 0.2, limit: 5 });
		expect(alarms[0]).toBeGreaterThanOrEqual(500);
		expect(alarms[0]).toBeLessThan(600);
		const later = pageHinkley(series, { delta: 0.05, threshold: 8 }).alarms[0] ?? 0;
		expect(later).toBeGreaterThanOrEqual(500);
		expect(later).toBeLessThan(650);
	});

	it('are tuned to a budget: one false alarm in about 2,000 runs', () => {
		const found = cusumLimitFor(2000, { p0: 0.1, p1: 0.2 }, 4);
		expect(found.runsToFalseAlarm).toBeGreaterThan(1900);
		expect(found.limit).toBeGreaterThan(3.5);
		expect(found.limit).toBeLessThan(5);
		expect(cusumLimitFor(8000, { p0: 0.1, p1: 0.2 }, 4).limit).toBeGreaterThan(found.limit);
	});

	it('a window that adapts keeps what came after the change', () => {
		const series = [...failures(300, 0.05, 5), ...failures(300, 0.6, 6)];
		const found = adaptiveWindow(series);
		expect(found.cuts.length).toBeGreaterThan(0);
		expect(found.mean).toBeGreaterThan(0.5);
		expect(adaptiveWindow([])).toEqual({ cuts: [], window: 0, mean: null });
	});
});

describe('what may be looked at every day', () => {
	it('misses the truth at any time in at most about 1 of 20 series', () => {
		let missed = 0;
		for (let round = 0; round < 200; round++) {
			const series = failures(150, 0.2, 100 + round);
			let successes = 0;
			let out = false;
			series.forEach((x, i) => {
				successes += x;
				const { low, high } = confidenceSequence(successes, i + 1);
				if (0.2 < low || 0.2 > high) out = true;
			});
			if (out) missed++;
		}
		expect(missed / 200).toBeLessThan(0.09);
	});

	it('knows nothing of no runs', () => {
		expect(confidenceSequence(0, 0)).toEqual({ low: 0, high: 1 });
	});

	it('gathers evidence when the rate is above the cap and loses it when it is not', () => {
		const terms = { p0: 0.05, p1: 0.15, alpha: 0.05 };
		expect(likelihoodRatioEvidence(failures(400, 0.15, 1), terms).crossing).not.toBeNull();
		expect(likelihoodRatioEvidence(failures(400, 0.05, 2), terms).crossing).toBeNull();
	});

	it('refuses a bet that could lose more than everything', () => {
		expect(() => bettingEvidence([1, 0], { nullMean: 0.5, bet: 3, alpha: 0.05 })).toThrow('a bet');
	});
});

describe('windows compared', () => {
	it('a moved distribution alarms, the same one does not', () => {
		expect(populationShift([100, 100, 100], [101, 99, 100]).alarm).toBe(false);
		expect(populationShift([100, 100, 100], [150, 100, 50]).alarm).toBe(true);
	});

	it('3 of 3 against 0 of 3: Fisher gives 2/20', () => {
		const found = compareProportions({ events: 3, n: 3 }, { events: 0, n: 3 });
		expect(found.fisher).toBeCloseTo(2 / 20, 12);
		expect(compareProportions({ events: 0, n: 5 }, { events: 0, n: 5 }).z).toBeNull();
	});

	it('two separate samples of 3: distance 1, as likely as 2 of 20 orders', () => {
		expect(ksDistance([1, 2, 3], [4, 5, 6])).toBe(1);
		expect(ksExact(1, 3, 3)).toBeCloseTo(2 / 20, 12);
		expect(mannWhitney([1, 2, 3], [4, 5, 6])).toMatchObject({ u: 9, cliffsDelta: 1 });
		expect(wasserstein([1, 2, 3], [4, 5, 6])).toBeCloseTo(3, 12);
	});
});

describe('a judge', () => {
	it('agrees with itself entirely, and by chance not at all', () => {
		expect(judgeAccuracy([1, 0, 1, 0], [1, 0, 1, 0])).toMatchObject({ kappa: 1, bias: 0 });
		expect(judgeAccuracy([1, 1, 0, 0], [1, 0, 1, 0]).kappa).toBe(0);
		expect(judgeAccuracy([], []).kappa).toBeNull();
		expect(weightedKappa([1, 2, 3], [1, 2, 3], [1, 2, 3], 'quadratic')).toBe(1);
	});

	it('who is always right is worth many labels, one who guesses none', () => {
		const truth = failures(60, 0.7, 3);
		const rest = failures(4000, 0.7, 4);
		const guesses = failures(60, 0.7, 5);
		expect(poweredRate(truth, truth, rest)?.labelGain).toBeGreaterThan(15);
		expect(poweredRate(truth, guesses, rest)?.labelGain).toBeLessThan(1.2);
		expect(poweredRate([1], [1], rest)).toBeNull();
	});
});

describe('retraining', () => {
	it('costs least where the retraining bill equals the loss by drift', () => {
		// 5,000 USD a cycle; 8,000 cases x 9 USD x 1 point a month.
		const decay = {
			retrainCostUsd: 5000,
			casesPerMonth: 8000,
			valuePerSuccessUsd: 9,
			successLossPerMonth: 0.01
		};
		const plan = retrainingPlan(decay);
		expect(5000 / plan.months).toBeCloseTo((8000 * 9 * 0.01 * plan.months) / 2, 9);
		expect(retrainingPlan({ ...decay, successLossPerMonth: 0 }).months).toBe(Infinity);
	});

	it('now pays when what the drop costs until the next cycle is more than the cycle', () => {
		const terms = { retrainCostUsd: 1000, casesPerMonth: 1000, valuePerSuccessUsd: 10 };
		const drop = { mean: 0.06, deviation: 0, recovery: 1, monthsToNextPlanned: 2 };
		// 1,000 cases x 10 USD x 6 points x 2 months = 1,200 USD.
		expect(retrainingTrigger(terms, drop)).toMatchObject({
			expectedGainUsd: 200,
			retrainNow: true,
			pGainPositive: 1,
			evpiUsd: 0
		});
	});
});

function failures(n: number, rate: number, seed: number): number[] {
	const stream = streamOf(seed, 'failures', n);
	return Array.from({ length: n }, () => (stream.nextUniform() < rate ? 1 : 0));
}
