import { decide } from '#simulations/engine/decide.ts';
import type { Option } from '#simulations/engine/decision-rule.ts';
import { world, type World } from './worlds.ts';

/** A stated probability and whether it came true. */
export interface Claim {
	p: number;
	came: boolean;
	known: World['known'];
}

/** What verdicts on worlds claimed, and how it turned out. */
export interface Score {
	better: Claim[];
	best: Claim[];
	/** Whether 90 % intervals hold the truth. */
	netBenefit: Held[];
	costPerSuccess: Held[];
	/** Options declared feasible under a cap: whether they exceed it. */
	exceeded: boolean[];
}

export interface Held {
	held: boolean;
	known: World['known'];
}

const TRIALS = 2000;

/** Decides on so many worlds and compares with what is true of them. */
export function scoreWorlds(worlds: number, firstSeed = 1): Score {
	const score: Score = { better: [], best: [], netBenefit: [], costPerSuccess: [], exceeded: [] };
	for (let seed = firstSeed; seed < firstSeed + worlds; seed++) {
		const { evidence, inputs, truth, known } = world(seed);
		const decision = decide(evidence, inputs, { seed, trials: TRIALS, withFlips: false });
		const net = (option: Option) => truth[option]?.netBenefitUsd ?? -Infinity;
		const agents = decision.options.filter(({ option }) => option !== 'keep_human');
		const most = Math.max(...decision.options.map(({ option }) => net(option)));
		for (const { option, pBest } of decision.options)
			score.best.push({ p: pBest, came: net(option) === most, known });
		for (const one of agents) {
			const { option, netBenefitUsd, costPerVerifiedSuccessInterval: cost, feasible } = one;
			score.better.push({ p: one.pBetterThanHuman ?? 0, came: net(option) > 0, known });
			const actual = truth[option];
			if (!actual) continue;
			score.netBenefit.push({ held: isWithin(actual.netBenefitUsd, netBenefitUsd), known });
			if (cost)
				score.costPerSuccess.push({ held: isWithin(actual.costPerSuccessUsd, cost), known });
			const cap = inputs.incident_rate_cap?.value;
			if (feasible && cap !== undefined) score.exceeded.push(actual.incidentsPerCase > cap);
		}
	}
	return score;
}

/** Share of claims of at least a probability that came true; null without any. */
export function shareTrue(claims: readonly Claim[], atLeast: number): number | null {
	const sure = claims.filter(({ p }) => p >= atLeast);
	return sure.length === 0 ? null : sure.filter(({ came }) => came).length / sure.length;
}

/** Expected calibration error over 10 bins of equal width. */
export function calibrationError(claims: readonly Claim[]): number {
	const bins = Array.from({ length: 10 }, () => ({ n: 0, p: 0, came: 0 }));
	for (const { p, came } of claims) {
		const bin = bins[Math.min(9, Math.floor(10 * p))];
		if (!bin) continue;
		bin.n++;
		bin.p += p;
		bin.came += Number(came);
	}
	return bins.reduce((sum, { p, came }) => sum + Math.abs(p - came), 0) / claims.length;
}

export const shareHeld = (held: readonly Held[]): number =>
	held.filter((one) => one.held).length / held.length;

const isWithin = (x: number, { low, high }: { low: number; high: number }) => x >= low && x <= high;
