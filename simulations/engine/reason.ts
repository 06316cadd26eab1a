import type { Verdict } from './decision-rule.ts';
import type { InputName } from './beliefs.ts';
import { THIN_COVERAGE, type TaskEvidence } from './evidence.ts';
import type { Judgement } from './judge.ts';
import type { Interval } from './statistics/summary.ts';
import type { SampleValue } from './value-of-information.ts';

/** Why a verdict is what it is: a code, with the numbers its sentence needs. */
export type Reason =
	| { code: 'no_human_baseline'; missing: InputName[]; outcomesNeeded: number }
	| { code: 'no_known_cost'; outcomesNeeded: number }
	| {
			/** Fewer verified outcomes than the rule asks for. */
			code: 'too_few_outcomes';
			verified: number;
			needed: number;
			/** Outcomes still to check, and a person's minutes for it. */
			more: number;
			minutes: number;
	  }
	| {
			/** What is known may be a chosen part of the cases, and the rest could turn the verdict. */
			code: 'thin_coverage';
			known: number;
			cases: number;
			coverage: number;
			ifWrong: Verdict;
			ifRight: Verdict;
			/** Outcomes to know before coverage is no longer thin, and a person's minutes for it. */
			more: number;
			minutes: number;
	  }
	| {
			code: 'pays';
			pBetter: number;
			netBenefitUsdPerMonth: (Interval & { mean: number }) | null;
			reviewShare: number;
			scopeShare: number;
	  }
	| {
			/** Not sure enough yet, and checking more results is worth its cost. */
			code: 'more_evidence_pays';
			pBetter: number;
			more: number;
			minutes: number;
			expectedGainUsd: number;
	  }
	| {
			/** The agent costs more than the person on average. */
			code: 'human_is_cheaper';
			failureRate: number;
			/** Cost of a wrong result of the agent: doing it again or living with the escape. */
			costPerFailureUsd: number;
			/** Negative: what the best agent option would lose. */
			netBenefitUsdPerMonth: (Interval & { mean: number }) | null;
			pBetter: number;
	  }
	| {
			/** The agent is cheaper on average but not surely so, and more evidence would not pay. */
			code: 'not_sure_enough';
			pBetter: number;
			sureness: number;
			netBenefitUsdPerMonth: (Interval & { mean: number }) | null;
	  }
	| {
			/** An option would pay but its incidents may exceed the task's cap. */
			code: 'cap_binds';
			incidentUpperBound: number;
			incidentCap: number;
			pBetter: number;
	  };

/** What the reason is read off. */
interface Grounds {
	verdict: Verdict;
	evidence: TaskEvidence;
	judgement: Judgement;
	/** The best option, or the best agent option when the person is best. */
	shown: {
		pBetterThanHuman: number | null;
		netBenefitUsdPerMonth: (Interval & { mean: number }) | null;
		netBenefitUsd: { mean: number };
		feasible: boolean;
		incidentUpperBound: number | null;
		reviewShare: number;
		costPerFailureUsd: number;
		scope: { share: number } | null;
	};
	bounds: { ifWrong: Verdict; ifRight: Verdict } | null;
	sampling: (SampleValue & { minutes: number }) | null;
	reviewMinutes: number;
	/** Posterior mean of the share of wrong results. */
	failureRate: number;
	minOutcomes: number;
	alpha: number;
	incidentCap: number | null;
}

/** The first reason that holds, in the order of the rule. */
export function reasonOf(grounds: Grounds): Reason {
	const { verdict, evidence, shown, bounds, sampling, reviewMinutes } = grounds;
	const pBetter = shown.pBetterThanHuman ?? 0;
	const net = shown.netBenefitUsdPerMonth;
	if (evidence.verifiedOutcomes < grounds.minOutcomes) {
		const more = grounds.minOutcomes - evidence.verifiedOutcomes;
		return {
			code: 'too_few_outcomes',
			verified: evidence.verifiedOutcomes,
			needed: grounds.minOutcomes,
			more,
			minutes: more * reviewMinutes
		};
	}
	if (bounds && bounds.ifWrong !== bounds.ifRight) {
		const more = Math.max(1, Math.ceil(THIN_COVERAGE * evidence.cases) - evidence.knownOutcomes);
		return {
			code: 'thin_coverage',
			known: evidence.knownOutcomes,
			cases: evidence.cases,
			coverage: evidence.knownOutcomes / evidence.cases,
			...bounds,
			more,
			minutes: more * reviewMinutes
		};
	}
	if (verdict === 'collect_more_data')
		return {
			code: 'more_evidence_pays',
			pBetter,
			more: sampling?.n ?? 0,
			minutes: sampling?.minutes ?? 0,
			expectedGainUsd: sampling?.enbsUsd ?? 0
		};
	if (verdict !== 'keep_human')
		return {
			code: 'pays',
			pBetter,
			netBenefitUsdPerMonth: net,
			reviewShare: shown.reviewShare,
			scopeShare: shown.scope?.share ?? 1
		};
	const { incidentCap } = grounds;
	if (!shown.feasible && shown.netBenefitUsd.mean > 0 && incidentCap !== null)
		return {
			code: 'cap_binds',
			incidentUpperBound: shown.incidentUpperBound ?? 0,
			incidentCap,
			pBetter
		};
	if (shown.netBenefitUsd.mean > 0)
		return {
			code: 'not_sure_enough',
			pBetter,
			sureness: 1 - grounds.alpha,
			netBenefitUsdPerMonth: net
		};
	return {
		code: 'human_is_cheaper',
		failureRate: grounds.failureRate,
		costPerFailureUsd: shown.costPerFailureUsd,
		netBenefitUsdPerMonth: net,
		pBetter
	};
}
