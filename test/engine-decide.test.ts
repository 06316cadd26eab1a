import { describe, expect, it } from 'vitest';
import {
	assumptionNames,
	isAssumptionName,
	nearestName
} from '#simulations/engine/assumption-names.ts';
import { assumptions } from '#simulations/engine/assumptions.ts';
import type { Inputs } from '#simulations/engine/beliefs.ts';
import { costClasses } from '#simulations/engine/cost-breakdown.ts';
import type { DecisionResult } from '#simulations/engine/decision-result.ts';
import { decide, type DecideOptions } from '#simulations/engine/decide.ts';
import type { Estimate } from '#simulations/engine/estimate.ts';
import type { TaskEvidence } from '#simulations/engine/evidence.ts';
import { volumeFactor, annuityFactor, monthlyRate } from '#simulations/engine/present-value.ts';
import { unitEconomics } from '#simulations/engine/unit-economics.ts';

describe('a verdict', () => {
	it('automates 30 minutes of hand work that an agent does for 0.42 USD, right 9 times in 10', () => {
		const result = decideOn({ human_minutes: entered(30), human_wage_per_hour: entered(60) });
		expect(result.verdict).toBe('automate');
		expect(result.why.code).toBe('pays');
		expect(result.pBetterThanHuman).toBeGreaterThan(0.99);
		expect(result.bestOption).toBe('automate');
	});

	it('keeps people when 9 of 10 results are wrong and each costs 30 USD to put right', () => {
		const result = decideOn(costlyErrors, { successes: 40 });
		expect(result.verdict).toBe('keep_human');
		expect(result.why).toMatchObject({ code: 'human_is_cheaper' });
		if (result.why.code === 'human_is_cheaper') {
			expect(result.why.failureRate).toBeCloseTo(1 - 40.5 / 401, 2);
			expect(option(result, 'automate').costPerFailureUsd).toBeCloseTo(30, 10);
		}
		expect(result.saving).toBeNull();
	});

	it('cannot tell without human minutes and wage, and names what is missing', () => {
		const result = decideOn({ human_wage_per_hour: entered(45) });
		expect(result.verdict).toBe('collect_more_data');
		expect(result.why).toEqual({
			code: 'no_human_baseline',
			missing: ['human_minutes'],
			outcomesNeeded: 0
		});
		expect(result.options).toEqual([]);
	});

	it('does not take a default for a baseline', () => {
		const assumed: Estimate = { ...entered(30), source: 'default' };
		expect(decideOn({ ...baseline, human_minutes: assumed }).why.code).toBe('no_human_baseline');
	});

	it('18 of 30 results checked: check 12 more, at 3 minutes of review each 36 minutes', () => {
		const result = decideOn({ ...baseline, review_minutes: entered(3) }, { verifiedOutcomes: 18 });
		expect(result.verdict).toBe('collect_more_data');
		expect(result.why).toEqual({
			code: 'too_few_outcomes',
			verified: 18,
			needed: 30,
			more: 12,
			minutes: 36
		});
		expect(result.flips).toEqual([]);
	});

	it('cannot tell when outcomes are known of half the cases and the rest could turn it', () => {
		const result = decideOn(costlyErrors, { knownOutcomes: 200, successes: 180 });
		expect(result.verdict).toBe('collect_more_data');
		expect(result.why).toMatchObject({
			code: 'thin_coverage',
			coverage: 0.5,
			ifWrong: 'keep_human',
			ifRight: 'automate',
			// 80 % of 400 cases must be known.
			more: 120
		});
	});

	it('decides on half the outcomes when they are a random sample', () => {
		const half = { knownOutcomes: 200, successes: 180, cases: 400, randomSample: true };
		expect(decideOn(baseline, half).verdict).toBe('automate');
		expect(decideOn(baseline, half).bounds).toBeNull();
	});

	it('decides on thin coverage when both bounds agree, with the wider interval', () => {
		const rich = { human_minutes: entered(60), human_wage_per_hour: entered(60) };
		const known = { knownOutcomes: 310, successes: 300, cases: 400 };
		const thin = decideOn(rich, known);
		const sampled = decideOn(rich, { ...known, randomSample: true });
		expect(thin.bounds).toEqual({ ifWrong: 'automate', ifRight: 'automate' });
		expect(thin.verdict).toBe('automate');
		expect(option(thin, 'automate').netBenefitUsd.low).toBeLessThan(
			option(sampled, 'automate').netBenefitUsd.low
		);
	});

	it('collects more when it is nearly even and checking is cheap beside what is at stake', () => {
		const result = decideOn(
			{
				...baseline,
				late_rework_cost: entered(20),
				human_success: entered(1),
				volume_per_month: entered(20_000)
			},
			{ knownOutcomes: 40, verifiedOutcomes: 40, successes: 20, cases: 400, randomSample: true }
		);
		expect(result.verdict).toBe('collect_more_data');
		expect(result.why).toMatchObject({ code: 'more_evidence_pays' });
		expect(result.sampling?.enbsUsd).toBeGreaterThan(0);
	});

	it('refuses an option whose incidents may exceed the cap, and says so when that alone stops it', () => {
		const harm = {
			...baseline,
			incident_prob_given_escape: entered(0.05, 0.03, 0.08),
			incident_mean_cost: entered(5)
		};
		expect(decideOn(harm).verdict).toBe('automate');
		const capped = decideOn({ ...harm, incident_rate_cap: entered(1e-5) });
		expect(capped.verdict).toBe('keep_human');
		expect(capped.why).toMatchObject({ code: 'cap_binds', incidentCap: 1e-5 });
		expect(option(capped, 'keep_human').feasible).toBe(true);
		expect(option(capped, 'automate').feasible).toBe(false);
	});

	it('counts incidents that were seen for the policy in force only', () => {
		const seen = { option: 'automate' as const, cases: 100_000, incidents: 0 };
		const inputs = {
			...baseline,
			incident_prob_given_escape: entered(0.05, 0.03, 0.08),
			incident_rate_cap: entered(1e-4)
		};
		expect(option(decideOn(inputs), 'automate').feasible).toBe(false);
		const counted = decideOn(inputs, { incidentsSeen: seen });
		expect(option(counted, 'automate').feasible).toBe(true);
		expect(option(counted, 'automate_with_review').feasible).toBe(false);
	});

	it('leaves the build cost out when the question is whether to continue', () => {
		const built = { ...baseline, build_cost: entered(60_000) };
		const start = option(decideOn(built), 'automate').netBenefitUsd.mean;
		const more = option(decideOn({ ...built, decision: 'continue' }), 'automate').netBenefitUsd;
		expect(more.mean - start).toBeCloseTo(60_000, 4);
	});

	it('splits 1,000 USD a month at a cashable share of 0.7 into 700 USD and 300 USD of hours', () => {
		const result = decideOn({ ...baseline, cashable_share: entered(0.7) });
		const saving = result.saving;
		expect(saving?.cashUsdPerMonth).toBeCloseTo(0.7 * (saving?.usdPerMonth ?? NaN), 8);
		expect(saving?.freedHoursPerMonth).toBeCloseTo((0.3 * (saving?.usdPerMonth ?? NaN)) / 60, 8);
	});
});

