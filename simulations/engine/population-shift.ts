import { chiSquareQuantile, chiSquareSurvival } from './statistics/gamma.ts';
import { sum } from './statistics/summary.ts';

/** How much a distribution over bins has moved. */
export interface PopulationShift {
	/** Population stability index with a pseudo-count in every bin. */
	psi: number;
	/** The index that chance alone exceeds once in twenty, chi-square x (1/n + 1/m). */
	critical: number;
	pValue: number;
	alarm: boolean;
	/** The 0.1 / 0.25 rule: a label, not a test. */
	ruleOfThumb: 'little' | 'moderate' | 'significant';
	chiSquare: number;
	chiSquareP: number;
	/** Jensen-Shannon divergence of the raw shares, nats. */
	divergence: number;
}

/** Counts of a reference window against a current one (Yurdakul, Naranjo 2020; spec F.1). */
export function populationShift(
	reference: ArrayLike<number>,
	current: ArrayLike<number>,
	pseudoCount = 0.5
): PopulationShift {
	const bins = reference.length;
	const [n, m] = [sum(reference), sum(current)];
	let [psi, chiSquare, divergence] = [0, 0, 0];
	for (let k = 0; k < bins; k++) {
		const [r, c] = [reference[k] ?? 0, current[k] ?? 0];
		const before = (r + pseudoCount) / (n + pseudoCount * bins);
		const now = (c + pseudoCount) / (m + pseudoCount * bins);
		psi += (now - before) * Math.log(now / before);
		const share = (r + c) / (n + m);
		if (share > 0)
			chiSquare += (r - n * share) ** 2 / (n * share) + (c - m * share) ** 2 / (m * share);
		const middle = (r / n + c / m) / 2;
		divergence += 0.5 * (information(r / n, middle) + information(c / m, middle));
	}
	const scale = 1 / n + 1 / m;
	const critical = chiSquareQuantile(bins - 1, 0.95) * scale;
	return {
		psi,
		critical,
		pValue: chiSquareSurvival(bins - 1, psi / scale),
		alarm: psi > critical,
		ruleOfThumb: psi < 0.1 ? 'little' : psi < 0.25 ? 'moderate' : 'significant',
		chiSquare,
		chiSquareP: chiSquareSurvival(bins - 1, chiSquare),
		divergence
	};
}

function information(share: number, middle: number): number {
	return share > 0 ? share * Math.log(share / middle) : 0;
}
