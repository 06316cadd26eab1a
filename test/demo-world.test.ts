import { expect, test } from 'vitest';
import { coverage, demoWorld } from './demo-world.ts';

test('one demo company: every task gets the verdict that the truth asks for, most intervals hold it', async () => {
	const { held, judged } = await demoWorld(1);
	expect(judged.map((one) => [one.task, one.verdict])).toEqual(
		judged.map((one) => [one.task, one.expected])
	);
	expect(new Set(judged.map((one) => one.verdict)).size).toBe(5);
	const all = [...coverage(held).values()].reduce((sum, { n, share }) => sum + n * share, 0);
	expect(all / held.length).toBeGreaterThan(0.7);
});
