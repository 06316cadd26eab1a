import { describe, expect, it } from 'vitest';
import { decide } from '#simulations/engine/decide.ts';
import type { Estimate } from '#simulations/engine/estimate.ts';
import { streamOf } from '#simulations/engine/statistics/random.ts';
import { compareScenarios } from '#lib/scenarios/compare-scenarios.ts';
import type { ScenarioDocument } from '#lib/scenarios/document.ts';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import type { ScenarioResult, TaskResult } from '#lib/scenarios/result.ts';
import { runScenario } from '#lib/scenarios/run-scenario.ts';
import type { CaseColumns, TaskFacts } from '#lib/scenarios/task-facts.ts';

describe('a scenario that changes nothing', () => {
	it('says what the verdict says, from the same luck', () => {
		const [task] = run({ replications: 10_000 }).tasks;
		const verdict = decide(facts().evidence, facts().inputs, { seed: 1, trials: 10_000 });
		expect(task?.decision.verdict).toBe(verdict.verdict);
		for (const option of verdict.options) {
			const same = task?.options?.find((one) => one.option === option.option);
			expect(same?.netBenefitUsd.mean).toBeCloseTo(option.netBenefitUsd.mean, 6);
			expect(same?.pBest).toBe(option.pBest);
		}
	});

	it('stands for the agent option that brings most', () => {
		const plan = (inputs: object) => run({ inputs, replications: 2000 }).tasks[0]?.plan;
		expect(plan({ incident_prob_given_escape: 0 })).toBe('automate');
		expect(plan({ incident_mean_cost: 50_000, review_minutes: 1 })).toBe('automate_with_review');
	});

	it('is plain JSON, the same to the last bit for the same seed', () => {
		const once = JSON.stringify(run({}));
		expect(JSON.stringify(run({}))).toBe(once);
		expect(JSON.parse(once)).toEqual(run({}));
	});

	it('has a waterfall, a cash flow and a histogram that add up', () => {
		const inputs = { build_cost: 5000, discount_rate_year: 0 };
		const [task] = run({ inputs, replications: 4096 }).tasks;
		const option = automate(task);
		const [human, ...rest] = option.waterfall;
		const parts = rest.reduce((total, { usdPerCase }) => total + usdPerCase, 0);
		expect(parts).toBeCloseTo(human?.usdPerCase ?? NaN, 9);
		// Without discount all months together are the net benefit, incidents as they fell.
		const last = option.cash.months.at(-1);
		expect(option.cash.months).toHaveLength(13);
		expect(option.cash.months[0]?.netUsd.mean).toBe(-5000);
		expect(last?.cumulativeUsd.mean).toBeCloseTo(option.range.meanUsd, 6);
		expect(option.histogram.counts.reduce((a, b) => a + b, 0)).toBe(4096);
	});
});

