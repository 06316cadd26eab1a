import { describe, expect, it } from 'vitest';
import { breakEven, humanMinutesToBeat, successToBeat } from '#simulations/engine/break-even.ts';
import { calibration, eceByChance } from '#simulations/engine/calibration.ts';
import { gateTable } from '#simulations/engine/gate.ts';
import { auroc, rankingAreas, riskCoverage } from '#simulations/engine/selective-risk.ts';
import { streamOf } from '#simulations/engine/statistics/random.ts';
import { callCost, type ModelPrice } from '#simulations/engine/token-cost.ts';
import { unitEconomics, type UnitInputs } from '#simulations/engine/unit-economics.ts';
import {
	expectedBestAfter,
	expectedBestKnowing,
	parameterInformation,
	perfectInformationOfDraws
} from '#simulations/engine/value-of-information.ts';

/** 10 minutes at 60 USD an hour by hand (10 USD), an agent at 0.50 USD that is right 9 times in 10. */
const task: UnitInputs = {
	run_cost: 0.5,
	success: 0.9,
	review_share_good: 0,
	review_share_bad: 0,
	reviewer_detect: 0.8,
	reviewer_false_alarm: 0.1,
	review_minutes: 3,
	reviewer_wage_per_hour: 60,
	reviewer_utilisation: 1,
	review_delay_hours: 0,
	delay_cost_per_hour: 0,
	human_minutes: 10,
	human_wage_per_hour: 60,
	human_success: 1,
	incident_prob_given_escape: 0,
	incident_mean_cost: 0,
	rework_prob_given_escape: 1,
	late_rework_cost: 20,
	build_cost: 0,
	amortisation_months: 24,
	monthly_fixed: 0,
	retrain_cycles_per_month: 0,
	retrain_cost: 0,
	volume_per_month: 100,
	growth_month: 0,
	discount_rate_year: 0,
	horizon_months: 12
};

describe('unit economics', () => {
	it('0.50 USD by agent, 1 in 10 wrong at 20 USD each: 2.50 USD against 10 by hand', () => {
		const found = unitEconomics(task);
		expect(found.agentVariableCostUsd).toBeCloseTo(0.5 + 0.1 * 20, 12);
		expect(found.monthlyNetUsd).toBeCloseTo(100 * (10 - 2.5), 10);
		expect(found.costPerVerifiedSuccessAgentUsd).toBeCloseTo(2.5 / 0.9, 12);
		expect(found.npvUsd).toBeCloseTo(12 * 750, 8);
	});

	it('reviewing everything at 3 USD leaves 2 of 100 wrong and costs 17 USD less rework', () => {
		const found = unitEconomics({ ...task, review_share_good: 1, review_share_bad: 1 });
		// 9 good ones are rejected too; they and the 8 caught are done by hand at 10 USD.
		expect(found.redoRate).toBeCloseTo(0.9 * 0.1 + 0.1 * 0.8, 12);
		expect(found.escapeRate).toBeCloseTo(0.02, 12);
		expect(found.agentVariableCostUsd).toBeCloseTo(0.5 + 3 + 0.17 * 10 + 0.02 * 20, 12);
	});

	it('a perfect reviewer of everything lets nothing escape', () => {
		const found = unitEconomics({
			...task,
			review_share_good: 1,
			review_share_bad: 1,
			reviewer_detect: 1,
			reviewer_false_alarm: 0
		});
		expect(found.escapeRate).toBe(0);
		expect(found.agentSuccess).toBeCloseTo(1, 12);
	});

	it('failures that all announce themselves cost the hand work and nothing else', () => {
		const found = unitEconomics({ ...task, visible_failure_share: 1 });
		expect(found.escapeRate).toBe(0);
		expect(found.agentVariableCostUsd).toBeCloseTo(0.5 + 0.1 * 10, 12);
		// design.md 5: break-even human cost = run cost / success rate.
		const atBreakEven = { ...task, visible_failure_share: 1, human_wage_per_hour: (0.5 / 0.9) * 6 };
		expect(unitEconomics(atBreakEven).savingPerCaseUsd).toBeCloseTo(0, 12);
	});

	it('breaks even at the success rate it names, with visible failures too', () => {
		for (const visible of [0, 0.4, 1]) {
			const inputs = { ...task, visible_failure_share: visible, review_share_bad: 0.5 };
			const rate = unitEconomics({ ...inputs, monthly_fixed: 300 }).breakEvenSuccess ?? NaN;
			expect(
				unitEconomics({ ...inputs, monthly_fixed: 300, success: rate }).monthlyNetUsd
			).toBeCloseTo(0, 8);
		}
	});

	it('ten times the money is ten times the net present value', () => {
		const money = [
			'run_cost',
			'reviewer_wage_per_hour',
			'human_wage_per_hour',
			'late_rework_cost',
			'monthly_fixed',
			'build_cost'
		] as const;
		const base = { ...task, monthly_fixed: 100, build_cost: 500 };
		const tenfold = { ...base };
		for (const name of money) tenfold[name] = 10 * base[name];
		expect(unitEconomics(tenfold).npvUsd).toBeCloseTo(10 * unitEconomics(base).npvUsd, 6);
	});

	it('without volume a month costs its fixed cost and nothing is claimed per success', () => {
		const found = unitEconomics({ ...task, volume_per_month: 0, monthly_fixed: 300 });
		expect(found.monthlyNetUsd).toBe(-300);
		expect(found.costPerVerifiedSuccessAgentUsd).toBeNull();
		expect(found.breakEvenSuccess).toBeNull();
	});

	it('over no months only the build cost is left', () => {
		const found = unitEconomics({ ...task, horizon_months: 0, build_cost: 900 });
		expect(found.npvUsd).toBe(-900);
		expect(found.paybackMonth).toBeNull();
	});

	it('people who never succeed have no cost per success', () => {
		expect(unitEconomics({ ...task, human_success: 0 }).costPerVerifiedSuccessHumanUsd).toBeNull();
	});

	it('refuses a volume that shrinks by more than all of it', () => {
		expect(() => unitEconomics({ ...task, growth_month: -1.1 })).toThrow('growth_month is -1.1');
	});
});

