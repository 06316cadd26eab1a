import { describe, expect, it } from 'vitest';
import { impatientQueue } from '#simulations/engine/impatient-queue.ts';
import { offPolicyRisk } from '#simulations/engine/off-policy.ts';
import {
	ABOVE_ALL,
	cheapestRow,
	leastReviewFor,
	replay,
	reviewBelow,
	type ReplayRuns
} from '#simulations/engine/policy-replay.ts';
import { simulateDesk, type ReviewDesk } from '#simulations/engine/queue-simulation.ts';
import { traceQueue } from '#simulations/engine/queue-trace.ts';
import { isotonic, platt, plattAt, temperature } from '#simulations/engine/recalibration.ts';
import { reductionIntervals } from '#simulations/engine/reduction-interval.ts';
import { latencyFrontier } from '#simulations/engine/review-frontier.ts';
import { erlangC, pWaitAbove, queueState, staffing } from '#simulations/engine/review-queue.ts';
import {
	certifiedThreshold,
	conformalThreshold,
	labelsForCertificate,
	labelsForConformal
} from '#simulations/engine/risk-control.ts';
import { stagedPolicy } from '#simulations/engine/staged-policy.ts';
import { drawPoisson } from '#simulations/engine/statistics/poisson.ts';
import { streamOf } from '#simulations/engine/statistics/random.ts';
import { pStale, successWithStaleReads, tierState } from '#simulations/engine/state-tiers.ts';
import { costOfTrying, passAtK, passHatK } from '#simulations/engine/try-then-human.ts';

const terms = {
	costPerReviewUsd: 6,
	reviewMinutes: 6,
	redoCostUsd: 25,
	detect: 0.9,
	falseAlarm: 0.05
};
const rule = { alwaysReviewHighStakes: false, withoutConfidence: 'review' as const };

describe('replay of a threshold', () => {
	it('at 0 is the run as it was: no review, every failure escapes', () => {
		const runs = luckyRuns(400);
		const [first] = replay(runs, terms, rule);
		const failures = wrongOf(runs);
		expect(first).toMatchObject({ threshold: 0, reviewed: 0, coverage: 1, reviewHours: 0 });
		expect(first?.expectedEscapes).toBe(failures);
		// 0.20 USD a run and 40 USD a failure.
		expect(first?.totalCostUsd).toBeCloseTo(400 * 0.2 + failures * 40, 8);
	});

	it('with a perfect reviewer of everything nothing escapes', () => {
		const perfect = { ...terms, detect: 1, falseAlarm: 0 };
		const last = replay(luckyRuns(200), perfect, rule).at(-1);
		expect(last).toMatchObject({ threshold: ABOVE_ALL, reviewed: 200, expectedEscapes: 0 });
		expect(last?.selectiveRisk).toBeNull();
	});

	it('reviews more and avoids more the higher the threshold', () => {
		const rows = replay(luckyRuns(300), terms, rule);
		for (let i = 1; i < rows.length; i++) {
			expect(rows[i]?.reviewed).toBeGreaterThanOrEqual(rows[i - 1]?.reviewed ?? 0);
			expect(rows[i]?.incidentReduction).toBeGreaterThanOrEqual(
				rows[i - 1]?.incidentReduction ?? 0
			);
		}
	});

	it('does not depend on the order of the runs', () => {
		const runs = luckyRuns(150);
		const turned = Object.fromEntries(
			Object.entries(runs).map(([name, column]) => [name, Array.from(column).reverse()])
		) as unknown as ReplayRuns;
		expect(cheapestRow(replay(turned, terms, rule))?.threshold).toBe(
			cheapestRow(replay(runs, terms, rule))?.threshold
		);
	});

	it('cannot avoid 95 % when reviewers catch 90 %', () => {
		const rows = replay(luckyRuns(300), terms, rule);
		expect(leastReviewFor(rows, 0.95)).toBeNull();
		expect(leastReviewFor(rows, 0.9)?.coverage).toBeLessThan(1);
	});

	it('puts runs without confidence where the rule says', () => {
		const runs = { ...luckyRuns(4), confidence: [0.9, NaN, 0.4, NaN] };
		const reviewed = replay(runs, terms, rule, [0.5])[0]?.reviewed;
		const executed = replay(runs, terms, { ...rule, withoutConfidence: 'execute' }, [0.5])[0];
		expect(reviewed).toBe(3);
		expect(executed?.reviewed).toBe(1);
	});

	it('of no runs has no shares, and of flawless runs no reduction', () => {
		const none = replay(luckyRuns(0), terms, rule)[0];
		expect([none?.coverage, none?.selectiveRisk, none?.incidentReduction]).toEqual([
			null,
			null,
			null
		]);
		const flawless = { ...luckyRuns(3), outcome: [1, 1, 1] };
		expect(replay(flawless, terms, rule)[0]?.incidentReduction).toBeNull();
	});

	it('a reviewer who catches nothing is never worth it', () => {
		const blind = { ...terms, detect: 0 };
		expect(cheapestRow(replay(luckyRuns(100), blind, rule))?.reviewed).toBe(0);
		expect(reviewBelow(1e6, blind)).toBeNull();
	});

	it('the closed form is the threshold at which a review of a calibrated run breaks even', () => {
		const p = reviewBelow(400, terms) ?? NaN;
		const withReview = 6 + p * 0.05 * 25 + (1 - p) * (0.9 * 25 + 0.1 * 400);
		expect(withReview).toBeCloseTo((1 - p) * 400, 9);
	});

	it('has an interval around the reduction that narrows with ten times the runs', () => {
		const width = (n: number) => {
			const found = reductionIntervals(luckyRuns(n), terms, rule, 0.6, 1, 400).incidentReduction;
			return (found?.high ?? 0) - (found?.low ?? 0);
		};
		expect(width(2000)).toBeLessThan(0.5 * width(200));
	});
});