describe('a change of inputs', () => {
	it('sets, multiplies or adds to what is measured, and says what it was', () => {
		const [task] = run({
			inputs: { human_minutes: { times: 2 }, case_success_rate: { plus: 0.02 } },
			task_inputs: { triage: { volume_per_month: 1800 } }
		}).tasks;
		const input = (name: string) => task?.inputs.find((one) => one.input === name);
		expect(input('human_minutes')).toMatchObject({ value: 16, low: 12, high: 22, wasValue: 8 });
		expect(input('volume_per_month')).toMatchObject({ value: 1800, source: 'entered' });
		// (0.5 + 276) / 301 + 0.02.
		expect(input('case_success_rate')?.value).toBeCloseTo(276.5 / 301 + 0.02, 12);
		expect(input('review_minutes')?.wasValue).toBeNull();
	});

	it('at twice the volume brings twice as much', () => {
		const once = automate(run({ inputs: { volume_per_month: 900 } }).tasks[0]);
		const twice = automate(run({ inputs: { volume_per_month: 1800 } }).tasks[0]);
		expect(twice.netBenefitUsd.mean).toBeCloseTo(2 * once.netBenefitUsd.mean, 6);
	});

	it('moves the volume at which the agent starts to pay: twice the fixed cost, twice the volume', () => {
		const at = (fixed: number) =>
			run({ plan: 'automate', inputs: { monthly_fixed: fixed } }).tasks[0]?.breakEven ?? [];
		const [once, twice] = [at(500), at(1000)];
		for (const [k, point] of once.entries())
			if (point.volumePerMonth !== null)
				expect(twice[k]?.volumePerMonth).toBeCloseTo(2 * point.volumePerMonth, 6);
		expect(once.at(-1)?.volumePerMonth).toBeLessThan(once.at(-2)?.volumePerMonth ?? 0);
		// There nothing is won or lost, but for what 20,000 drawn volumes have to do with other draws.
		const even = run({
			plan: 'automate',
			inputs: {
				monthly_fixed: 500,
				case_success_rate: 0.95,
				volume_per_month: once.find(({ success }) => success === 0.95)?.volumePerMonth ?? 0
			}
		});
		expect(Math.abs(automate(even.tasks[0]).netBenefitUsd.mean)).toBeLessThan(0.005 * 12 * 500);
	});

	it('goes on top of pinned figures', () => {
		const figure = { value: 10, low: null, high: null, source: 'measured', n: 40 };
		const pin = { date: '2026-11-01', tasks: { triage: { human_minutes: figure } } };
		const input = (document: object) =>
			run(document).tasks[0]?.inputs.find((one) => one.input === 'human_minutes');
		expect(input({ pin })).toMatchObject({ value: 10, source: 'measured', n: 40 });
		expect(input({ pin, inputs: { human_minutes: 5 } })).toMatchObject({ value: 5 });
	});
});

describe('oversight', () => {
	it('reviews what a threshold stops, in the shares of the cases', () => {
		const [task] = run({ oversight: { review: { below: 0.7 } } }).tasks;
		const reviewed = task?.options?.find((one) => one.option === 'automate_with_review');
		const below = cases.confidence.filter((c) => (c ?? 0) < 0.7).length / cases.right.length;
		expect(reviewed?.reviewShare).toBeCloseTo(below, 1);
		expect(reviewed?.threshold).toBe(0.7);
		expect(task?.plan).toBe('automate_with_review');
	});

	it('says how much of the replay is measured and how much is assumed', () => {
		const reviewed = cases.confidence.map((c, i) => ((c ?? 0) < 0.3 || i === 0 ? 1 : 0));
		const known = { ...facts(), cases: { ...cases, reviewed } };
		const { tasks, warnings } = run({ oversight: { review: { below: 0.6 } } }, known);
		const { routing } = tasks[0] ?? {};
		const between = (from: number, to: number) =>
			cases.confidence.filter((c) => (c ?? 0) >= from && (c ?? 0) < to).length;
		const odd = (cases.confidence[0] ?? 0) >= 0.3 ? 1 : 0;
		expect(routing).toMatchObject({ cases: 600, reviewedNow: between(0, 0.6), unknownShare: 0 });
		expect((routing?.measured ?? 0) + (routing?.imputed ?? 0) + (routing?.released ?? 0)).toBe(600);
		expect(routing?.recorded).toEqual({ threshold: 0.3, mismatches: odd });
		expect(routing?.imputed).toBeGreaterThanOrEqual(between(0.3, 0.6) - 1);
		expect(warnings.some((one) => one.sentence.includes('what reviewers catch'))).toBe(true);
	});

	it('finds the threshold for a wished reduction, or says that none reaches it', () => {
		const [task] = run({ targets: [0.5, 0.95], inputs: { reviewer_detect: 0.9 } }).tasks;
		const [half, most] = task?.targets ?? [];
		expect(half?.reachable).toBe(true);
		expect(half?.reduction).toBeGreaterThanOrEqual(0.5);
		expect(half?.reductionInterval?.low).toBeLessThan(half?.reduction ?? 0);
		expect(half?.reduction).toBeGreaterThan(half?.randomReduction ?? 1);
		// Reviewers who catch 90 % cap every reduction at 90 %.
		expect(most).toMatchObject({ reachable: false, threshold: null });
		expect(most?.mostReachable).toBeCloseTo(0.9, 12);
	});

	it('says that no result carries a confidence only where one is asked for', () => {
		const without = {
			...facts(),
			cases: { ...cases, confidence: cases.confidence.map(() => null) }
		};
		const codes = (changes: object) => run(changes, without).warnings.map(({ code }) => code);
		expect(codes({ oversight: { review: {} } })).toContain('no_confidence');
		expect(codes({ oversight: { review: { share: 1 } } })).not.toContain('no_confidence');
		expect(codes({})).not.toContain('no_confidence');
	});

	it('waits longer with more review, up to where reviewers cannot keep up', () => {
		const [task] = run({
			oversight: { review: {}, desk: { reviewers: 1 } },
			inputs: { volume_per_month: 4000, review_minutes: 4 }
		}).tasks;
		const points = task?.thresholds ?? [];
		const waits = points.map((point) => point.meanLatencySeconds);
		expect(waits[0]).toBeGreaterThan(0);
		// 4,000 cases in 174 hours are 23 an hour, 1.5 reviewers' work.
		expect(waits.at(-1)).toBeNull();
		expect(points.at(-1)?.utilisation).toBeCloseTo((4000 / (40 * (365.25 / 84))) * (4 / 60), 6);
		expect(points.filter((point) => point.cheapest)).toHaveLength(1);
	});

	it('says when reviewers cannot keep up, and how many it takes', () => {
		const { tasks, warnings } = run({
			oversight: { review: { share: 1 }, desk: { reviewers: 1 } },
			inputs: { volume_per_month: 4000, review_minutes: 4 }
		});
		const queue = tasks[0]?.options?.find((one) => one.option === 'automate_with_review')?.queue;
		expect(queue).toMatchObject({ meanWaitMinutes: null, reviewersNeeded: 2 });
		expect(warnings.some((one) => one.code === 'queue_overloaded')).toBe(true);
	});

	it('with a deadline lets some cases fall back', () => {
		const [task] = run({
			oversight: { review: { share: 1 }, desk: { reviewers: 1, deadline_minutes: 30 } },
			inputs: { volume_per_month: 4000, review_minutes: 4 }
		}).tasks;
		const option = task?.options?.find((one) => one.option === 'automate_with_review');
		expect(option?.queue?.lapsedShare).toBeGreaterThan(0.3);
		expect(option?.redoShare).toBeGreaterThan(option?.queue?.lapsedShare ?? 1);
	});
});

