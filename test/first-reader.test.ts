import { describe, expect, test } from 'vitest';
import { readDefinitions } from '#lib/definitions/read-definitions.ts';
import { noFilters } from '#lib/filters.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import { taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import { summaryOf } from '#lib/server/verdicts/summary.ts';
import { emptyWorkspace, importText } from './workspace.ts';

describe('what a new reader stumbled over', () => {
	test('the session of a coding agent is no table: its lines are no runs', async () => {
		const warehouse = await emptyWorkspace();
		const line = { type: 'user', timestamp: '2026-01-09T10:00:00Z', sessionId: 's', message: {} };
		const receipt = await importText(warehouse, 'session.jsonl', `${JSON.stringify(line)}\n`);
		expect(receipt).toMatchObject({ format: null, rows: { kept: 0, rejected: 1 } });
		expect(receipt.rejected[0]?.reason).toContain(
			'a session of a coding agent (Claude Code, Codex)'
		);
	});

	test('a task is told of its own figures and everybody’s, not of another task’s', async () => {
		const warehouse = await emptyWorkspace();
		const rows = (task: string) =>
			Array.from({ length: 60 }, (_, at) => `${task}${at},${task},bot,${at % 10 ? 1 : 0},0.1`);
		await importText(
			warehouse,
			'a.csv',
			`run_id,task,agent,success,cost_usd\n${[...rows('desk'), ...rows('quiz')].join('\n')}\n`
		);
		const figure = (task: string, name: string, value: number) => ({
			...{ task, name, value, low: null, high: null, source: 'entered', note: null }
		});
		await storeAssumptions(warehouse, [
			figure('', 'human_wage_per_hour', 50),
			figure('desk', 'human_minutes', 15),
			figure('quiz', 'human_minutes', 2)
		]);
		const entries = await warehouse.query<{ task: string; cause: string }>(
			sql`select task, cause_text as cause from verdicts where cause = 'assumption'`
		);
		const of = (task: string) => entries.find((one) => one.task === task)?.cause ?? '';
		expect(of('desk')).toContain('15');
		expect(of('desk')).not.toContain('2 minutes');
		expect(of('quiz')).toContain('2 minutes');
	});

	test('one dear right run: no share that is "at least none" or "at least all"', async () => {
		const warehouse = await emptyWorkspace();
		await importText(
			warehouse,
			'a.csv',
			'run_id,task,agent,success,cost_usd\na,dear,bot,1,4000\nb,cheap,bot,0,0.0001\n'
		);
		const verdicts = await taskVerdicts(warehouse, { filters: noFilters(), zone: 'UTC' });
		for (const verdict of verdicts)
			expect(summaryOf(verdict).sentence).not.toMatch(/at least (none|all)/);
		expect(verdicts).toHaveLength(2);
	});
});

test('definitions that are a list are refused, and what held holds', () => {
	expect(readDefinitions([])).toEqual({
		problem: 'the definitions: expected an object, received a list'
	});
});
