import * as v from 'valibot';

/** What somebody who looked at a run says of it. */
export const answers = ['right', 'wrong', 'cannot_tell'] as const;
export type Answer = (typeof answers)[number];

/** How many checks at random let a verdict stand on them alone (design.md 3.12). */
export const ENOUGH = 30;

/** An answer about one run, as a person gives it. */
export interface Audit {
	runId: string;
	answer: Answer;
	note: string | null;
	/** Time that the check took; null when it was not measured. */
	seconds: number | null;
	/** A name; stored as a hash only. Null where nobody said. */
	auditor: string | null;
	/** What the agent claimed and what others said was hidden. */
	isBlind: boolean;
	/** A second opinion: it tells how far reviewers agree, and no outcome. */
	isSecond: boolean;
}

/** Longer checks were left lying open. */
export const MOST_SECONDS = 4 * 3600;
const LONGEST_NOTE = 2000;
const MOST_AT_ONCE = 1000;

const blank = (text: string | null | undefined): string | null => text?.trim() || null;
const words = (most: number) =>
	v.pipe(v.nullish(v.pipe(v.string(), v.maxLength(most))), v.transform(blank));

const shape = v.pipe(
	v.strictObject({
		run_id: v.pipe(v.string(), v.minLength(1, 'is empty'), v.maxLength(1024)),
		answer: v.picklist(answers, `expected ${answers.join(', ')}`),
		note: words(LONGEST_NOTE),
		seconds: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_SECONDS)), null),
		auditor: words(200),
		blind: v.optional(v.boolean(), false),
		second: v.optional(v.boolean(), false)
	}),
	v.check(
		({ second, auditor }) => !second || !!auditor,
		'a second opinion needs the name of who gives it (auditor)'
	),
	v.transform(({ run_id, answer, note, seconds, auditor, blind, second }): Audit => ({
		runId: run_id,
		answer,
		note: note ?? null,
		seconds,
		auditor: auditor ?? null,
		isBlind: blind,
		isSecond: second
	}))
);

const list = v.pipe(
	v.array(shape),
	v.minLength(1, 'expected at least one answer'),
	v.maxLength(MOST_AT_ONCE, `expected at most ${MOST_AT_ONCE} answers`)
);

/** Reads one answer, or `{answers: [...]}`; a problem is one sentence that says where. */
export function readAudits(json: unknown): { audits: Audit[] } | { problem: string } {
	const several = typeof json === 'object' && json !== null && 'answers' in json;
	const read = v.safeParse(list, several ? json.answers : [json]);
	if (read.success) return { audits: read.output };
	const issue = read.issues[0];
	const [first, ...rest] = issue.path?.map((part) => String(part.key)) ?? [];
	const where = several && first !== undefined ? [`answers[${first}]`, ...rest] : rest;
	return {
		problem: `${where.join('.') || (several ? 'answers' : 'the answer')}: ${issue.message}`
	};
}