describe('the figures of an option', () => {
	it('are formula A.2 when nothing is uncertain', () => {
		const result = decideOn(certain, {
			costPerCase: exactCost,
			cases: 1e8,
			knownOutcomes: 1e8,
			successes: 9e7
		});
		const expected = unitEconomics({
			...pointInputs,
			review_share_good: 1,
			review_share_bad: 1,
			success: (9e7 + 0.5) / (1e8 + 1)
		});
		const reviewed = option(result, 'automate_with_review');
		expect(reviewed.netBenefitUsd.mean).toBeCloseTo(expected.npvUsd, 0);
		expect(reviewed.costPerVerifiedSuccessUsd).toBeCloseTo(
			expected.costPerVerifiedSuccessAgentUsd ?? NaN,
			5
		);
		expect(reviewed.escapeRate).toBeCloseTo(expected.escapeRate, 6);
		expect(result.humanCostPerVerifiedSuccessUsd).toBeCloseTo(
			expected.costPerVerifiedSuccessHumanUsd ?? NaN,
			8
		);
	});

	it('have a mean within 4 standard errors of the closed form when inputs are uncertain', () => {
		// E[NB] is exact: inputs are independent and net benefit is linear in each of them.
		const result = decideOn(
			{ ...certain, human_minutes: entered(10, 7, 14), incident_mean_cost: entered(500, 100, 900) },
			{},
			{ keepDraws: true }
		);
		const draws = result.draws?.automate ?? new Float64Array();
		const deviation = Math.sqrt(
			draws.reduce(
				(total, x) => total + (x - option(result, 'automate').netBenefitUsd.mean) ** 2,
				0
			) / draws.length
		);
		const minutes = meanOfTwoPiece(10, 7, 14);
		const severity = meanOfTwoPiece(500, 100, 900);
		const expected = unitEconomics({
			...pointInputs,
			human_minutes: minutes,
			incident_mean_cost: severity,
			run_cost: 0.42,
			success: 360.5 / 401
		});
		expect(Math.abs(option(result, 'automate').netBenefitUsd.mean - expected.npvUsd)).toBeLessThan(
			(4 * deviation) / Math.sqrt(draws.length)
		);
	});

	it('break the cost of a case down into classes that sum to the total', () => {
		const result = decideOn({
			...baseline,
			monthly_fixed: entered(900),
			retrain_cycles_per_month: entered(0.5),
			retrain_cost: entered(300)
		});
		for (const { costPerCase } of result.options) {
			const parts = costClasses.reduce(
				(total, name) => total + (costPerCase?.classes[name] ?? NaN),
				0
			);
			expect(parts + (costPerCase?.humanLabourUsd ?? NaN)).toBeCloseTo(
				costPerCase?.totalUsd ?? NaN,
				10
			);
		}
		const { classes } = option(result, 'automate').costPerCase ?? { classes: null };
		// 0.42 USD of run cost: 0.30 model, 0.10 tools, 0.02 evaluation; 900 and 150 USD over 1,000 cases.
		expect(classes?.model).toBeCloseTo(0.3, 2);
		expect(classes?.tools).toBeCloseTo(0.1, 2);
		expect(classes?.fixed).toBeCloseTo(0.9, 10);
		expect(classes?.retraining).toBeCloseTo(0.15, 10);
	});

	it('count a value of 50 USD on the difference in quality', () => {
		const without = option(decideOn(certain), 'automate');
		const withValue = option(decideOn({ ...certain, value_usd: entered(50) }), 'automate');
		const gap = without.qualityGapPoints / 100;
		const factor = volumeFactor(0, monthlyRate(0.1), 12);
		expect(withValue.netBenefitUsd.mean - without.netBenefitUsd.mean).toBeCloseTo(
			1000 * factor * 50 * gap,
			4
		);
	});

	it('are per month the present value over the annuity', () => {
		const found = option(decideOn(baseline), 'automate');
		expect(found.netBenefitUsdPerMonth?.mean).toBeCloseTo(
			found.netBenefitUsd.mean / annuityFactor(monthlyRate(0.1), 12),
			8
		);
	});

	it('charge an unsuccessful run by its visible failures only once', () => {
		const silent = option(decideOn(certain, { visibleFailures: null }), 'automate');
		const loud = option(
			decideOn(certain, { visibleFailures: { failures: 40, visible: 40 } }),
			'automate'
		);
		expect(loud.escapeRate).toBeLessThan(0.1 * silent.escapeRate);
		expect(loud.quality).toBeGreaterThan(silent.quality);
	});

	it('review behind a gate when that pays more than reviewing everything', () => {
		const gate = { threshold: 0.8, right: 360, rightReviewed: 40, wrong: 40, wrongReviewed: 36 };
		const result = decideOn(baseline, { gate });
		const reviewed = option(result, 'automate_with_review');
		expect(reviewed.threshold).toBe(0.8);
		expect(reviewed.reviewShare).toBeCloseTo((0.9 * 40.5) / 361 + (0.1 * 36.5) / 41, 1);
	});
});

