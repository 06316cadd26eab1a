import type { TaskEvidence, Together, TogetherName } from '#simulations/engine/evidence.ts';
import { correlationOfMeans, type PairSums } from '#simulations/engine/together.ts';
import type { HumanBaseline } from './human-baseline.ts';
import type { EvidenceRow } from './task-evidence.ts';

/** A mean with what it was counted over; null where it was not. */
type Mean = { n: number; standardError: number } | null;

/**
 * Which measured means of a task err together: cost, success and minutes of the same cases, and the
 * minutes and success of the same people. Minutes are the people's where these tell them.
 */
export function togetherOf(
	evidence: TaskEvidence,
	row: EvidenceRow | undefined,
	human: HumanBaseline | undefined
): Together {
	const peopleTell = (human?.minutes_n ?? 0) >= LEAST;
	const pairs = [
		...(row ? ofCases(row, evidence, peopleTell) : []),
		...(human && peopleTell ? ofPeople(human) : [])
	];
	return pairs.flatMap(([a, b, sums, ofA, ofB]) => {
		const rho = ofA && ofB ? correlationOfMeans(sums, ofA, ofB) : null;
		return rho === null ? [] : [{ a, b, rho }];
	});
}

/** Fewer observations than this are no measurement of a mean. */
const LEAST = 5;

type Pair = [a: TogetherName, b: TogetherName, sums: PairSums, ofA: Mean, ofB: Mean];

function ofCases(row: EvidenceRow, evidence: TaskEvidence, peopleTell: boolean): Pair[] {
	const success = shareOf(evidence.successes, evidence.knownOutcomes, evidence.designEffect);
	const { costPerCase } = evidence;
	const cost = costPerCase && { n: costPerCase.n, standardError: costPerCase.standardErrorUsd };
	const review = meanOf(row.review_n, row.review_sd);
	const minutes = peopleTell ? null : meanOf(row.stated_n, row.stated_sd);
	const withRight = (of: 'cost' | 'review' | 'stated'): PairSums => ({
		n: row[`known_${of}_n`],
		sumA: row[`right_${of}_n`],
		sumB: row[`known_${of}`],
		sumProduct: row[`right_${of}`]
	});
	const minutesAndCost = {
		n: row.costed_stated_n,
		sumA: row.costed_stated,
		sumB: row.stated_cost,
		sumProduct: row.stated_times_cost
	};
	return [
		['case_success_rate', 'cost_per_case_usd', withRight('cost'), success, cost],
		['case_success_rate', 'review_minutes', withRight('review'), success, review],
		['case_success_rate', 'human_minutes', withRight('stated'), success, minutes],
		['human_minutes', 'cost_per_case_usd', minutesAndCost, minutes, cost]
	];
}

function ofPeople(human: HumanBaseline): Pair[] {
	const sums = {
		n: human.both_n,
		sumA: human.right_n,
		sumB: human.both_minutes ?? 0,
		sumProduct: human.right_minutes ?? 0
	};
	const success = shareOf(human.successes, human.known, 1);
	const minutes = meanOf(human.minutes_n, human.minutes_sd);
	return [['human_success', 'human_minutes', sums, success, minutes]];
}

function shareOf(right: number, n: number, designEffect: number): Mean {
	const share = right / n;
	return n > 0 ? { n, standardError: Math.sqrt((share * (1 - share) * designEffect) / n) } : null;
}

const meanOf = (n: number, deviation: number | null): Mean =>
	n >= LEAST && deviation !== null ? { n, standardError: deviation / Math.sqrt(n) } : null;
