import { describe, expect, test } from 'vitest';
import { headOf } from '#lib/formats/head.ts';
import { recognize } from '#lib/formats/registry.ts';

const head = (text: string) => headOf(new TextEncoder().encode(text), 'file');

describe('a file is known by what is in it', () => {
	test.each([
		[
			'a table with an agent and reviews',
			'run_id,agent,outcome,review_decision,review_minutes\n',
			'attempts'
		],
		['a table with a task and a success', 'task,success\nrefund,1\n', 'attempts'],
		['outcomes by run', 'run_id,outcome,outcome_at\nr1,success,2026-03-01\n', 'outcomes'],
		[
			'outcomes by run and task',
			'run_id,task,outcome,outcome_at\nr1,refund,success,2026-03-01\n',
			'outcomes'
		],
		['incidents alone', 'incident_id,task,incident_started_at,incident_cost_usd\n', 'outcomes'],
		['OTLP in one line', '{"resourceSpans":[]}\n', 'otlp'],
		['OTLP written over many lines', '{\n  "resourceSpans": [\n    {\n', 'otlp'],
		['JSON lines of attempts', '{"task":"x","model":"m","success":1}\n', 'attempts']
	])('%s', (_, text, id) => {
		expect(recognize(head(text))?.id).toBe(id);
	});

	test('a shopping list is nothing we know', () => {
		expect(recognize(head('milk\neggs\n'))).toBeNull();
	});
});