describe('invariants', () => {
	it('the same seed gives the same bits, another seed nearly the same figures', () => {
		const first = decideOn(baseline);
		expect(decideOn(baseline)).toEqual(first);
		const other = decideOn(baseline, {}, { seed: 99 });
		expect(other.pBetterThanHuman).toBeCloseTo(first.pBetterThanHuman ?? NaN, 1);
		expect(other).not.toEqual(first);
	});

	it('ten times the money keeps the verdict and gives ten times the benefit', () => {
		const money = ['human_wage_per_hour', 'monthly_fixed', 'incident_mean_cost'] as const;
		const base: Inputs = {
			...baseline,
			monthly_fixed: entered(200),
			incident_mean_cost: entered(300),
			incident_prob_given_escape: entered(0.02)
		};
		const tenfold: Inputs = { ...base };
		for (const name of money) {
			const figure = base[name];
			if (figure) tenfold[name] = { ...figure, value: figure.value * 10 };
		}
		const cost = { meanUsd: 4.2, standardErrorUsd: 0.2, n: 400, classes: null };
		const [once, ten] = [decideOn(base), decideOn(tenfold, { costPerCase: cost })];
		expect(ten.verdict).toBe(once.verdict);
		expect(option(ten, 'automate').netBenefitUsd.mean).toBeCloseTo(
			10 * option(once, 'automate').netBenefitUsd.mean,
			5
		);
	});

	it('the person is worth exactly nothing against the person', () => {
		expect(option(decideOn(baseline), 'keep_human').netBenefitUsd).toEqual({
			mean: 0,
			low: 0,
			high: 0
		});
	});

	it('more incidents never cost less', () => {
		const benefit = [0, 0.01, 0.1, 0.5].map(
			(share) =>
				option(
					decideOn({
						...baseline,
						human_success: entered(1),
						incident_mean_cost: entered(500),
						incident_prob_given_escape: entered(share)
					}),
					'automate'
				).netBenefitUsd.mean
		);
		expect(benefit).toEqual([...benefit].sort((a, b) => b - a));
	});

	it('names every input once, by where it comes from', () => {
		const { measured, entered: typed, default: assumed } = decideOn(baseline).evidence;
		const all = [...measured, ...typed, ...assumed];
		expect(new Set(all).size).toBe(all.length);
		expect(measured).toEqual(['case_success_rate', 'cost_per_case_usd']);
		expect(typed).toEqual(['human_minutes', 'human_wage_per_hour']);
		expect(assumed).toContain('late_rework_cost');
	});

	it('a longer chain of luck does not change the first trials', () => {
		const short = decideOn(baseline, {}, { trials: 4096, keepDraws: true }).draws?.automate;
		const long = decideOn(baseline, {}, { trials: 8192, keepDraws: true }).draws?.automate;
		expect(long?.subarray(0, 4096)).toEqual(short);
	});
});

