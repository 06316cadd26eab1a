import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nearestName } from '#simulations/engine/assumption-names.ts';
import { diffScenarios } from '#lib/scenarios/diff-scenarios.ts';
import type { ScenarioDocument } from '#lib/scenarios/document.ts';
import { pinScenario, unpinScenario } from '#lib/scenarios/pin-scenario.ts';
import {
	readScenario,
	readScenarioText,
	scenarioJsonSchema
} from '#lib/scenarios/read-scenario.ts';
import { scenarioJson, writeScenario } from '#lib/scenarios/write-scenario.ts';

const smallest = { breakeven_schema: 'scenario/1', name: 'As it is', tasks: ['refund-request'] };

const large = {
	...smallest,
	name: 'Review below 0.8, half the price',
	note: 'asked by finance',
	plan: 'narrow_scope',
	options: ['automate_with_review', 'narrow_scope'],
	runs: { agent: 'support', from: '2026-05-01' },
	scope: {
		segments: [{ attribute: 'category', values: ['billing', 'shipping'] }],
		confidence: { at_least: 0.6 },
		human_minutes: { below: 30 },
		share: 0.5
	},
	oversight: {
		plan: { detect: 0.3, false_alarm: 0.02 },
		flag: { detect: 0.2, false_alarm: 0.05, cost_usd: 0.01 },
		review: { below: 0.8, below_high_stakes: 1.01 },
		audit_share: 0.05,
		desk: {
			shifts: [{ from: 9, to: 17, reviewers: 2 }],
			deadline_minutes: 240,
			charge: 'roster'
		}
	},
	model: {
		to: 'gpt-5-mini',
		tokens_times: { value: 1, low: 0.9, high: 1.1 },
		quality: { value: 0.9, low: 0.85, high: 0.94 }
	},
	inputs: {
		human_minutes: { value: 8, low: 6, high: 11 },
		volume_per_month: { times: 2 },
		human_success: { plus: -0.02 },
		horizon_months: 24
	},
	task_inputs: { 'refund-request': { growth_month: 0.03 } },
	incidents: {
		severity_usd: { low: 200, high: 12_000 },
		common_causes: [{ name: 'bad release', times_per_year: 2, share_failing: 0.3, days: 3 }]
	},
	retraining: { every_months: 6, drift_per_month: 0.01 },
	state: [{ name: 'session', servers: 2, consistency: 'fixed_lag', lag_seconds: 0.2 }],
	targets: [0.5],
	seed: 7,
	replications: 16_384,
	mode: 'sobol'
};

