import { describe, expect, it } from 'vitest';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import { scenarioOfParams, scenarioParams } from '#lib/scenarios/scenario-address.ts';

const start = { breakeven_schema: 'scenario/1', name: 'triage', tasks: ['triage'] };

describe('the address of a scenario', () => {
	it('holds what changes and nothing else', () => {
		expect(address({})).toBe('task=triage');
		expect(
			address({
				oversight: { review: { below: 0.8 }, audit_share: 0.1 },
				inputs: { volume_per_month: 2000, human_minutes: { value: 9, low: 7, high: 12 } }
			})
		).toBe(
			'task=triage&s.oversight.review.below=0.8&s.oversight.audit_share=0.1' +
				'&s.inputs.volume_per_month=2000' +
				'&s.inputs.human_minutes.value=9&s.inputs.human_minutes.low=7&s.inputs.human_minutes.high=12'
		);
	});

	it('reads back as the same scenario', () => {
		const changes = [
			{},
			{ name: 'Cheaper', note: 'a = b & c', targets: [] },
			{ oversight: { review: {} } },
			{ inputs: { human_minutes: { times: 2 }, case_success_rate: { plus: -0.02 } } },
			{
				tasks: ['triage', 'v1.2 ~ refunds'],
				task_inputs: { 'v1.2 ~ refunds': { volume_per_month: 5 } },
				options: ['automate']
			},
			{
				scope: {
					segments: [
						{ attribute: 'tier', values: ['1', 'gold'] },
						{ attribute: 'language', values: ['"de"'] }
					],
					confidence: { at_least: 0.6 },
					share: 0.5
				}
			},
			{
				oversight: {
					desk: {
						shifts: [
							{ from: 9, to: 17, reviewers: 2 },
							{ days: ['sat'], from: 10, to: 12, reviewers: 1 }
						]
					}
				},
				model: {
					to: 'small',
					tokens_times: { value: 1.1, low: 1, high: 1.2 },
					quality: 'measured'
				},
				incidents: {
					severity_usd: { low: 50, high: 5000 },
					common_causes: [{ name: 'bad release', times_per_year: 2, share_failing: 0.3, days: 2 }]
				},
				state: [{ name: 'sessions', reads_per_turn: 3 }]
			}
		];
		for (const change of changes) {
			const scenario = read({ ...start, name: (change.tasks ?? ['triage']).join(', '), ...change });
			const params = new URLSearchParams(scenarioParams(scenario));
			expect(scenarioOfParams(new URLSearchParams(String(params)))).toEqual({ scenario });
		}
	});

	it('takes the ends of a range beside its middle, as a form sends them', () => {
		const found = scenarioOfParams(
			new URLSearchParams(
				'task=triage&s.inputs.human_minutes=9&s.inputs.human_minutes.low=7&s.inputs.human_minutes.high=12'
			)
		);
		expect(found).toMatchObject({
			scenario: { inputs: { human_minutes: { kind: 'set', value: 9, low: 7, high: 12 } } }
		});
	});

	it('says what cannot be read', () => {
		const problem = (query: string) => scenarioOfParams(new URLSearchParams(query));
		expect(problem('task=triage&s.inputs.human_minuts=9')).toEqual({
			problem: 'inputs.human_minuts: there is no "human_minuts", did you mean "human_minutes"?'
		});
		expect(problem('task=triage&s.oversight.review.below=high')).toHaveProperty('problem');
		expect(problem('s.note=x')).toHaveProperty('problem');
	});
});

function read(json: object) {
	const found = readScenario(json);
	if ('problem' in found) throw new Error(found.problem);
	return found.scenario;
}

const address = (changes: object): string =>
	scenarioParams(read({ ...start, ...changes }))
		.map(([name, value]) => `${name}=${value}`)
		.join('&');