describe('scope', () => {
	it('leaves the other cases with people', () => {
		const [task] = run({
			scope: { segments: [{ attribute: 'language', values: ['en'] }] }
		}).tasks;
		const narrow = task?.options?.find((one) => one.option === 'narrow_scope');
		const share =
			(cases.attributes.language?.codes ?? []).filter((code) => code === 0).length / 600;
		expect(narrow?.scope).toMatchObject({ share, segments: ['language: en'] });
		expect(narrow?.perMonth.agentCases).toBeCloseTo((narrow?.perMonth.cases ?? 0) * share, 9);
	});

	it('by confidence pays for the runs that people then do over', () => {
		const whole = run({}).tasks[0];
		const [task] = run({ scope: { confidence: { at_least: 0.5 } } }).tasks;
		const narrow = task?.options?.find((one) => one.option === 'narrow_scope');
		const model = (option: typeof narrow) => option?.costPerCase?.classes.model ?? NaN;
		// Every case runs, half of them for nothing.
		expect(model(narrow)).toBeCloseTo(model(automate(whole)), 3);
	});

	it('that no case fits is left out, and said', () => {
		const { tasks, warnings } = run({
			scope: { segments: [{ attribute: 'language', values: ['xx'] }] }
		});
		expect(tasks[0]?.options?.map((one) => one.option)).not.toContain('narrow_scope');
		expect(warnings.some((one) => one.code === 'not_applied')).toBe(true);
	});
});

describe('another model', () => {
	it('costs by its price and tokens, and is as right as it is believed to be', () => {
		const otherModel = { name: 'small', costRatio: 0.25, quality: null };
		const document = {
			model: { to: 'small', tokens_times: 1.2, quality: { value: 0.9, low: 0.8, high: 0.95 } }
		};
		const { tasks, warnings } = run(document, { ...facts(), otherModel });
		// 0.6 x 0.25 x 1.2.
		expect(automate(tasks[0]).costPerCase?.classes.model).toBeCloseTo(0.18, 2);
		expect(warnings.some((one) => one.code === 'imputed')).toBe(true);
	});
});

