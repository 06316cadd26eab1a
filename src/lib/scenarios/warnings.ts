import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { isThin } from '#simulations/engine/evidence.ts';
import { format, formatShare } from '../format.ts';
import { optionTitle } from '../verdicts/option-words.ts';
import type { ChangedInputs } from './changed-inputs.ts';
import type { ScenarioDocument } from './document.ts';
import type { TaskResult, Warning } from './result.ts';
import type { TaskFacts } from './task-facts.ts';

/** Fewer outcomes than this support no verdict. */
const FEW_OUTCOMES = 30;
/** Share of cases from which on a change of routing is worth a word. */
const MUCH_IMPUTED = 0.2;
/** Inputs whose default a result leans on most. */
const LEANING = new Set(['human_success', 'volume_per_month', 'review_minutes', 'reviewer_detect']);

/** What to know before leaning on the result of one task. */
export function warningsOf(
	document: ScenarioDocument,
	facts: TaskFacts,
	changed: ChangedInputs,
	result: TaskResult
): Warning[] {
	const { task } = facts;
	const warnings: Warning[] = [];
	const warn = (code: Warning['code'], text: string) =>
		warnings.push({ code, task, sentence: text.charAt(0).toUpperCase() + text.slice(1) });
	const assumed = result.inputs.filter(
		({ input, source }) => source === 'default' && LEANING.has(input)
	);
	if (result.options !== null && assumed.length > 0)
		warn(
			'default_input',
			`Nobody has said or measured ${list(assumed.map(({ input }) => labelOf(input)))}: the result stands on our defaults.`
		);
	if (document.model && document.model.quality !== 'measured')
		warn(
			'imputed',
			`How often ${document.model.to ?? 'the agent'} is right is a belief here, not a measurement.`
		);
	else if (changed.success?.source === 'entered')
		warn('imputed', 'How often the agent is right is a belief here, not a measurement.');
	if (document.model?.to && !facts.otherModel?.costRatio)
		warn(
			'not_applied',
			`The price of ${document.model.to} is not known: its cost stays as measured.`
		);
	if (document.model?.quality === 'measured' && !facts.otherModel?.quality)
		warn(
			'not_applied',
			`No run of ${document.model.to} has a known outcome: success stays as measured.`
		);
	if (isThin(facts.evidence))
		warn(
			'thin_coverage',
			`Only ${facts.evidence.knownOutcomes} of ${facts.evidence.cases} results are known; unknown ones count both ways.`
		);
	if (changed.evidence.verifiedOutcomes < FEW_OUTCOMES)
		warn(
			'few_outcomes',
			`Only ${changed.evidence.verifiedOutcomes} results are checked: fewer than ${FEW_OUTCOMES} support no verdict.`
		);
	const { routing } = result;
	if (routing && routing.imputed > MUCH_IMPUTED * routing.cases)
		warn(
			'imputed',
			`${formatShare(routing.imputed / routing.cases)} of the results would be reviewed that were not: what reviewers catch of them is assumed.`
		);
	const review = document.oversight?.review;
	const byConfidence = review && review.share === null;
	const known = facts.cases?.confidence.filter((one) => one !== null).length ?? 0;
	if (byConfidence && known === 0)
		warn(
			'no_confidence',
			`No result carries a confidence: ${review.without_confidence === 'execute' ? 'none is' : 'all are'} reviewed.`
		);
	if (document.scope && !result.options?.some(({ option }) => option === 'narrow_scope'))
		warn('not_applied', 'No case with a known outcome fits the scope: it is left out.');
	for (const option of result.options ?? []) {
		const { queue } = option;
		if (queue && queue.backlogPerHour > 0)
			warn(
				'queue_overloaded',
				`${optionTitle(option.option)}: reviewers cannot keep up, the backlog grows by ${format(queue.backlogPerHour, 'count', { surface: 'prose' })} an hour; the cost of waiting is not in the result. It takes ${queue.reviewersNeeded}.`
			);
		if (queue && queue.reviewers !== null && queue.reviewers < 1)
			warn('queue_overloaded', `${optionTitle(option.option)}: nobody is on duty to review.`);
	}
	for (const { target, reachable, mostReachable } of result.targets)
		if (!reachable)
			warn(
				'target_not_reachable',
				`Cutting escapes by ${formatShare(target)} is not reachable: reviewing everything cuts ${formatShare(mostReachable)}, as reviewers miss the rest.`
			);
	return warnings;
}

const labelOf = (name: string): string => assumptionOf(name)?.label.toLowerCase() ?? name;

function list(names: readonly string[]): string {
	return names.length < 2
		? names.join('')
		: `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