describe('break-even without a baseline', () => {
	it('0.12 USD a case beats a person at 45 USD an hour above a fifth of a minute', () => {
		const found = breakEven({ costPerCaseUsd: 0.12, success: null, humanSuccess: 1 });
		expect(found.successAtLeast).toBe(0.8);
		// 0.75 USD a minute; the agent saves it on 8 of 10 and pays it once more on none.
		expect(found.humanMinutesMoreThan).toBeCloseTo(0.12 / (0.75 * 0.8), 12);
	});

	it('rounds a known success down to tenths, so that the sentence stays true', () => {
		expect(breakEven({ costPerCaseUsd: 1, success: 0.874 }).successAtLeast).toBe(0.8);
		expect(breakEven({ costPerCaseUsd: 1, success: 0.04 }).successAtLeast).toBe(0.04);
	});

	it('finds the success rate for given minutes and the minutes for that rate', () => {
		const known = { costPerCaseUsd: 2, success: null, humanSuccess: 0.95 };
		const rate = successToBeat(known, 10) ?? NaN;
		expect(humanMinutesToBeat({ ...known, success: rate })).toBeCloseTo(10, 9);
	});

	it('is null when errors alone cost more than the person', () => {
		expect(humanMinutesToBeat({ costPerCaseUsd: 0.1, success: 0, humanSuccess: 1 })).toBeNull();
	});
});

describe('token cost', () => {
	const price: ModelPrice = {
		perMillion: { input_uncached: 3, output: 15 },
		longContext: null,
		batchMultiplier: 0.5,
		perRequestUsd: 0
	};

	it('1,000 in at 3 USD and 200 out at 15 USD per million is 0.006 USD, half of it in a batch', () => {
		const tokens = { input_uncached: 1000, output: 200 };
		expect(callCost(price, tokens)).toBeCloseTo(0.003 + 0.003, 15);
		expect(callCost(price, tokens, true)).toBeCloseTo(0.003, 15);
	});

	it('is unknown, not free, when a class has no price', () => {
		expect(callCost(price, { cache_read: 10 })).toBeNull();
	});
});

