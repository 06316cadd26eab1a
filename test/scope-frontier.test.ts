import { describe, expect, it } from 'vitest';
import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { SegmentHalf, TaskEvidence } from '#simulations/engine/evidence.ts';
import { scopeFrontier } from '#simulations/engine/scope-frontier.ts';

const point = (value: number) =>
	({ value, low: null, high: null, source: 'entered', n: null }) as const;
/** 6 minutes at 60 USD are 6 USD a case by hand, and putting an error right costs as much. */
const inputs: Inputs = {
	human_minutes: point(6),
	human_wage_per_hour: point(60),
	human_success: point(1),
	volume_per_month: point(1000),
	review_minutes: point(3)
};

const half = (cases: number, successes: number): SegmentHalf => ({
	cases,
	knownOutcomes: cases,
	successes,
	meanCostUsd: 1
});

/** Status questions are nearly always right, disputes nearly never. */
const evidence: TaskEvidence = {
	cases: 2000,
	knownOutcomes: 2000,
	successes: 1140,
	verifiedOutcomes: 2000,
	randomSample: false,
	designEffect: 1,
	costPerCase: { meanUsd: 1, standardErrorUsd: 0.01, n: 2000, classes: null },
	visibleFailures: null,
	gate: null,
	incidentsSeen: null,
	segments: [
		{ name: 'dispute', earlier: half(400, 20), later: half(400, 20) },
		{ name: 'status', earlier: half(600, 588), later: half(600, 552) }
	]
};

describe('share of work against net benefit', () => {
	const frontier = scopeFrontier(evidence, inputs, 1);

	it('adds the segment that saved most earlier first', () => {
		expect(frontier?.steps.map(({ segment }) => segment)).toEqual(['status', 'dispute']);
		expect(frontier?.steps.map(({ share }) => share)).toEqual([0.6, 1]);
		expect(frontier?.steps.map(({ chosen }) => chosen)).toEqual([true, false]);
	});

	it('reports the later half: 600 cases that each save 6 - 1 - 0.08 x 6 USD', () => {
		// Without review a wrong result costs the 6 USD of doing it by hand; 92 % were right later.
		expect(frontier?.reviewShare).toBe(0);
		expect(frontier?.steps[0]?.together.mean).toBeCloseTo(600 * (6 - 1 - 0.08 * 6), -2);
		expect(frontier?.steps[0]?.knownOutcomes).toBe(600);
		// Disputes lose about 6 - 1 - 0.95 x 6 = -0.7 USD a case.
		expect(frontier?.steps[1]?.alone.high).toBeLessThan(0);
		expect(frontier?.steps[1]?.together.mean).toBeLessThan(frontier?.steps[0]?.together.mean ?? 0);
	});

	it('says nothing without segments or a person to compare with', () => {
		expect(scopeFrontier({ ...evidence, segments: null }, inputs, 1)).toBeNull();
		expect(scopeFrontier(evidence, {}, 1)).toBeNull();
	});
});