describe('several tasks', () => {
	it('add up trial by trial, on the same luck', () => {
		const other = { ...facts(), task: 'refund' };
		const result = run({ tasks: ['triage', 'refund'] }, facts(), other);
		const single = automate(result.tasks[0]).netBenefitUsd;
		const total = result.total?.find((one) => one.option === 'automate');
		expect(total?.netBenefitUsd.mean).toBeCloseTo(2 * single.mean, 6);
		expect(total?.netBenefitUsd.low).toBeCloseTo(2 * single.low, 6);
	});
});

describe('degenerate inputs', () => {
	const evidence = facts().evidence;
	const with_ = (changes: Partial<TaskFacts['evidence']>) => ({
		...facts(),
		evidence: { ...evidence, ...changes }
	});
	const nothing = { cases: 0, knownOutcomes: 0, successes: 0, verifiedOutcomes: 0 };
	const noConfidence = { ...cases, confidence: cases.confidence.map(() => null) };
	const oneConfidence = { ...cases, confidence: cases.confidence.map(() => 0.9) };
	const reviewing = { oversight: { review: {} }, targets: [0.6] };

	it.each<[string, object, TaskFacts]>([
		['no case', {}, { ...with_(nothing), cases: null }],
		['all right', reviewing, { ...with_({ successes: 300 }), cases: withOutcomes(1) }],
		['all wrong', reviewing, { ...with_({ successes: 0 }), cases: withOutcomes(0) }],
		['one distinct confidence', reviewing, { ...facts(), cases: oneConfidence }],
		['no confidence', reviewing, { ...facts(), cases: noConfidence }],
		['a person who is never right', { inputs: { human_success: 0 } }, facts()],
		['no volume', { inputs: { volume_per_month: 0 } }, facts()],
		['reviewers who catch nothing', { ...reviewing, inputs: { reviewer_detect: 0 } }, facts()],
		['no horizon', { inputs: { horizon_months: 0 } }, facts()],
		[
			'one severity',
			{
				inputs: { incident_prob_given_escape: 0.1 },
				incidents: { severity_usd: { low: 500, high: 500 } }
			},
			facts()
		],
		['a volume that dies at once', { inputs: { growth_month: -1 } }, facts()],
		['nobody on duty', { oversight: { review: { share: 1 }, desk: { reviewers: 0 } } }, facts()],
		['drift that eats all success', { retraining: { drift_per_month: 0.5 } }, facts()]
	])('%s: every figure is a number or null, and shares are shares', (_, document, given) => {
		const result = run(document, given);
		const numbers = numbersIn(result);
		expect(numbers.length).toBeGreaterThan(100);
		expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
		for (const option of result.tasks[0]?.options ?? [])
			for (const share of [option.pBest, option.reviewShare, option.escapeRate, option.quality]) {
				expect(share).toBeGreaterThanOrEqual(0);
				expect(share).toBeLessThanOrEqual(1 + 1e-12);
			}
	});

	it('a task whose runs have no price, or without a person to compare with, asks for it', () => {
		const unpriced = run({}, with_({ costPerCase: null })).tasks[0];
		expect(unpriced?.options).toBeNull();
		expect(unpriced?.decision.why.code).toBe('no_known_cost');
		const alone = run({}, { ...facts(), inputs: {} }).tasks[0];
		expect(alone?.decision.why.code).toBe('no_human_baseline');
	});

	it('growth below -1 is refused', () => {
		expect(readScenario({ ...plain, inputs: { growth_month: -1.5 } })).toHaveProperty('problem');
	});
});