describe('flips', () => {
	it('each turns the verdict when the input is moved a little beyond it', () => {
		const inputs = { ...baseline, monthly_fixed: entered(2500), human_success: entered(0.95) };
		const result = decideOn(inputs);
		expect(result.flips.length).toBeGreaterThan(0);
		for (const flip of result.flips) {
			const given = flip.input in inputs ? inputs[flip.input as 'human_minutes'] : undefined;
			if (!given) continue;
			const beyond = flip.to + 0.01 * (flip.to - flip.from);
			const moved = decideOn({ ...inputs, [flip.input]: { ...given, value: beyond } });
			expect(moved.verdict).toBe(flip.verdict);
			expect(moved.verdict).not.toBe(result.verdict);
		}
	});

	it('a volume too small for a fixed cost of 5,000 USD is found near 5,000 / saving per case', () => {
		// Nothing is uncertain but success and run cost, so P(better) = 0.9 lies close to it.
		const result = decideOn({ ...certain, monthly_fixed: entered(5000) });
		const flip = result.flips.find((one) => one.input === 'volume_per_month');
		const perCase = 10 + 0.05 * 22 - (0.42 + (1 - 360.5 / 401) * 22);
		expect(flip?.from).toBe(1000);
		expect(flip?.to).toBeGreaterThan(5000 / perCase);
		expect(flip?.to).toBeLessThan((1.2 * 5000) / perCase);
	});

	it('are at most three, of different inputs', () => {
		const { flips } = decideOn(baseline);
		expect(flips.length).toBeLessThanOrEqual(3);
		expect(new Set(flips.map((flip) => flip.input)).size).toBe(flips.length);
	});
});

