import { expect, it } from 'vitest';
import { scoreWorlds, shareHeld, shareTrue } from './world-score.ts';

// `npm run hard worlds` asks the same of 1,000 tasks, where shares can be told from luck.
it('over 10 tasks of unknown laws, sure claims come true and most intervals hold the truth', () => {
	const score = scoreWorlds(10);
	expect(score.netBenefit).toHaveLength(20);
	expect(shareTrue(score.better, 0.99) ?? 1).toBe(1);
	// Of 20 intervals of 90 % fewer than 13 hold in one of ten thousand tries, if they were independent.
	expect(shareHeld(score.netBenefit)).toBeGreaterThan(0.6);
	expect(shareHeld(score.costPerSuccess)).toBeGreaterThan(0.6);
});
