import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { changesInWords } from '../../definitions/definition-changes.ts';
import type { Definitions } from '../../definitions/definitions.ts';
import type { Cause } from '../../verdicts/cause.ts';
import type { EnteredAssumption } from '../assumptions/assumption.ts';
import { assumptionText } from '../assumptions/assumption-text.ts';

/** An import that brought something. */
export const importCause = (importId: number, fileName: string): Cause => ({
	kind: 'import',
	reference: String(importId),
	text: `${fileName} came in (import ${importId})`
});

/** An import that was taken out again. */
export const undoCause = (importId: number, fileName: string): Cause => ({
	kind: 'undo',
	reference: String(importId),
	text: `${fileName} was taken out again (import ${importId})`
});

/** A new version of the definitions. */
export const definitionCause = (
	version: number,
	before: Definitions,
	after: Definitions
): Cause => ({
	kind: 'definition',
	reference: String(version),
	text: `definitions version ${version}: ${listed(changesInWords(before, after)) || 'nothing new'}`
});

/** Answers of people who looked at runs, or one taken back. */
export const checkCause = (runIds: readonly string[], isTakenBack = false): Cause => ({
	kind: 'check',
	reference: runIds.length === 1 ? (runIds[0] ?? null) : null,
	text: isTakenBack
		? 'a check by hand was taken back'
		: runIds.length === 1
			? '1 result was checked by hand'
			: `${runIds.length} results were checked by hand`
});

/** Assumptions entered together; `value` null = taken back. `before` is what held until then. */
export function assumptionCause(
	entered: readonly (Pick<EnteredAssumption, 'task' | 'name'> & {
		value: EnteredAssumption['value'] | null;
	})[],
	before: readonly Pick<EnteredAssumption, 'task' | 'name' | 'value'>[]
): Cause {
	const sentences = entered.map(({ task, name, value }) => {
		const was = before.find((one) => one.task === task && one.name === name)?.value ?? null;
		const label = assumptionOf(name)?.label.toLowerCase() ?? name;
		const whose = task === '' ? ' for every task' : '';
		if (value === null)
			return `${label}${whose} taken back${was === null ? '' : `, was ${assumptionText(name, was)}`}`;
		return `${label}${whose} entered as ${assumptionText(name, value)}${was === null ? '' : `, was ${assumptionText(name, was)}`}`;
	});
	const [only] = entered;
	return {
		kind: 'assumption',
		reference: entered.length === 1 ? (only?.name ?? null) : null,
		text: listed(sentences)
	};
}

const MOST = 3;

/** The first few, and how many more. */
const listed = (sentences: readonly string[]): string =>
	[
		...sentences.slice(0, MOST),
		...(sentences.length > MOST ? [`and ${sentences.length - MOST} more`] : [])
	].join('; ');