describe('a narrow scope', () => {
	const half = (cases: number, successes: number) => ({
		cases,
		knownOutcomes: cases,
		successes,
		meanCostUsd: null
	});
	const segments = [
		{ name: 'status', earlier: half(100, 99), later: half(120, 118) },
		{ name: 'address', earlier: half(80, 78), later: half(80, 79) },
		{ name: 'dispute', earlier: half(100, 20), later: half(200, 45) }
	];
	const known = { cases: 680, knownOutcomes: 680, successes: 439, verifiedOutcomes: 680, segments };

	it('takes the segments that pay on the earlier half and reports their later share', () => {
		const result = decideOn(costlyErrors, known);
		const narrow = option(result, 'narrow_scope');
		expect(result.verdict).toBe('narrow_scope');
		expect(narrow.scope).toEqual({ segments: ['status', 'address'], share: 200 / 400 });
		expect(narrow.netBenefitUsd.mean).toBeGreaterThan(
			option(result, 'automate').netBenefitUsd.mean
		);
		// A person does the other half: 10 USD of labour on half of the cases.
		expect(narrow.costPerCase?.humanLabourUsd).toBeCloseTo(5, 1);
	});

	it('is no option when every segment pays, since that is the whole task', () => {
		const fine = segments.map((segment) => ({ ...segment, earlier: half(100, 97) }));
		const result = decideOn(baseline, { ...known, segments: fine });
		expect(result.options.map((one) => one.option)).not.toContain('narrow_scope');
	});

	it('does not let a segment of two lucky cases win: it is shrunk towards the task', () => {
		const lucky = [
			{ name: 'rare', earlier: half(2, 2), later: half(2, 1) },
			...['a', 'b', 'c', 'd'].map((name) => ({
				name,
				earlier: half(200, 20),
				later: half(200, 22)
			}))
		];
		const result = decideOn(baseline, {
			cases: 1604,
			knownOutcomes: 1604,
			successes: 171,
			verifiedOutcomes: 1604,
			segments: lucky
		});
		expect(result.options.map((one) => one.option)).not.toContain('narrow_scope');
	});
});

describe('degenerate input', () => {
	it('no case at all: collect, and no figure is made up', () => {
		const result = decideOn(baseline, {
			cases: 0,
			knownOutcomes: 0,
			successes: 0,
			verifiedOutcomes: 0,
			costPerCase: null
		});
		expect(result.verdict).toBe('collect_more_data');
		expect(result.why.code).toBe('no_known_cost');
		expect(result.evidence.coverage).toBeNull();
	});

	it('all right and all wrong both give a verdict', () => {
		expect(decideOn(baseline, { successes: 400, knownOutcomes: 400 }).verdict).toBe('automate');
		expect(decideOn(baseline, { successes: 0, knownOutcomes: 400 }).verdict).toBe('keep_human');
	});

	it('people who never succeed have no cost per success, and a verdict all the same', () => {
		const result = decideOn({ ...baseline, human_success: entered(0) });
		expect(result.humanCostPerVerifiedSuccessUsd).toBeNull();
		expect(result.verdict).toBe('automate');
	});

	it('no volume: nothing to save, so people keep it and nothing is said per case', () => {
		const result = decideOn({
			...baseline,
			volume_per_month: entered(0),
			monthly_fixed: entered(10)
		});
		expect(result.verdict).toBe('keep_human');
		expect(option(result, 'automate').costPerCase).toBeNull();
		expect(option(result, 'automate').costPerVerifiedSuccessUsd).toBeNull();
	});

	it('a horizon of no months has no figure per month', () => {
		const result = decideOn({ ...baseline, horizon_months: entered(0) });
		expect(result.verdict).toBe('keep_human');
		expect(option(result, 'automate').netBenefitUsdPerMonth).toBeNull();
	});

	it('huge values stay numbers', () => {
		const result = decideOn({
			human_minutes: entered(1e7),
			human_wage_per_hour: entered(1e6),
			volume_per_month: entered(1e10)
		});
		expect(Number.isFinite(option(result, 'automate').netBenefitUsd.mean)).toBe(true);
	});

	it.each([
		['NaN minutes', { human_minutes: entered(NaN) }, 'human_minutes is NaN'],
		['growth of -120 %', { growth_month: entered(-1.2) }, 'growth_month is -1.2, expected -1'],
		['a success of 130 %', { human_success: entered(1.3) }, 'human_success is 1.3'],
		['half a month', { horizon_months: entered(0.5) }, 'expected whole months'],
		['a value outside its range', { human_minutes: entered(9, 10, 12) }, 'outside its own range'],
		['a range from 0', { human_minutes: entered(9, 0, 12) }, '0 < low']
	])('refuses %s in words that name it', (_, inputs, message) => {
		expect(() => decideOn({ ...baseline, ...inputs })).toThrow(message);
	});

	it('refuses counts and costs that contradict each other', () => {
		expect(() => decideOn(baseline, { successes: 500, knownOutcomes: 400 })).toThrow('500 right');
		const classes = { model: 1, tools: 0, state: 0, evaluation: 0 };
		expect(() =>
			decideOn(baseline, { costPerCase: { meanUsd: 0.4, standardErrorUsd: 0, n: 9, classes } })
		).toThrow('cost classes sum to 1');
	});
});

