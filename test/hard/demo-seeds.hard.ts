import { expect, test } from 'vitest';
import { coverage, demoWorld, type Held, type Judged } from '../demo-world.ts';

test('over 20 demo companies, 90 % intervals hold the truth 80 to 98 % of the time', async () => {
	const held: Held[] = [];
	const judged: Judged[] = [];
	for (let seed = 1; seed <= Number(process.env.SEEDS ?? 20); seed++) {
		const world = await demoWorld(seed);
		held.push(...world.held);
		judged.push(...world.judged);
	}
	for (const [name, { n, share }] of coverage(held)) {
		console.log(`${name}: ${(100 * share).toFixed(1)} % of ${n}`);
	}
	const wrong = judged.filter((one) => one.verdict !== one.expected);
	console.log(`verdicts as the truth asks: ${judged.length - wrong.length} of ${judged.length}`);
	for (const one of wrong) console.log(JSON.stringify(one));
	for (const [name, { share }] of coverage(held)) {
		expect(share, name).toBeGreaterThanOrEqual(0.8);
		expect(share, name).toBeLessThanOrEqual(0.98);
	}
});
