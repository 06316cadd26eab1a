import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleX from '@lucide/svelte/icons/circle-x';
import Contrast from '@lucide/svelte/icons/contrast';
import type { Outcome, StatementSource } from '#lib/trace/model.ts';

/** Icon and colour of an outcome; the word is its name. */
export const outcomeLooks = {
	success: { icon: CircleCheck, colour: '--success' },
	failure: { icon: CircleX, colour: '--error' },
	partial: { icon: Contrast, colour: '--warning' },
	unknown: { icon: CircleDashed, colour: '--ink-2' }
} as const satisfies Record<Outcome, object>;

/** Who says so, in words that fit after "says" and "by". */
export const sourceWords = {
	system: 'the system of record',
	audit: 'a check by hand',
	human: 'a person',
	code: 'a check in code',
	llm_judge: 'a model as judge',
	user: 'the user',
	agent: 'the agent itself',
	status: 'the technical status',
	file: 'the file',
	unknown: 'a source not named'
} as const satisfies Record<StatementSource, string>;

/** The same for a narrow column. */
export const sourceNames = {
	system: 'system',
	audit: 'check',
	human: 'person',
	code: 'code',
	llm_judge: 'judge',
	user: 'user',
	agent: 'agent',
	status: 'status',
	file: 'file',
	unknown: 'source not named'
} as const satisfies Record<StatementSource, string>;

/** How an outcome reads; anything that is not one is unknown. */
export const outcomeOf = (name: string): Outcome =>
	Object.hasOwn(outcomeLooks, name) ? (name as Outcome) : 'unknown';

/** How a source reads; null where nobody said anything. */
export const sourceOf = (name: string | null): StatementSource | null =>
	name === null ? null : Object.hasOwn(sourceWords, name) ? (name as StatementSource) : 'unknown';