describe('the file of a scenario', () => {
	test('needs a name and a task, the rest stays as measured', () => {
		expect(scenarioOf(smallest)).toMatchObject({
			inputs: {},
			oversight: null,
			scope: null,
			options: ['automate', 'automate_with_review', 'narrow_scope'],
			targets: [0.6, 0.65, 0.7],
			seed: 1,
			replications: 20_000,
			pin: null
		});
	});

	test('is written with what differs from the defaults, and read as the same', () => {
		expect(scenarioJson(scenarioOf(smallest))).toEqual(smallest);
		const scenario = scenarioOf(large);
		expect(scenarioJson(scenario)).toEqual(large);
		expect(readScenarioText(writeScenario(scenario))).toEqual({ scenario });
	});

	test('reads a number as a figure without a range', () => {
		const { inputs, model } = scenarioOf(large);
		expect(inputs.horizon_months).toEqual({ kind: 'set', value: 24, low: null, high: null });
		expect(inputs.volume_per_month).toEqual({ kind: 'times', times: 2 });
		expect(model?.price_times).toBe(1);
	});

	test.each([
		[{ ...smallest, nmae: 1 }, 'nmae: there is no "nmae", did you mean "name"?'],
		[{ ...smallest, name: undefined }, 'name is missing: What it is called.'],
		[{ ...smallest, tasks: [] }, 'tasks has 0 entries, expected 1 to 1000'],
		[
			{ ...smallest, breakeven_schema: 'scenario/2' },
			'breakeven_schema is "scenario/2", expected "scenario/1", did you mean "scenario/1"?'
		],
		[
			{ ...smallest, options: ['automat'] },
			'options[0] is "automat", expected "automate", "automate_with_review", "narrow_scope", did you mean "automate"?'
		],
		[
			{ ...smallest, inputs: { human_wag: 30 } },
			'inputs.human_wag: there is no "human_wag", did you mean "human_wage_per_hour"?'
		],
		[
			{ ...smallest, inputs: { human_success: 94 } },
			'inputs.human_success is 94, expected a number from 0 to 1'
		],
		[
			{ ...smallest, inputs: { human_minutes: { value: 5, low: 6, high: 9 } } },
			'inputs.human_minutes.value is 5, outside its own range 6 to 9'
		],
		[
			{ ...smallest, inputs: { growth_month: -1.5 } },
			'inputs.growth_month is -1.5, expected a number from -1 to 10'
		],
		[
			{ ...smallest, inputs: { horizon_months: 2.5 } },
			'inputs.horizon_months is 2.5, expected a whole number of months'
		],
		[
			{ ...smallest, oversight: { review: { below: '0.8' } } },
			'oversight.review.below is "0.8", expected a number from 0 to 1.01'
		],
		[
			{ ...smallest, oversight: { review: { below: 0.8, target: 0.6 } } },
			'oversight.review says how to choose in more than one way: give below, share or target'
		],
		[
			{ ...smallest, oversight: { desk: { shifts: [{ from: 17, to: 9, reviewers: 1 }] } } },
			'oversight.desk.shifts[0] ends before it starts'
		],
		[
			{ ...smallest, model: { to: 'gpt-5-mini' } },
			'model.quality is missing: say how often gpt-5-mini is right, as a range, or "measured"'
		],
		[
			{ ...smallest, scope: { confidence: { at_least: 0.9, below: 0.5 } } },
			'scope.confidence is empty: at_least 0.9 is not below 0.5'
		],
		[
			{ ...smallest, task_inputs: { other: {} } },
			'task_inputs.other: the scenario is not about this task'
		],
		[
			{ ...smallest, mode: 'sobol' },
			'replications is 20000, expected 16 x a power of two in sobol mode, such as 16384'
		],
		[
			{ ...smallest, runs: { from: 'yesterday' } },
			'runs.from is "yesterday", expected a day like 2026-11-21'
		],
		[{ ...smallest, oversight: [] }, 'oversight is a list, expected an object'],
		[[], 'the scenario is a list, expected an object']
	])('refuses %j in one sentence', (json, problem) => {
		expect(readScenario(json)).toEqual({ problem });
	});

	test('that is no JSON says so', () => {
		const read = readScenarioText('{');
		expect('problem' in read && read.problem).toMatch(/^the file is no JSON: /);
	});

	test('has a published schema that is the one it is read by', () => {
		const file = join(import.meta.dirname, '../simulations/scenarios/scenario.schema.json');
		expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(scenarioJsonSchema());
	});
});

describe('two scenarios', () => {
	test('differ in words', () => {
		const a = scenarioOf(smallest);
		const b = scenarioOf({
			...smallest,
			inputs: { human_minutes: { value: 8, low: 6, high: 11 }, volume_per_month: { times: 2 } },
			oversight: { review: { below: 0.8 } },
			tasks: ['refund-request', 'triage']
		});
		expect(diffScenarios(a, b).map(({ sentence }) => sentence)).toEqual([
			'tasks: refund-request, triage (was refund-request)',
			'oversight, review, below: 0.8 (was not set)',
			'minutes by hand: 8 (6 to 11) (was not set)',
			'cases a month: 2 x what is measured (was not set)'
		]);
		expect(diffScenarios(b, a).map(({ sentence }) => sentence)).toContain(
			'minutes by hand: no longer set (was 8 (6 to 11))'
		);
		expect(diffScenarios(b, b)).toEqual([]);
	});

	test('differ in one entry of a list by its name', () => {
		const cause = (days: number) => ({
			...smallest,
			incidents: {
				common_causes: [{ name: 'bad release', times_per_year: 2, share_failing: 0.3, days }]
			}
		});
		expect(
			diffScenarios(scenarioOf(cause(3)), scenarioOf(cause(5))).map(({ sentence }) => sentence)
		).toEqual(['incidents, common causes[bad release], days: 5 (was 3)']);
	});
});

describe('a pin', () => {
	test('holds figures and days as they were, and lets go of them again', () => {
		const scenario = scenarioOf(smallest);
		const figure = { value: 8, low: 6, high: 11, source: 'measured' as const, n: 40 };
		const pinned = pinScenario(scenario, '2026-11-21', {
			'refund-request': { human_minutes: figure }
		});
		expect(pinned.runs.to).toBe('2026-11-21');
		expect(readScenario(scenarioJson(pinned))).toEqual({ scenario: pinned });
		expect(unpinScenario(pinned)).toEqual(scenario);
	});
});

describe('a mistyped name', () => {
	test.each([
		['human_wag', 'human_wage_per_hour'],
		['human_minute', 'human_minutes'],
		['volume', 'volume_per_month'],
		['humanminutes', 'human_minutes']
	])('%s is taken for %s', (typed, meant) => {
		expect(nearestName(typed)).toBe(meant);
	});
});

function scenarioOf(json: unknown): ScenarioDocument {
	const read = readScenario(json);
	if ('problem' in read) throw new Error(read.problem);
	return read.scenario;
}
