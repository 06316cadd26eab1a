import type { SuccessRule } from '#lib/definitions/definitions.ts';
import { typed } from '#lib/format.ts';
import type { Field } from '#lib/server/definitions/fields.ts';
import type { ToldScore } from '#lib/server/definitions/told-scores.ts';

/** In front of an attribute's key where fields are named. */
export const ATTRIBUTE = 'attribute:';

/** Ways to say what is right, in the order in which they are offered. */
export const ways: readonly { kind: SuccessRule['by']['kind']; label: string }[] = [
	{ kind: 'score', label: 'a score' },
	{ kind: 'label', label: 'a label' },
	{ kind: 'attribute', label: 'an attribute' },
	{ kind: 'status', label: 'ending without an error' },
	{ kind: 'statements', label: 'only outcomes files and checks' }
];

/** The attributes of the runs, without the prefix of their field. */
export const attributeKeys = (fields: readonly Field[]): string[] =>
	fields
		.filter(({ field }) => field.startsWith(ATTRIBUTE))
		.map(({ field }) => field.slice(ATTRIBUTE.length));

/** Scores with values of a kind. */
export const scoresWith = (scores: readonly ToldScore[], kind: 'numbers' | 'labels'): ToldScore[] =>
	scores.filter((score) => score[kind].length > 0);

/** A first way of a kind, from what the runs have. */
export function startOf(
	kind: SuccessRule['by']['kind'],
	scores: readonly ToldScore[],
	fields: readonly Field[]
): SuccessRule['by'] {
	switch (kind) {
		case 'score': {
			const [score] = scoresWith(scores, 'numbers').sort((a, b) => rankOf(a) - rankOf(b));
			return {
				kind,
				name: score?.name ?? 'score',
				direction: directionOf(score?.name ?? ''),
				threshold: thresholdOf(score)
			};
		}
		case 'label': {
			const [score] = scoresWith(scores, 'labels');
			return { kind, name: score?.name ?? 'label', right: score ? goodLabels(score) : [] };
		}
		case 'attribute':
			return { kind, key: attributeKeys(fields)[0] ?? 'outcome', right: [] };
		case 'status':
		case 'statements':
			return { kind };
	}
}

/** Names of scores of which less is better: they say what went wrong, not whether the work was right. */
const LESS_IS_BETTER =
	/hallucinat|toxic|error|fail|harm|bias|risk|refus|violat|contradict|irrelevan|distance|latency|cost|duration|penalty/i;

/** Names of scores that judge the result. */
const JUDGES =
	/correct|accura|success|resolv|pass|solved|goal|quality|helpful|rating|grade|feedback|thumb|useful|satisf/i;

/** Which way of a score is better, by its name. */
export const directionOf = (name: string): 'higher' | 'lower' =>
	LESS_IS_BETTER.test(name) ? 'lower' : 'higher';

/** 0 for scores that judge the result, 2 for those that say what went wrong. */
export const rankOf = ({ name }: ToldScore): number =>
	LESS_IS_BETTER.test(name) ? 2 : JUDGES.test(name) ? 0 : 1;

/** Where right begins: 1 where values are 0 and 1, the middle between them, four fifths of a longer scale. */
export function thresholdOf(score: ToldScore | undefined): number {
	const bins = score?.numbers ?? [];
	const most = Math.max(...bins.map(({ high }) => high), 0);
	const isLower = directionOf(score?.name ?? '') === 'lower';
	if (most > 1) return Number(typed(isLower ? most / 5 : (most * 4) / 5, 2));
	const isYesOrNo = bins.every(({ low, high }) => low === high && (low === 0 || low === 1));
	return isYesOrNo ? (isLower ? 0 : 1) : 0.5;
}

/** Labels and values that mean right wherever they stand. */
export const GOOD =
	/^(pass(ed)?|success(ful)?|correct|resolved|approved|accepted|solved|yes|true|good|right|c|1|thumbs[ _]?up|positive)$/i;

/** The labels of a score that mean right. */
export const goodLabels = ({ labels }: ToldScore): string[] => [
	...new Set(labels.map(({ label }) => label).filter((label) => GOOD.test(label)))
];

/** The kind that says most of these runs. */
export function firstWay(
	scores: readonly ToldScore[],
	fields: readonly Field[]
): SuccessRule['by']['kind'] {
	if (scoresWith(scores, 'numbers').length > 0) return 'score';
	if (scoresWith(scores, 'labels').length > 0) return 'label';
	return attributeKeys(fields).length > 0 ? 'attribute' : 'statements';
}