describe('stages', () => {
	it('half caught, then half of the rest: a quarter escapes', () => {
		const stage = { name: 'check', detect: 0.5, falseAlarm: 0, costUsd: 1, latencySeconds: 1 };
		const found = stagedPolicy(0, [stage, stage], { redoCostUsd: 0, lossIfEscapedUsd: 0 });
		expect(found.escapeRate).toBe(0.25);
		expect(found.incidentReduction).toBe(0.75);
		// The second stage is paid by the half that reaches it.
		expect(found.stageCostUsd).toBe(1.5);
	});
});

describe('outcomes that review hid', () => {
	const runs = {
		confidence: [0.9, 0.8, 0.7, 0.6],
		outcome: [1, 0, NaN, 1],
		observed: [1, 1, 0, 1],
		propensity: [1, 1, 0, 0.5],
		modelSuccess: [0.9, 0.8, 0.7, 0.6]
	};

	it('give bounds and no estimate when some could never have been seen', () => {
		const found = offPolicyRisk(runs, 0.5);
		expect(found.horvitzThompson).toBeNull();
		expect(found.bounds).toEqual({ low: 0.25, high: 0.5 });
	});

	it('do not matter above the threshold that leaves them out', () => {
		expect(offPolicyRisk(runs, 0.75).horvitzThompson).toBe(0.25);
	});
});

describe('promises', () => {
	it('a stricter one never has a lower threshold', () => {
		const runs = luckyRuns(300);
		const thresholds = [0.02, 0.05, 0.1, 0.2, 0.4].map(
			(alpha) => conformalThreshold(runs, alpha).threshold ?? Infinity
		);
		expect(thresholds).toEqual([...thresholds].sort((a, b) => b - a));
	});

	it('needs 19 labels to promise 5 % at all', () => {
		expect(labelsForConformal(0.05)).toBe(19);
		expect(conformalThreshold(luckyRuns(18), 0.05).feasible).toBe(false);
		expect(conformalThreshold(luckyRuns(19), 0.05).feasible).toBe(true);
	});

	it('needs 45 flawless runs for 5 % with 90 % confidence, 230 for 1 %', () => {
		expect(labelsForCertificate(0.05, 0.1)).toBe(45);
		expect(labelsForCertificate(0.01, 0.1)).toBe(230);
		const flawless = (n: number) => ({
			confidence: new Float64Array(n).fill(0.9),
			outcome: new Float64Array(n).fill(1)
		});
		const terms = { alpha: 0.05, delta: 0.1 };
		expect(certifiedThreshold(flawless(44), terms).certified).toBe(false);
		expect(certifiedThreshold(flawless(45), terms).certified).toBe(true);
	});

	it('is kept: at alpha 0.1 fresh runs are executed and wrong in under 11 of 100', () => {
		let total = 0;
		for (let round = 0; round < 200; round++) {
			const { threshold } = conformalThreshold(luckyRuns(100, round), 0.1);
			const fresh = luckyRuns(200, 1000 + round);
			for (let i = 0; i < 200; i++)
				if ((fresh.confidence[i] ?? 0) >= (threshold ?? Infinity))
					total += 1 - (fresh.outcome[i] ?? 0);
		}
		expect(total / (200 * 200)).toBeLessThan(0.11);
	});
});

