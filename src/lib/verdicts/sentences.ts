import type { DecisionResult, OptionResult } from '#simulations/engine/decision-result.ts';
import { missingBaseline, type Inputs } from '#simulations/engine/beliefs.ts';
import { breakEven } from '#simulations/engine/break-even.ts';
import type { TaskEvidence } from '#simulations/engine/evidence.ts';
import { duration } from './duration.ts';
import { format, formatProbability, formatRange, formatShare } from '../format.ts';

/** What the decision was made from. */
interface Known {
	evidence: TaskEvidence;
	inputs: Inputs;
}

/**
 * The verdict in one sentence: the only table of these sentences, so that app, report, API and command
 * line say the same.
 */
export function verdictSentence(decision: DecisionResult, known: Known): string {
	const { why } = decision;
	switch (why.code) {
		case 'pays':
			return `${lead(decision)}: ${sureness(why.pBetter)} it is cheaper than people, ${saves(decision)}.`;
		case 'human_is_cheaper':
			return `Keep it with people: ${wrongResults(why.failureRate)}${putRight(why.costPerFailureUsd)}; ${wouldLose(why.netBenefitUsdPerMonth?.mean)}.`;
		case 'not_sure_enough':
			return `Keep it with people: the agent looks cheaper, but only ${sureness(why.pBetter)}, and checking more results would cost more than it could bring.`;
		case 'cap_binds':
			return `Keep it with people: the agent looks cheaper, but it may cause an incident in ${share(why.incidentUpperBound)} of cases, more than the ${share(why.incidentCap)} allowed.`;
		case 'too_few_outcomes':
			return `We cannot tell yet: ${why.verified} of ${why.needed} results checked. Check ${why.more} more, about ${duration(why.minutes)}.`;
		case 'thin_coverage':
			return `We cannot tell yet: only ${why.known} of ${why.cases} results are known, and the rest could turn the verdict. Check ${why.more} more at random, about ${duration(why.minutes)}.`;
		case 'more_evidence_pays':
			return `We cannot tell yet: ${sureness(why.pBetter)} the agent is cheaper than people. Check ${why.more} more results, about ${duration(why.minutes)}; expected gain ${money(why.expectedGainUsd)}.`;
		case 'no_human_baseline':
			return withoutBaseline(known);
		case 'no_known_cost':
			return 'We cannot tell yet: no run of this configuration has a known cost. Add a price for its model, or import costs.';
	}
}

/** Why, in one line; null where the sentence has said it already. */
export function because(decision: DecisionResult): string | null {
	const best = optionOf(decision, decision.bestOption);
	const human = decision.humanCostPerVerifiedSuccessUsd;
	if (!best || best.costPerVerifiedSuccessUsd === null || human === null) return null;
	if (best.option === 'keep_human') {
		const agent = bestAgent(decision);
		if (!agent || agent.costPerVerifiedSuccessUsd === null) return null;
		return `a right result costs ${money(agent.costPerVerifiedSuccessUsd)} by agent and ${money(human)} by hand${quality(agent)}`;
	}
	return `a right result costs ${money(best.costPerVerifiedSuccessUsd)} by agent and ${money(human)} by hand${quality(best)}`;
}

/** The agent option that comes nearest to paying; undefined when nothing was computed. */
export const bestAgent = (decision: DecisionResult): OptionResult | undefined =>
	decision.options
		.filter((option) => option.option !== 'keep_human')
		.sort((a, b) => b.netBenefitUsd.mean - a.netBenefitUsd.mean)[0];

/** An option of a decision; undefined when it was not computed. */
export const optionOf = (
	decision: DecisionResult,
	name: DecisionResult['bestOption']
): OptionResult | undefined => decision.options.find((option) => option.option === name);

function lead(decision: DecisionResult): string {
	const best = optionOf(decision, decision.bestOption);
	switch (best?.option) {
		case 'automate_with_review':
			return best.reviewShare > 0.995
				? 'Agent, with a person checking every run'
				: `Agent, with a person checking ${share(best.reviewShare)} of runs`;
		case 'narrow_scope':
			return `Agent for ${list(best.scope?.segments ?? [])} only, ${share(best.scope?.share ?? 0)} of the work`;
		default:
			return 'Let the agent do it';
	}
}

function saves(decision: DecisionResult): string {
	const net = optionOf(decision, decision.bestOption)?.netBenefitUsdPerMonth;
	if (!net) return 'saves nothing within the months looked ahead';
	return `saves ${money(net.mean)} a month (${formatRange(net.low, net.high, 'usd')})`;
}

const sureness = (p: number): string => formatProbability(p);
const money = (value: number): string => format(value, 'usd', { surface: 'prose' });
const share = (value: number): string => format(value, 'ratio', { surface: 'prose' });

function wrongResults(rate: number): string {
	const words = formatShare(rate);
	return /\d|^one|^two|^three/.test(words)
		? `${words} agent results ${words.startsWith('one') ? 'is' : 'are'} wrong`
		: `${words} of the agent's results are wrong`;
}

const putRight = (usd: number): string =>
	usd > 0 ? ` and each costs ${money(usd)} to put right` : '';

const wouldLose = (mean: number | undefined): string =>
	mean === undefined || mean > 0
		? 'the agent would not pay'
		: `the agent would lose ${money(-mean)} a month`;

function quality(option: OptionResult): string {
	const points = Math.round(option.qualityGapPoints);
	if (points === 0) return ', equally often right';
	const size = Math.abs(points);
	return `, and ${points > 0 ? 'more' : 'fewer'} results are right (${size} ${size === 1 ? 'point' : 'points'})`;
}

/** Still useful without a person to compare with: when would it pay? */
function withoutBaseline({ evidence, inputs }: Known): string {
	const cost = evidence.costPerCase?.meanUsd;
	if (cost === undefined) {
		const missing = missingBaseline(inputs).map((name) =>
			name === 'human_minutes' ? 'how long a person needs for it' : 'what an hour of a person costs'
		);
		return `We cannot tell yet: enter ${list(missing)}.`;
	}
	const success = evidence.knownOutcomes > 0 ? evidence.successes / evidence.knownOutcomes : null;
	const wage = inputs.human_wage_per_hour?.value;
	const { humanWagePerHour, successAtLeast, humanMinutesMoreThan } = breakEven({
		costPerCaseUsd: cost,
		success,
		...(wage === undefined ? {} : { humanWagePerHour: wage })
	});
	const start = `Costs ${money(cost)} a try.`;
	if (humanMinutesMoreThan === null) {
		return `${start} With ${formatShare(successAtLeast)} right it beats no person at ${money(humanWagePerHour)} an hour, however long one needs.`;
	}
	const right =
		successAtLeast === 0
			? ''
			: `${successAtLeast === 1 ? '' : 'at least '}${formatShare(successAtLeast)} are right and `;
	return `${start} It beats a person at ${money(humanWagePerHour)} an hour if ${right}a person needs more than ${duration(humanMinutesMoreThan)}.`;
}

/** `a`, `a and b`, `a, b and c`. */
function list(names: readonly string[]): string {
	if (names.length <= 1) return names[0] ?? 'nothing';
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
