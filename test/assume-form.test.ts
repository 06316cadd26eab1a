import { expect, test } from 'vitest';
import { storedAssumptions } from '#lib/server/assumptions/stored.ts';
import { assumeForm } from '../src/routes/tasks/[task]/assume-form.server.ts';
import { emptyWorkspace } from './workspace.ts';

/** Minutes by hand: what the three fields showed and whose figure it was, and what stands in them now. */
async function typed(was: string, source: string, now: string) {
	const warehouse = await emptyWorkspace();
	const [value = '', low = '', high = ''] = now.split('|');
	const form = new FormData();
	for (const [end, text] of Object.entries({ '': value, '.low': low, '.high': high, '.was': was }))
		form.set(`human_minutes${end}`, text);
	form.set('human_minutes.source', source);
	const answer = await assumeForm(form, warehouse, 'mail');
	const [stored] = await storedAssumptions(warehouse);
	const problems = 'data' in answer ? answer.data.problems : null;
	return stored ? [stored.value, stored.low, stored.high] : problems;
}

const MEASURED = '70.83|53.02|94.64';

test('a figure, its range, or both: each is an answer', async () => {
	expect(await typed('||', 'default', '15||')).toEqual([15, null, null]);
	expect(await typed('||', 'default', '|10|20')).toEqual([15, 10, 20]);
	expect(await typed('||', 'default', '12|10|20')).toEqual([12, 10, 20]);
});

test('a typed figure is not held to a range that runs had put there', async () => {
	expect(await typed(MEASURED, 'measured', '10|53.02|94.64')).toEqual([10, null, null]);
	expect(await typed(MEASURED, 'measured', '60|53.02|94.64')).toEqual([60, 53.02, 94.64]);
});

test('a typed range is not held to a figure that runs had put there', async () => {
	expect(await typed(MEASURED, 'measured', '70.83|5|20')).toEqual([12.5, 5, 20]);
});

test('a figure outside the range that the same person gave is refused, in the words of the field', async () => {
	expect(await typed('15|10|20', 'entered', '30|10|20')).toEqual({
		human_minutes: '30 is outside its own range, 10 to 20.'
	});
	expect(await typed('||', 'default', '30|10|')).toEqual({
		human_minutes: 'A range needs both ends, or none.'
	});
});
