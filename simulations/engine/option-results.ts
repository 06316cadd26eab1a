import { runCostShares, type RunCostShares } from './cost-breakdown.ts';
import type { OptionResult } from './decision-result.ts';
import type { Option } from './decision-rule.ts';
import type { TaskEvidence } from './evidence.ts';
import type { Judgement } from './judge.ts';
import { optionFigures } from './option-figures.ts';
import type { OptionPlan } from './option-plan.ts';
import { meanAndInterval } from './risk.ts';
import { mean, type Interval } from './statistics/summary.ts';
import type { Trials } from './trials.ts';

/** The parts of a view of the task that its options are read off. */
export interface Judged {
	evidence: TaskEvidence;
	trials: Trials;
	plans: readonly OptionPlan[];
	judgement: Judgement;
}

/**
 * Every option with its figures, the person last. `sides` are the views in which unknown outcomes
 * all count wrong and all count right: they widen intervals and take the smaller P(better).
 */
export function optionResults(
	{ trials, plans, judgement, evidence }: Judged,
	sides: readonly Judged[]
): OptionResult[] {
	const shares = runCostShares(evidence.costPerCase?.classes ?? null);
	const human = optionFigures(trials, null, shares);
	const annuity = mean(trials.annuity) ?? 0;
	const perMonth = (x: number) => x / annuity;
	return [...plans, null].map((plan): OptionResult => {
		const option = plan?.option ?? 'keep_human';
		const draws = judgement.draws[option] ?? new Float64Array(1);
		const net = widened(meanAndInterval(draws) ?? { mean: 0, low: 0, high: 0 }, option, sides);
		const figures = plan ? optionFigures(trials, plan, shares) : human;
		const better = [judgement, ...sides.map((side) => side.judgement)].map((one) =>
			shareAboveZero(one.draws[option] ?? draws)
		);
		return {
			option,
			...figures,
			costPerVerifiedSuccessInterval: widest(
				figures.costPerVerifiedSuccessInterval,
				sides.map((side) => sideFigures(side, option, shares).costPerVerifiedSuccessInterval)
			),
			feasible: judgement.feasible[option],
			incidentUpperBound: judgement.incidentUpperBound[option] ?? null,
			pBest: judgement.pBest[option],
			pBetterThanHuman: plan ? Math.min(...better) : null,
			netBenefitUsd: net,
			netBenefitUsdPerMonth:
				annuity > 0
					? { mean: perMonth(net.mean), low: perMonth(net.low), high: perMonth(net.high) }
					: null,
			qualityGapPoints: 100 * (figures.quality - human.quality),
			scope: plan?.segments ? { segments: plan.segments, share: plan.scopeShare } : null,
			threshold: plan?.threshold ?? null
		};
	});
}

/** The figures of an option where unknown outcomes all count one way. */
function sideFigures({ trials, plans }: Judged, option: Option, shares: RunCostShares) {
	return optionFigures(trials, plans.find((plan) => plan.option === option) ?? null, shares);
}

/** From the lowest to the highest end; null where any is. */
function widest(own: Interval | null, others: readonly (Interval | null)[]): Interval | null {
	return others.reduce(
		(a, b) => a && b && { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) },
		own
	);
}

/** With thin coverage an interval reaches from one bound's lower to the other's upper end. */
function widened(
	net: Interval & { mean: number },
	option: Option,
	sides: readonly Judged[]
): Interval & { mean: number } {
	for (const side of sides) {
		const draws = side.judgement.draws[option];
		const at = draws ? meanAndInterval(draws) : null;
		if (at) net = { ...net, low: Math.min(net.low, at.low), high: Math.max(net.high, at.high) };
	}
	return net;
}

function shareAboveZero(draws: Float64Array): number {
	return draws.reduce((count, x) => count + (x > 0 ? 1 : 0), 0) / draws.length;
}