describe('recalibration', () => {
	it('never falls and keeps the mean', () => {
		const runs = luckyRuns(500);
		const fit = isotonic(runs.confidence, runs.outcome);
		for (let i = 1; i < fit.fitted.length; i++)
			expect(fit.fitted[i]).toBeGreaterThanOrEqual(fit.fitted[i - 1] ?? 0);
		const at = new Map(Array.from(fit.x, (x, i) => [x, fit.fitted[i] ?? 0]));
		const fitted = Array.from(runs.confidence, (c) => at.get(c) ?? NaN);
		const mean = (values: ArrayLike<number>) =>
			Array.from(values).reduce((a, b) => a + b, 0) / values.length;
		expect(mean(fitted)).toBeCloseTo(mean(runs.outcome), 12);
	});

	it('leaves confidence that is right nearly as it is', () => {
		const runs = luckyRuns(5000);
		const fit = platt(runs.confidence, runs.outcome);
		expect(plattAt(fit, 0.7)).toBeCloseTo(0.7, 1);
		expect(temperature(runs.confidence, runs.outcome)).toBeCloseTo(1, 0);
	});
});

describe('the review queue', () => {
	it('makes fewer wait the more reviewers there are', () => {
		const waits = [4, 5, 6, 8, 12].map((servers) => erlangC(3, servers));
		expect(waits).toEqual([...waits].sort((a, b) => b - a));
	});

	it('says by how much the backlog grows when reviewers cannot keep up', () => {
		// 60 an hour come, 5 reviewers do 10 an hour each.
		const found = queueState({ arrivalsPerHour: 60, meanServiceMinutes: 6, servers: 5 });
		expect(found).toMatchObject({ stable: false, meanWaitMinutes: Infinity, backlogPerHour: 10 });
	});

	it('has no wait and no work without arrivals', () => {
		const load = { arrivalsPerHour: 0, meanServiceMinutes: 6, servers: 2 };
		expect(queueState(load)).toMatchObject({ pWait: 0, meanWaitMinutes: 0, utilisation: 0 });
		expect(pWaitAbove(load, 0)).toBe(0);
	});

	it('finds the fewest reviewers: one less misses the target', () => {
		const load = { arrivalsPerHour: 30, meanServiceMinutes: 6 };
		const found = staffing(load, 5, 0.9);
		expect(found.serviceLevel).toBeGreaterThanOrEqual(0.9);
		expect(found.serviceLevelWithOneLess).toBeLessThan(0.9);
	});

	it('with endless patience is Erlang C', () => {
		const load = { arrivalsPerHour: 30, meanServiceMinutes: 6, servers: 5 };
		expect(impatientQueue(load, 1e9).pWait).toBeCloseTo(queueState(load).pWait, 6);
	});

	it('simulated day and night alike waits as Erlang C says, within 3 standard errors', () => {
		const desk: ReviewDesk = {
			arrivalsByHour: Array<number>(168).fill(24),
			serversByHour: Array<number>(168).fill(3),
			urgentShare: 0.3,
			meanServiceMinutes: 6,
			squaredVariationService: 1,
			patienceMinutes: null,
			promisedMinutes: 5
		};
		const found = simulateDesk(desk, 3, { replications: 12, weeks: 4 });
		const expected = queueState({ arrivalsPerHour: 24, meanServiceMinutes: 6, servers: 3 });
		const half = ((found.meanWaitMinutes.interval?.high ?? 0) - found.meanWaitMinutes.mean) / 2.2;
		expect(Math.abs(found.meanWaitMinutes.mean - expected.meanWaitMinutes)).toBeLessThan(3 * half);
		expect(found.utilisation.mean).toBeCloseTo(0.8, 2);
	});

	it('lets urgent cases pass and gives up on those that waited too long', () => {
		const night = Array.from({ length: 168 }, (_, hour) => (hour % 24 < 8 ? 0 : 4));
		const desk: ReviewDesk = {
			arrivalsByHour: Array<number>(168).fill(12),
			serversByHour: night,
			urgentShare: 0,
			meanServiceMinutes: 10,
			squaredVariationService: 1.72,
			patienceMinutes: 60,
			promisedMinutes: 30
		};
		const found = simulateDesk(desk, 5, { replications: 3, weeks: 1 });
		// 7 of the 8 hours without a reviewer are longer than anybody waits.
		expect(found.abandonedShare.mean).toBeGreaterThan(0.2);
		expect(found.abandonedShare.mean).toBeLessThan(0.4);
		expect(simulateDesk(desk, 5, { replications: 3, weeks: 1 })).toEqual(found);
	});

	it('serves in order of arrival by whoever is free first', () => {
		const found = traceQueue(
			[0, 1, 2],
			[10, 2, 1],
			[
				[0, 60],
				[0, 60]
			],
			null
		);
		expect(found.reviews.map((review) => review.server)).toEqual([0, 1, 1]);
		expect(found.meanWaitMinutes).toBeCloseTo((0 + 0 + 1) / 3, 12);
	});

	it('calls a case unserved when nobody is on duty any more', () => {
		expect(traceQueue([70], [5], [[0, 60]], null).unserved).toBe(1);
		expect(traceQueue([], [], [[0, 60]], null).meanWaitMinutes).toBeNull();
	});
});