describe('scenarios side by side', () => {
	const compared = (...changes: object[]) =>
		compareScenarios(changes.map((one) => ({ scenario: scenario(one), facts: [facts()] })));

	it('share their luck: a fixed cost of 100 a month is 1,200 a year in every trial', () => {
		const inputs = { discount_rate_year: 0 };
		const plan = 'automate';
		const [, dearer] = compared(
			{ plan, inputs },
			{ plan, inputs: { ...inputs, monthly_fixed: 100 } }
		);
		expect(dearer?.againstFirst?.mean).toBeCloseTo(-1200, 6);
		expect(dearer?.againstFirst?.low).toBeCloseTo(-1200, 6);
		expect(dearer?.againstFirst?.high).toBeCloseTo(-1200, 6);
		expect(dearer?.againstFirst?.pBetter).toBe(0);
	});

	it('a task without a known cost adds nothing up: no figure is better than a zero', () => {
		const [asItIs, priced] = compareScenarios([
			{
				scenario: scenario({}),
				facts: [{ ...facts(), evidence: { ...facts().evidence, costPerCase: null } }]
			},
			{ scenario: scenario({ inputs: { cost_per_case_usd: 0.02 } }), facts: [facts()] }
		]);
		expect(asItIs).toMatchObject({ untold: ['triage'], netBenefitUsd: null });
		expect(priced).toMatchObject({ untold: [], againstFirst: null });
		expect(priced?.netBenefitUsd?.mean).toBeGreaterThan(0);
	});

	it('differ less than each is unsure of itself', () => {
		const [first, second] = compared(
			{ plan: 'automate' },
			{ oversight: { review: { below: 0.5 } } }
		);
		const width = ({ low, high }: { low: number; high: number }) => high - low;
		expect(first?.againstFirst).toBeNull();
		expect(width(second?.againstFirst ?? { low: 0, high: Infinity })).toBeLessThan(
			width(first?.netBenefitUsd ?? { low: 0, high: 0 })
		);
		expect(second?.histogram.low).toBe(first?.histogram.low);
	});
});

const plain = { breakeven_schema: 'scenario/1', name: 'as it is', tasks: ['triage'] };

function run(changes: object, ...given: TaskFacts[]): ScenarioResult {
	const result = runScenario(scenario(changes), given.length > 0 ? given : [facts()]);
	if (!result) throw new Error('nobody stopped it');
	return result;
}

function scenario(changes: object): ScenarioDocument {
	const read = readScenario({ ...plain, ...changes });
	if ('problem' in read) throw new Error(read.problem);
	return read.scenario;
}

function automate(task: TaskResult | undefined) {
	const option = task?.options?.find((one) => one.option === 'automate');
	if (!option) throw new Error('there is no such option');
	return option;
}

function numbersIn(value: unknown): number[] {
	if (typeof value === 'number') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(numbersIn);
}

function entered(value: number, low: number | null = null, high: number | null = null): Estimate {
	return { value, low, high, source: 'entered', n: null };
}

/** 600 cases: confidence even from 0 to 1, right as often as it says and a little more. */
const cases = (() => {
	const stream = streamOf(1, 'cases', 0);
	const confidence = Array.from(
		{ length: 600 },
		() => Math.round(100 * stream.nextUniform()) / 100
	);
	const columns: CaseColumns = {
		oneIn: 1,
		confidence,
		right: confidence.map((c) => (stream.nextUniform() < 0.6 + 0.4 * c ? 1 : 0)),
		highStakes: confidence.map((_, i) => (i % 10 === 0 ? 1 : 0)),
		reviewed: confidence.map(() => 0),
		costUsd: confidence.map(() => 0.6),
		humanMinutes: confidence.map(() => 8),
		attributes: {
			language: { values: ['en', 'de'], codes: confidence.map((_, i) => (i % 3 ? 0 : 1)) }
		}
	};
	return columns;
})();

function withOutcomes(right: number): CaseColumns {
	return { ...cases, right: cases.right.map(() => right) };
}

function facts(): TaskFacts {
	return {
		task: 'triage',
		configuration: 'desk-bot 1.0',
		window: { from: '2026-08-01', to: '2026-10-30' },
		evidence: {
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
		},
		inputs: {
			human_minutes: entered(8, 6, 11),
			human_wage_per_hour: entered(45),
			volume_per_month: entered(900, 700, 1200),
			reviewer_utilisation: entered(0.8),
			incident_prob_given_escape: entered(0.03, 0.01, 0.06),
			incident_mean_cost: entered(70, 30, 150)
		},
		cases,
		runSeconds: { p50: 20, p95: 90 },
		otherModel: null
	};
}
