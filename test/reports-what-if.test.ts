import { describe, expect, test } from 'vitest';
import type { Inputs } from '#simulations/engine/beliefs.ts';
import { decide } from '#simulations/engine/decide.ts';
import type { Estimate } from '#simulations/engine/estimate.ts';
import type { TaskEvidence } from '#simulations/engine/evidence.ts';
import type { FrozenTask } from '#lib/reports/document.ts';
import { readersSentence } from '#lib/reports/what-if.ts';
import { verdictSentence } from '#lib/verdicts/sentences.ts';

const entered = (value: number): Estimate => ({
	value,
	low: null,
	high: null,
	source: 'entered',
	n: null
});

/** 190 of 200 right at 0.10 USD; by hand 20 minutes at 30 USD an hour, 500 cases a month. */
const evidence: TaskEvidence = {
	cases: 200,
	knownOutcomes: 200,
	successes: 190,
	verifiedOutcomes: 200,
	randomSample: false,
	designEffect: 1,
	costPerCase: { meanUsd: 0.1, standardErrorUsd: 0.001, n: 200, classes: null },
	visibleFailures: null,
	gate: null,
	incidentsSeen: null,
	segments: null
};
const inputs: Inputs = {
	human_minutes: entered(20),
	human_wage_per_hour: entered(30),
	volume_per_month: entered(500)
};
const task: FrozenTask = { task: 'refund', evidence, inputs, reviewShare: 0 };
const asIs = { volumeFactor: 1, humanCostFactor: 1, reviewShare: null };

/** `4,730 USD` of a sentence as a number. */
const money = (sentence: string) =>
	Number(/([\d,]+) USD a month/.exec(sentence)?.[1]?.replaceAll(',', ''));

describe('the reader’s sliders', () => {
	test('untouched, they say what the report says', () => {
		const decision = decide(evidence, inputs, { seed: 1 });
		expect(readersSentence(task, asIs, 1)).toBe(verdictSentence(decision, { evidence, inputs }));
	});

	test('twice the volume saves twice as much', () => {
		const once = money(readersSentence(task, asIs, 1));
		const twice = money(readersSentence(task, { ...asIs, volumeFactor: 2 }, 1));
		expect(twice / once).toBeCloseTo(2, 2);
	});

	test('when a person costs a hundredth, the work stays with people', () => {
		expect(readersSentence(task, { ...asIs, humanCostFactor: 0.01 }, 1)).toMatch(
			/^Keep it with people/
		);
	});

	test('a check of every result costs what a person’s minutes cost', () => {
		// 30 % of 20 minutes at 30 USD an hour: about 3 USD a case, 1,500 USD a month for 500 cases.
		const none = money(readersSentence(task, { ...asIs, reviewShare: 0 }, 1));
		const all = money(readersSentence(task, { ...asIs, reviewShare: 1 }, 1));
		expect(readersSentence(task, { ...asIs, reviewShare: 1 }, 1)).toMatch(
			/^Agent, with a person checking 100 % of results: .* saves [\d,]+ USD a month \([\d,]+ to [\d,]+\)\.$/
		);
		expect(none - all).toBeGreaterThan(800);
		expect(none - all).toBeLessThan(2500);
	});

	test('a policy that loses says so', () => {
		const sentence = readersSentence(task, { ...asIs, humanCostFactor: 0.001, reviewShare: 0 }, 1);
		expect(sentence).toMatch(
			/^Agent without any check: under 1 % sure it is cheaper than people, loses /
		);
	});
});
