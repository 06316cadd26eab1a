import { expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { taskInputs } from '#lib/server/verdicts/verdicts.ts';
import { emptyWorkspace, importText } from './workspace.ts';

const day = (i: number) => new Date(Date.UTC(2026, 7, 1 + (i % 28), 9)).toISOString();

async function inputsOf(lines: readonly string[]) {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'runs.csv', lines.join('\n'));
	const [task] = await taskInputs(warehouse, { filters: noFilters(), zone: 'UTC' });
	return task;
}

test('a column that says how a run went is no part of the work to hand to an agent', async () => {
	const rows = (column: string, value: (i: number, right: boolean) => string) => [
		`run_id,task,agent,success,cost_usd,started_at,${column}`,
		...Array.from({ length: 80 }, (_, i) => {
			// Three of four in German are wrong, one of four in English.
			const right = i % 2 === 0 ? i % 8 !== 0 : i % 8 === 1;
			return `r${i},refund,desk,${Number(right)},1,${day(i)},${value(i, right)}`;
		})
	];
	const scored = await inputsOf(rows('checked', (_, right) => (right ? '1' : '0')));
	expect(scored?.evidence.segments).toBeNull();
	const parted = await inputsOf(rows('language', (i) => (i % 2 === 0 ? 'en' : 'de')));
	expect(parted?.evidence.segments?.map(({ name }) => name)).toEqual(['de', 'en']);
});

test('the wage of people is their pay over the minutes that it was paid for', async () => {
	// Six people at 0.60 USD a minute of the clock, on tasks that usually take an hour.
	const clock = [20, 35, 50, 70, 95, 110];
	const paid = await inputsOf([
		'run_id,task,agent,success,cost_usd,human_minutes,duration_s,actor',
		...clock.map((minutes, i) => `h${i},refund,people,1,${0.6 * minutes},60,${60 * minutes},human`),
		...clock.map((_, i) => `a${i},refund,desk,1,1,,30,agent`)
	]);
	expect(paid?.inputs.human_wage_per_hour?.value).toBeCloseTo(36, 9);
	expect(paid?.inputs.human_minutes?.value).toBe(60);
	// At 0.50 USD a minute of work, however long the case lay open.
	const worked = await inputsOf([
		'run_id,task,agent,success,cost_usd,human_minutes,duration_s,actor',
		...clock.map(
			(minutes, i) => `h${i},refund,people,1,${0.5 * minutes},${minutes},${3600 * (i + 1)},human`
		),
		...clock.map((_, i) => `a${i},refund,desk,1,1,,30,agent`)
	]);
	expect(worked?.inputs.human_wage_per_hour?.value).toBeCloseTo(30, 9);
});
