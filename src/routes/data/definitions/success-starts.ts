import type { SuccessRule } from '#lib/definitions/definitions.ts';
import type { Field } from '#lib/server/definitions/fields.ts';
import type { ToldScore } from '#lib/server/definitions/told-scores.ts';

const ATTRIBUTE = 'attribute:';

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
			const [score] = scoresWith(scores, 'numbers');
			return {
				kind,
				name: score?.name ?? 'score',
				direction: 'higher',
				threshold: thresholdOf(score)
			};
		}
		case 'label':
			return { kind, name: scoresWith(scores, 'labels')[0]?.name ?? 'label', right: [] };
		case 'attribute':
			return { kind, key: attributeKeys(fields)[0] ?? 'outcome', right: [] };
		case 'status':
		case 'statements':
			return { kind };
	}
}

/** 1 on a scale from 0 to 1 (trace-formats 2.8), else the largest value: to be chosen. */
export function thresholdOf(score: ToldScore | undefined): number {
	const most = Math.max(...(score?.numbers.map(({ high }) => high) ?? [1]));
	return most <= 1 ? 1 : most;
}

/** The kind that says most of these runs. */
export function firstWay(
	scores: readonly ToldScore[],
	fields: readonly Field[]
): SuccessRule['by']['kind'] {
	if (scoresWith(scores, 'numbers').length > 0) return 'score';
	if (scoresWith(scores, 'labels').length > 0) return 'label';
	return attributeKeys(fields).length > 0 ? 'attribute' : 'statements';
}
