import { expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { taskInputs } from '#lib/server/verdicts/verdicts.ts';
import { emptyWorkspace, importText } from './workspace.ts';

test('runs that cost more when they fail are measured as such, the minutes of people with their success', async () => {
	const warehouse = await emptyWorkspace();
	// 20 right for 1 USD and 10 wrong for 5; people need 10 minutes when right and 30 when not.
	const agent = Array.from({ length: 30 }, (_, i) =>
		i % 3 === 2 ? `a${i},refund,desk,0,5,,agent` : `a${i},refund,desk,1,1,,agent`
	);
	const people = Array.from({ length: 12 }, (_, i) =>
		i % 4 === 0 ? `h${i},refund,people,0,,30,human` : `h${i},refund,people,1,,10,human`
	);
	await importText(
		warehouse,
		'runs.csv',
		['run_id,task,agent,success,cost_usd,human_minutes,actor', ...agent, ...people].join('\n')
	);
	const [task] = await taskInputs(warehouse, { filters: noFilters(), zone: 'UTC' });
	expect(task?.evidence.costPerCase?.meanUsd).toBeCloseTo((20 * 1 + 10 * 5) / 30, 6);
	expect(task?.inputs.human_minutes?.value).toBe(15);
	// Nothing but the outcome decides cost and minutes: as far together as two inputs may go.
	expect(task?.evidence.together).toEqual([
		{ a: 'case_success_rate', b: 'cost_per_case_usd', rho: -0.99 },
		{ a: 'human_success', b: 'human_minutes', rho: -0.99 }
	]);
});
