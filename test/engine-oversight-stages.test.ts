import { describe, expect, it } from 'vitest';
import { fatesOf, noFates, REVIEW_ALONE } from '#simulations/engine/oversight.ts';
import type { Estimate } from '#simulations/engine/estimate.ts';
import type { TaskEvidence } from '#simulations/engine/evidence.ts';
import { scenarioOf, successFactor, type Scenario } from '#simulations/engine/scenario.ts';
import { simulate } from '#simulations/engine/simulate.ts';
import { stagedPolicy } from '#simulations/engine/staged-policy.ts';

describe('what becomes of a result', () => {
	it('is as a chain of independent stages says: plan check, then a review of everything', () => {
		const oversight = { ...REVIEW_ALONE, passRight: 0.95, passWrong: 0.4 };
		const fates = fatesOf(noFates(), oversight, 1, 1, 0.9, 0.05);
		const check = { name: 'plan', detect: 0.6, falseAlarm: 0.05, costUsd: 0, latencySeconds: 0 };
		const review = { name: 'review', detect: 0.9, falseAlarm: 0.05, costUsd: 0, latencySeconds: 0 };
		const costs = { redoCostUsd: 0, lossIfEscapedUsd: 0 };
		const chain = stagedPolicy(0.8, [check, review], costs);
		// 0.2 x (1 - 0.6) x (1 - 0.9) = 0.008 escape.
		expect(0.2 * (1 - fates.wrongRedone)).toBeCloseTo(chain.escapeRate, 12);
		expect(0.2 * fates.wrongRedone + 0.8 * fates.rightRedone).toBeCloseTo(chain.redoRate, 12);
	});

	it('flagged results are reviewed, the others by their confidence', () => {
		const oversight = { ...REVIEW_ALONE, flagRight: 0.1, flagWrong: 0.5 };
		const fates = fatesOf(noFates(), oversight, 0.2, 0.6, 1, 0);
		// 0.1 + 0.9 x 0.2 and 0.5 + 0.5 x 0.6.
		expect(fates.rightReviewed).toBeCloseTo(0.28, 12);
		expect(fates.wrongReviewed).toBeCloseTo(0.8, 12);
		expect(fates.wrongUnseen).toBeCloseTo(0.2, 12);
	});

	it('a review past its deadline is not done: the case is executed, or done by hand', () => {
		const late = { ...REVIEW_ALONE, lapsedShare: 0.25 };
		const executed = fatesOf(noFates(), { ...late, lapsedRejects: false }, 1, 1, 0.8, 0);
		expect(executed.wrongRedone).toBeCloseTo(0.75 * 0.8, 12);
		const rejected = fatesOf(noFates(), late, 1, 1, 0.8, 0);
		expect(rejected.wrongRedone).toBeCloseTo(0.75 * 0.8 + 0.25, 12);
		expect(rejected.rightRedone).toBeCloseTo(0.25, 12);
	});
});

describe('a scenario', () => {
	const mean = (changes: Partial<Scenario>) =>
		simulate({ ...base(), ...changes }, { seed: 3, trials: 4096 }).options[0]?.exactMeanUsd ?? NaN;

	it('with the agent on a third of the cases brings a third of what all bring, fixed cost apart', () => {
		const scoped = { share: 1 / 3, costRatio: 1, humanMinutesRatio: 1, parts: null };
		const whole = { option: 'automate' as const, reviewShareGood: 0, reviewShareBad: 0 };
		const all = mean({ options: [whole] });
		const third = mean({ options: [{ ...whole, scope: scoped }] });
		expect(third).toBeCloseTo(all / 3, 6);
	});

	it('pays for reviewers on duty instead of the minutes of their reviews', () => {
		const option = {
			option: 'automate_with_review' as const,
			reviewShareGood: 1,
			reviewShareBad: 1
		};
		const roster = { ...REVIEW_ALONE, rosterHoursPerMonth: 100 };
		const byRoster = mean({ options: [{ ...option, oversight: roster }] });
		const free = mean({
			options: [{ ...option, oversight: { ...roster, rosterHoursPerMonth: 0 } }]
		});
		// 12 months x 100 h x 45 USD/h, discount rate 0.
		expect(free - byRoster).toBeCloseTo(12 * 100 * 45, 6);
	});

	it('pays a plan check for every case and an audit for those executed unseen', () => {
		const option = { option: 'automate' as const, reviewShareGood: 0, reviewShareBad: 0 };
		const plain = mean({ options: [option] });
		const checks = { ...REVIEW_ALONE, checkRightUsd: 0.2, checkWrongUsd: 0.2, auditShare: 0.1 };
		const checked = mean({ options: [{ ...option, oversight: checks }] });
		// 12 x 900 cases x (0.2 + 10 % x 3 min x 45 USD/h); reviewers are busy all the time.
		expect(plain - checked).toBeCloseTo(12 * 900 * (0.2 + (0.1 * 3 * 45) / 60), 6);
	});

	it('fails less often on average than while a cause is at work, and spreads wider', () => {
		const release = { name: 'bad release', timesPerYear: 2, shareFailing: 0.5, days: 5 };
		const causes = [release];
		// 10 of 365.25 days at half.
		expect(successFactor({ ...base(), causes })).toBeCloseTo(1 - (10 / 365.25) * 0.5, 12);
		const [calm] = simulate(base(), { seed: 3, trials: 20_000 }).options;
		const [shaken] = simulate({ ...base(), causes }, { seed: 3, trials: 20_000 }).options;
		const error = shaken?.errors.meanUsd ?? 0;
		expect(shaken?.expected.meanUsd).toBeLessThan(calm?.expected.meanUsd ?? 0);
		expect(Math.abs((shaken?.range.meanUsd ?? 0) - (shaken?.expected.meanUsd ?? 0))).toBeLessThan(
			4 * error
		);
		expect(shaken?.range.deviationUsd).toBeGreaterThan(calm?.range.deviationUsd ?? 0);
	});
});

function base(): Scenario {
	return scenarioOf(evidence, inputs);
}

function entered(value: number): Estimate {
	return { value, low: null, high: null, source: 'entered', n: null };
}

const inputs = {
	human_minutes: entered(8),
	human_wage_per_hour: entered(45),
	volume_per_month: entered(900),
	review_minutes: entered(3),
	reviewer_utilisation: entered(1),
	reviewer_wage_per_hour: entered(45),
	discount_rate_year: entered(0),
	build_cost: entered(0),
	monthly_fixed: entered(0),
	retrain_cost: entered(0),
	horizon_months: entered(12)
};

const evidence: TaskEvidence = {
	cases: 300,
	knownOutcomes: 300,
	successes: 276,
	verifiedOutcomes: 300,
	randomSample: false,
	designEffect: 1,
	costPerCase: { meanUsd: 0.6, standardErrorUsd: 0.03, n: 300, classes: null },
	visibleFailures: null,
	gate: null,
	incidentsSeen: null,
	segments: null
};
