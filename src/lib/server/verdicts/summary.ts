import type { OptionResult } from '#simulations/engine/decision-result.ts';
import type { Verdict } from '#simulations/engine/decision-rule.ts';
import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { format } from '../../format.ts';
import { because, bestAgent, optionOf, verdictSentence } from '../../verdicts/sentences.ts';
import { flipSentence } from '../../verdicts/flip-sentence.ts';
import { wilson } from '../../metrics/reliability.ts';
import { configurationName } from './configurations.ts';
import type { TaskVerdict } from './verdicts.ts';

/** Three figures with their ends; null where nothing is known. */
interface Figure {
	value: number | null;
	low: number | null;
	high: number | null;
}

/** A verdict as pages show it: words and figures, nothing left to compute. */
export interface VerdictSummary {
	task: string;
	configuration: string;
	verdict: Verdict;
	sentence: string;
	because: string | null;
	flipsIf: string | null;
	netBenefitUsdPerMonth: Figure;
	agentCostUsd: Figure;
	humanCostUsd: Figure;
	success: Figure;
	/** Known outcomes that the success rate stands on. */
	n: number;
	runs: number;
	evidence: 'measured' | 'partly assumed' | 'thin';
	evidenceText: string;
	qualityGapPoints: number | null;
	missing: string[];
}

const nothing: Figure = { value: null, low: null, high: null };

/** The summary of a task's verdict. */
export function summaryOf(task: TaskVerdict): VerdictSummary {
	const { decision, evidence } = task;
	const shown = shownOption(task);
	const human = optionOf(decision, 'keep_human');
	return {
		task: task.task,
		configuration: configurationName(task.configuration),
		verdict: decision.verdict,
		sentence: verdictSentence(decision, task),
		because: because(decision),
		flipsIf: decision.flips[0] ? flipSentence(decision.flips[0]) : null,
		netBenefitUsdPerMonth: shown?.netBenefitUsdPerMonth
			? {
					value: shown.netBenefitUsdPerMonth.mean,
					low: shown.netBenefitUsdPerMonth.low,
					high: shown.netBenefitUsdPerMonth.high
				}
			: nothing,
		agentCostUsd: costOf(shown),
		humanCostUsd: costOf(human),
		success: successOf(task),
		n: evidence.knownOutcomes,
		runs: task.configuration.runs,
		evidence: grade(task),
		evidenceText: evidenceText(task),
		qualityGapPoints: decision.qualityGapPoints,
		missing: decision.why.code === 'no_human_baseline' ? decision.why.missing : []
	};
}

/** The option a card speaks of: the verdict's, or the agent option that comes nearest to paying. */
export const shownOption = ({ decision }: TaskVerdict): OptionResult | undefined => {
	const best = optionOf(decision, decision.bestOption);
	return best && best.option !== 'keep_human' ? best : bestAgent(decision);
};

const costOf = (option: ReturnType<typeof optionOf>): Figure =>
	option?.costPerVerifiedSuccessUsd === null || option === undefined
		? nothing
		: {
				value: option.costPerVerifiedSuccessUsd,
				low: option.costPerVerifiedSuccessInterval?.low ?? null,
				high: option.costPerVerifiedSuccessInterval?.high ?? null
			};

function successOf({ evidence }: TaskVerdict): Figure {
	const { successes, knownOutcomes: n, designEffect } = evidence;
	if (n === 0) return nothing;
	const effective = n / designEffect;
	const p = successes / n;
	return {
		value: p,
		low: wilson(p * effective, effective, 'low'),
		high: wilson(p * effective, effective, 'high')
	};
}

/** How much of the verdict rests on what was counted. */
function grade({ decision, evidence }: TaskVerdict): VerdictSummary['evidence'] {
	if (evidence.verifiedOutcomes < 30 || decision.bounds !== null) return 'thin';
	const weighty = ['human_minutes', 'human_wage_per_hour', 'human_success', 'volume_per_month'];
	return weighty.some((name) => decision.evidence.default.includes(name as never))
		? 'partly assumed'
		: 'measured';
}

function evidenceText(task: TaskVerdict): string {
	const { verifiedOutcomes, cases, randomSample } = task.evidence;
	const assumed = task.decision.evidence.default.filter(
		(name) => assumptionOf(name)?.default === null || LEADING.has(name)
	).length;
	const known = randomSample ? 'checked at random' : 'known';
	const checked = `${count(verifiedOutcomes)} of ${count(cases)} results ${known}`;
	return assumed > 0
		? `${checked}, ${assumed} ${assumed === 1 ? 'input' : 'inputs'} assumed`
		: checked;
}

const count = (value: number): string => format(value, 'count', { surface: 'table' });

/** Defaults that a reader should know of. */
const LEADING = new Set<string>([
	'human_success',
	'volume_per_month',
	'review_minutes',
	'reviewer_detect'
]);
