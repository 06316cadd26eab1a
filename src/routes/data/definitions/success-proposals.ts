import type { SuccessRule } from '#lib/definitions/definitions.ts';
import type { Field } from '#lib/server/definitions/fields.ts';
import type { ToldScore } from '#lib/server/definitions/told-scores.ts';
import { ATTRIBUTE, GOOD, goodLabels, rankOf, thresholdOf } from './success-starts.ts';

/** A way to say what is right that the runs offer, and what they say by it. */
export interface SuccessProposal {
	rules: SuccessRule[];
	/** Values that are right and wrong by it; null where only shares are known. */
	counts: { right: number; wrong: number } | null;
}

/** Scores that count without a rule, by the warehouse's own list of usual names. */
const USUAL =
	/^(task_)?(success|outcome|resolved|completed?|correct(ness)?|pass(ed)?|goal_?(met|achieved)|reward)$/i;
const ATTRIBUTE_JUDGES =
	/(^|[._-])(outcome|success|resolved|resolution|passed|correct|verdict|result|quality|approved|accepted)$/i;
const MOST_PROPOSALS = 4;
/** A score of so few tasks is offered for these, of more for every task. */
const FEW_TASKS = 3;

/** What could say what is right, the likeliest first; scores of what went wrong are not offered. */
export function successProposals(
	scores: readonly ToldScore[],
	fields: readonly Field[]
): SuccessProposal[] {
	const judging = scores
		.filter((score) => !USUAL.test(score.name) && rankOf(score) < 2)
		.sort((a, b) => rankOf(a) - rankOf(b) || b.runs - a.runs)
		.flatMap(proposalOf);
	const attributes = fields.flatMap(({ field, values, top }) => {
		const key = field.slice(ATTRIBUTE.length);
		const right = top.map(({ value }) => value).filter((value) => GOOD.test(value));
		const isOffered =
			field.startsWith(ATTRIBUTE) && ATTRIBUTE_JUDGES.test(key) && right.length > 0 && values <= 8;
		if (!isOffered) return [];
		return [
			{ rules: [{ task: '*', by: { kind: 'attribute', key, right }, as: null }], counts: null }
		];
	}) satisfies SuccessProposal[];
	return [...judging, ...attributes].slice(0, MOST_PROPOSALS);
}

function proposalOf(score: ToldScore): SuccessProposal[] {
	const { name, numbers, labels } = score;
	if (numbers.length > 0) {
		const threshold = thresholdOf(score);
		const by = { kind: 'score', name, direction: 'higher', threshold } as const;
		const sum = (isRight: boolean) =>
			numbers.reduce((n, bin) => (bin.low >= threshold === isRight ? n + bin.count : n), 0);
		return [proposed(by, numbers, { right: sum(true), wrong: sum(false) })];
	}
	const right = goodLabels(score);
	if (right.length === 0) return [];
	const sum = (isRight: boolean) =>
		labels.reduce((n, one) => (right.includes(one.label) === isRight ? n + one.count : n), 0);
	return [
		proposed({ kind: 'label', name, right }, labels, { right: sum(true), wrong: sum(false) })
	];
}

function proposed(
	by: SuccessRule['by'],
	told: readonly { task: string }[],
	counts: SuccessProposal['counts']
): SuccessProposal {
	const tasks = [...new Set(told.map(({ task }) => task))];
	const about = tasks.length <= FEW_TASKS ? tasks : ['*'];
	return { rules: about.map((task) => ({ task, by, as: null })), counts };
}