describe('names of assumptions', () => {
	it('suggests the nearest known one for a typing error', () => {
		expect(nearestName('human_minute')).toBe('human_minutes');
		expect(nearestName('reviewer_utilization')).toBe('reviewer_utilisation');
		expect(nearestName('wage_per_hour')).toBe('human_wage_per_hour');
		expect(nearestName('tool_rates.search')).toBe('tool_rate.<tool>');
	});

	it('knows the names of design.md 4 and the rate of any tool', () => {
		expect(isAssumptionName('decision')).toBe(true);
		expect(isAssumptionName('tool_rate.web_search')).toBe(true);
		expect(isAssumptionName('tool_rate.')).toBe(false);
		expect(isAssumptionName('human_minute')).toBe(false);
		expect(new Set(assumptionNames).size).toBe(assumptionNames.length);
		expect(assumptions.every((one) => one.description.endsWith('.'))).toBe(true);
	});
});

/** 10 minutes at 60 USD an hour. */
const baseline: Inputs = { human_minutes: entered(10), human_wage_per_hour: entered(60) };

/** The same with 30 USD for putting a wrong result right. */
const costlyErrors: Inputs = { ...baseline, late_rework_cost: entered(30) };

const exactCost = {
	meanUsd: 0.42,
	standardErrorUsd: 0,
	n: 1e9,
	classes: { model: 0.3, tools: 0.1, state: 0, evaluation: 0.02 }
};

/** The baseline with every default that has a range pinned to a point. */
const certain: Inputs = {
	...baseline,
	human_success: entered(0.95),
	review_minutes: entered(3),
	reviewer_utilisation: entered(0.8),
	reviewer_detect: entered(0.9),
	reviewer_false_alarm: entered(0.05),
	incident_prob_given_escape: entered(0.02),
	incident_mean_cost: entered(100),
	late_rework_cost: entered(20)
};

/** The same as formula A.2 takes it. */
const pointInputs = {
	run_cost: 0.42,
	success: 0.9,
	review_share_good: 0,
	review_share_bad: 0,
	reviewer_detect: 0.9,
	reviewer_false_alarm: 0.05,
	review_minutes: 3,
	reviewer_wage_per_hour: 60,
	reviewer_utilisation: 0.8,
	review_delay_hours: 0,
	delay_cost_per_hour: 0,
	human_minutes: 10,
	human_wage_per_hour: 60,
	human_success: 0.95,
	incident_prob_given_escape: 0.02,
	incident_mean_cost: 100,
	rework_prob_given_escape: 1,
	late_rework_cost: 20,
	build_cost: 0,
	amortisation_months: 24,
	monthly_fixed: 0,
	retrain_cycles_per_month: 0,
	retrain_cost: 0,
	volume_per_month: 1000,
	growth_month: 0,
	discount_rate_year: 0.1,
	horizon_months: 12
};

function entered(value: number, low: number | null = null, high: number | null = null): Estimate {
	return { value, low, high, source: 'entered', n: null };
}

/** 400 mature cases of which 360 are right, all checked, at 0.42 USD. */
function decideOn(
	inputs: Inputs,
	evidence: Partial<TaskEvidence> = {},
	options: Partial<DecideOptions> = {}
): DecisionResult {
	return decide(
		{
			cases: 400,
			knownOutcomes: 400,
			successes: 360,
			verifiedOutcomes: 400,
			randomSample: false,
			designEffect: 1,
			costPerCase: { ...exactCost, standardErrorUsd: 0.02, n: 400 },
			visibleFailures: null,
			gate: null,
			incidentsSeen: null,
			segments: null,
			...evidence
		},
		inputs,
		{ seed: 7, trials: 4000, ...options }
	);
}

function option(result: DecisionResult, name: string) {
	const found = result.options.find((one) => one.option === name);
	if (!found) throw new Error(`no option ${name} in ${result.options.map((one) => one.option)}`);
	return found;
}

/** Mean of a lognormal with its own spread on each side, by brute force over its quantiles. */
function meanOfTwoPiece(median: number, low: number, high: number): number {
	const z = 1.6448536269514722;
	const [down, up] = [Math.log(median / low) / z, Math.log(high / median) / z];
	let total = 0;
	const steps = 200_000;
	for (let i = 0; i < steps; i++) {
		const x = -8 + (16 * (i + 0.5)) / steps;
		total += Math.exp(-0.5 * x * x) * median * Math.exp(x * (x < 0 ? down : up));
	}
	return (total * 16) / steps / Math.sqrt(2 * Math.PI);
}