describe('latency against reliability', () => {
	const rows = replay(luckyRuns(400), terms, rule);
	const setting = {
		casesPerHour: 60,
		reviewers: 3,
		meanReviewMinutes: 6,
		runP50Seconds: 20,
		runP95Seconds: 60
	};
	const points = latencyFrontier(rows, 400, setting, 1);

	it('more review lets less escape and takes longer, for ever once reviewers are full', () => {
		expect(points[0]).toMatchObject({ reviewShare: 0, utilisation: 0 });
		expect(points[0]?.p95LatencySeconds).toBeCloseTo(60, -1);
		// 60 cases an hour at 6 minutes keep 6 busy; there are 3.
		expect(points.at(-1)).toMatchObject({ p95LatencySeconds: Infinity });
		const steady = points.filter((point) => point.p95LatencySeconds < Infinity);
		for (let i = 1; i < steady.length; i++)
			expect(steady[i]?.meanLatencySeconds).toBeGreaterThanOrEqual(
				steady[i - 1]?.meanLatencySeconds ?? 0
			);
	});

	it('greys what another threshold beats on both counts', () => {
		const kept = points.filter((point) => !point.dominated);
		for (const a of kept)
			for (const b of kept)
				expect(a.escapeRate < b.escapeRate && a.p95LatencySeconds < b.p95LatencySeconds).toBe(
					false
				);
	});
});

describe('trying before asking a person', () => {
	it('pays at any n when a try costs less than its chance of saving the person', () => {
		const costs = { perAttempt: 2, human: 10 };
		// 30 % success saves 3 USD for 2 USD; 10 % saves 1 USD for 2 USD.
		expect(costOfTrying(0.3, 1, costs)).toBeCloseTo(2 + 0.7 * 10, 12);
		expect(costOfTrying(0.3, 5, costs)).toBeLessThan(costOfTrying(0.3, 1, costs));
		expect(costOfTrying(0.1, 5, costs)).toBeGreaterThan(10);
	});

	it('an item right in 2 of 4 passes one of two in 5/6, both in 1/6', () => {
		expect(passAtK([2], 4, 2)).toBeCloseTo(5 / 6, 12);
		expect(passHatK([2], 4, 2)).toBeCloseTo(1 / 6, 12);
		expect(passAtK([], 4, 2)).toBeNull();
	});
});

describe('state tiers', () => {
	it('name the conversations at which a store is 80 % busy', () => {
		const load = {
			conversationsPerHour: 1800,
			meanDurationMinutes: 20,
			turnsPerConversation: 8,
			operationsPerTurn: 3,
			serviceMs: 40,
			servers: 1,
			squaredVariationArrivals: 1,
			squaredVariationService: 1
		};
		const found = tierState(load);
		const share = found.concurrentAt80Percent / found.concurrentConversations;
		const at80 = tierState({ ...load, conversationsPerHour: 1800 * share });
		expect(at80.utilisation).toBeCloseTo(0.8, 12);
	});

	it('a read is never stale without writes, and staleness costs success', () => {
		expect(pStale('time_to_live', 0, 60)).toBe(0);
		expect(successWithStaleReads(0.9, 0.1, 0.5)).toBeCloseTo(0.9 * 0.95, 12);
	});
});

describe('Poisson counts', () => {
	it.each([0.3, 12, 29, 31, 400])('of mean %d have that mean and variance', (mean) => {
		const stream = streamOf(4, 'poisson', mean);
		const n = 20_000;
		const counts = Array.from({ length: n }, () => drawPoisson(stream, mean));
		const average = counts.reduce((a, b) => a + b, 0) / n;
		const variance = counts.reduce((a, b) => a + (b - average) ** 2, 0) / n;
		expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / n));
		expect(Math.abs(variance / mean - 1)).toBeLessThan(0.06);
	});
});

/** Runs that are right with the probability they state, at 0.20 USD and 40 USD a failure. */
function luckyRuns(
	n: number,
	seed = 0
): ReplayRuns & { confidence: Float64Array; outcome: Float64Array } {
	const stream = streamOf(seed, 'runs', n);
	const confidence = Float64Array.from(
		{ length: n },
		() => Math.round(100 * (0.3 + 0.7 * stream.nextUniform())) / 100
	);
	return {
		confidence,
		outcome: confidence.map((c) => (stream.nextUniform() < c ? 1 : 0)),
		highStakes: new Float64Array(n),
		runCostUsd: new Float64Array(n).fill(0.2),
		lossIfEscapedUsd: new Float64Array(n).fill(40)
	};
}

function wrongOf(runs: ReplayRuns): number {
	return Array.from(runs.outcome).filter((y) => y === 0).length;
}
