import { expect, test } from 'vitest';
import { calibrationError, scoreWorlds, shareHeld, shareTrue } from '../world-score.ts';

const WORLDS = Number(process.env.WORLDS ?? 1000);

test('over 1,000 tasks of unknown laws, what is claimed comes true as often as it says', () => {
	const score = scoreWorlds(WORLDS);
	const percent = (share: number | null) =>
		share === null ? '-' : `${(100 * share).toFixed(1)} %`;
	const sure = (claims: typeof score.best) => claims.filter(({ p }) => p >= 0.9).length;
	const better = shareTrue(score.better, 0.9);
	const best = shareTrue(score.best, 0.9);
	const exceeded = score.exceeded.filter(Boolean).length / score.exceeded.length;
	console.log(`p_better_than_human >= 0.9: ${percent(better)} better, of ${sure(score.better)}`);
	console.log(`p_best >= 0.9: ${percent(best)} best, of ${sure(score.best)}`);
	for (const name of ['better', 'best'] as const) {
		const fair = fairOnes<(typeof score.best)[number]>(score[name]);
		const all = calibrationError(score[name]);
		console.log(
			`ECE of p_${name}: ${all.toFixed(3)}, ${calibrationError(fair).toFixed(3)} without selected outcomes`
		);
	}
	for (const name of ['netBenefit', 'costPerSuccess'] as const) {
		const fair = fairOnes(score[name]);
		console.log(
			`90 % intervals of ${name}: ${percent(shareHeld(score[name]))} of ${score[name].length} hold, ${percent(shareHeld(fair))} of ${fair.length} without selected outcomes`
		);
	}
	console.log(
		`incident cap exceeded: ${percent(exceeded)} of ${score.exceeded.length} options under it`
	);
	expect(better).toBeGreaterThanOrEqual(0.95);
	expect(best).toBeGreaterThanOrEqual(0.88);
	// Where outcomes are a chosen part of the cases, p is the lower bound and intervals are wider.
	expect(calibrationError(fairOnes(score.better))).toBeLessThanOrEqual(0.03);
	expect(calibrationError(fairOnes(score.best))).toBeLessThanOrEqual(0.03);
	for (const name of ['netBenefit', 'costPerSuccess'] as const) {
		expect(shareHeld(fairOnes(score[name]))).toBeGreaterThanOrEqual(0.87);
		expect(shareHeld(fairOnes(score[name]))).toBeLessThanOrEqual(0.93);
	}
	expect(exceeded).toBeLessThanOrEqual(0.1);
});

const fairOnes = <T extends { known: string }>(ones: readonly T[]) =>
	ones.filter(({ known }) => known !== 'selected');