describe('calibration', () => {
	it('is null of no runs, and a gate executes nothing', () => {
		const nothing = { confidence: [], outcome: [] };
		const found = calibration(nothing);
		expect([found.accuracy, found.brier, found.ece, found.auroc]).toEqual([null, null, null, null]);
		expect(rankingAreas(nothing)).toBeNull();
		expect(riskCoverage(nothing)).toEqual([]);
		expect(gateTable(nothing, [0.5])[0]).toMatchObject({ executed: 0, coverage: null });
	});

	it('brier = reliability - resolution + uncertainty', () => {
		const found = calibration(luckyRuns(500));
		const { brier, reliability, resolution, uncertainty } = found;
		expect(brier).toBeCloseTo((reliability ?? 0) - (resolution ?? 0) + (uncertainty ?? 0), 12);
	});

	it('does not care about the order of the runs', () => {
		const runs = luckyRuns(200);
		const reversed = {
			confidence: runs.confidence.slice().reverse(),
			outcome: runs.outcome.slice().reverse()
		};
		expect(auroc(reversed)).toBe(auroc(runs));
		expect(rankingAreas(reversed)?.aurc).toBeCloseTo(rankingAreas(runs)?.aurc ?? NaN, 12);
		expect(calibration(reversed).ece).toBeCloseTo(calibration(runs).ece ?? NaN, 12);
	});

	it('one distinct confidence ranks nothing: AUROC one half, one point of risk and coverage', () => {
		const runs = { confidence: [0.7, 0.7, 0.7, 0.7], outcome: [1, 0, 1, 1] };
		expect(auroc(runs)).toBe(0.5);
		expect(riskCoverage(runs)).toEqual([
			{ threshold: 0.7, coverage: 1, selectiveRisk: 0.25, generalizedRisk: 0.25 }
		]);
	});

	it('at 0.8 executes the 2 of 4 runs at or above it and avoids half of the errors', () => {
		const runs = { confidence: [0.9, 0.8, 0.7, 0.6], outcome: [1, 0, 1, 0] };
		expect(gateTable(runs, [0.8])).toEqual([
			{
				threshold: 0.8,
				executed: 2,
				coverage: 0.5,
				escalated: 2,
				executedErrors: 1,
				errorReduction: 0.5
			}
		]);
	});

	it('30 perfectly calibrated runs show an ECE of several points by luck alone', () => {
		const few = eceByChance(luckyRuns(30).confidence, 1) ?? 0;
		const many = eceByChance(luckyRuns(3000).confidence, 1) ?? 0;
		expect(few).toBeGreaterThan(0.05);
		expect(many).toBeLessThan(few / 3);
	});

	it('refuses a confidence of 1.2', () => {
		expect(() => calibration({ confidence: [1.2], outcome: [1] })).toThrow('expected 0 to 1');
	});
});

describe('value of information', () => {
	const lines = [
		{ intercept: -6, slope: 8 },
		{ intercept: 0, slope: 0 }
	];
	const prior = { alpha: 10, beta: 3 };

	it('more outcomes are never worth less, and all of them together no more than knowing', () => {
		const values = [0, 5, 10, 40, 160, 2000].map((n) => expectedBestAfter(n, lines, prior));
		for (let i = 1; i < values.length; i++)
			expect(values[i]).toBeGreaterThanOrEqual((values[i - 1] ?? 0) - 1e-12);
		expect(values.at(-1)).toBeLessThanOrEqual(expectedBestKnowing(lines, prior));
		expect(values.at(-1)).toBeCloseTo(expectedBestKnowing(lines, prior), 2);
	});

	it('another option never lowers what perfect information brings', () => {
		const third = [...lines, { intercept: -1, slope: 2 }];
		expect(expectedBestKnowing(third, prior)).toBeGreaterThanOrEqual(
			expectedBestKnowing(lines, prior)
		);
	});

	it('knowing the only thing that matters is worth as much as knowing everything', () => {
		const stream = streamOf(5, 'x', 0);
		const known = Float64Array.from({ length: 4000 }, () => stream.nextUniform());
		const gain = known.map((x) => 100 * (x - 0.45));
		const nothing = new Float64Array(4000);
		const everything = perfectInformationOfDraws([gain, nothing]);
		expect(parameterInformation([gain, nothing], known)).toBeCloseTo(everything, 6);
		const other = Float64Array.from({ length: 4000 }, () => stream.nextUniform());
		expect(parameterInformation([gain, nothing], other)).toBeLessThan(0.1 * everything);
	});
});

/** Runs whose confidence is right: an outcome succeeds with the probability it states. */
function luckyRuns(n: number) {
	const stream = streamOf(11, 'runs', n);
	const confidence = Float64Array.from(
		{ length: n },
		() => Math.round(100 * stream.nextUniform()) / 100
	);
	const outcome = confidence.map((c) => (stream.nextUniform() < c ? 1 : 0));
	return { confidence, outcome };
}
