import { expect, test } from 'vitest';
import { choices } from '../otlp-random.ts';
import { soak } from '../soak.ts';
import { emptyFolder } from '../workspace.ts';

const MINUTES = Number(process.env.MINUTES ?? 30);

test(`${MINUTES} minutes of 20 readers, imports and simulations: no error, memory flat within 10 %`, async () => {
	const soaked = await soak(emptyFolder(), MINUTES * 60, choices(1).next, console.log);
	console.log(JSON.stringify(soaked, null, '\t'));
	expect(soaked.errors).toEqual([]);
	expect(soaked.memoryMb.late).toBeLessThanOrEqual(1.1 * soaked.memoryMb.early);
});
