import { fields, USAGE_DETAILS } from '../../../formats/otel/attributes.ts';
import {
	toolCalls,
	toolDefinitions,
	toolDefinitionTexts,
	toolFamilies
} from '../../../formats/otel/decisions.ts';
import type { Field } from '../../../formats/otel/field.ts';
import {
	classify,
	contentPrefixes,
	mappedPrefixes,
	privatePrefixes
} from '../../../formats/otel/privacy.ts';
import { annotationKeys, toolKeys } from '../../../formats/otel/regular.ts';
import { queryKeys, vectorKeys } from '../../../formats/otel/state-stores.ts';
import type { SeenKeys } from './otlp-sample.ts';

/** Which keys of a file the statement reads, keeps and leaves out. */
export interface KeyPlan {
	content: boolean;
	isRead(key: string): boolean;
	/** What is not stored as an attribute, of spans and of their scopes and resources. */
	leftOut: { span: KeySet; context: KeySet };
	/** Of what is stored: text of prompts and completions. */
	contentKeys: KeySet;
	/** Families of tool definitions that the file uses, each to become a column of list of text. */
	toolFamilies: { first: string; last: string; column: string; isJson: boolean }[];
	offersTools: boolean;
	annotated: boolean;
	decisionKind: string | null;
	areRepeated: boolean;
}

/** Keys, and beginnings of further ones. */
export interface KeySet {
	keys: string[];
	prefixes: string[];
}

const DECISION_KIND = 'openinference.span.kind';

/** Keys that rows are made from, beyond being stored as attributes. */
const readKeys: ReadonlySet<string> = new Set([
	...Object.values(fields as Record<string, Field>).flatMap((field) =>
		field.sources.map((source) => source.key)
	),
	...[USAGE_DETAILS, 'mcp.method.name', ...vectorKeys, ...queryKeys],
	...[...toolDefinitions, ...toolDefinitionTexts],
	...toolCalls.map((call) => call.key)
]);

/** Would rows be different if this key were overlooked? */
export const isNeeded = (key: string): boolean =>
	readKeys.has(key) || annotationKeys.includes(key) || toolKeys.includes(key);

export function planKeys(seen: SeenKeys, content: boolean): KeyPlan {
	withFamilies(seen.span);
	const has = (key: string) => seen.span.has(key);
	const isStored = (key: string) => {
		const keyClass = classify(key);
		return keyClass === 'kept' || (keyClass === 'content' && content);
	};
	const families = [...privatePrefixes, ...mappedPrefixes, ...(content ? [] : contentPrefixes)];
	const leftOut = (keys: Set<string>) =>
		keySet(
			[...keys].filter((key) => !isStored(key)),
			families
		);
	const stored = [...seen.span].filter((key) => isStored(key) && classify(key) === 'content');
	const offersTools = toolKeys.some(has);
	const callKeys = toolCalls.map((call) => call.key);
	return {
		content,
		isRead: (key) => readKeys.has(key) && (offersTools || !callKeys.includes(key)),
		leftOut: { span: leftOut(seen.span), context: leftOut(seen.context) },
		contentKeys: keySet(stored, contentPrefixes),
		toolFamilies: toolFamilies
			.filter(({ first, last }) => has(`${first}0${last}`))
			.map((family, index) => ({ ...family, column: `tools${index}` })),
		offersTools,
		annotated: annotationKeys.some(has),
		decisionKind: has(DECISION_KIND) ? DECISION_KIND : null,
		areRepeated: seen.areRepeated
	};
}

/** A family that is left out by its beginning hides its other keys: those that are needed are looked for. */
function withFamilies(keys: Set<string>): void {
	const families = [...contentPrefixes, ...mappedPrefixes];
	for (const prefix of seenPrefixes([...keys], families)) {
		for (const key of [...readKeys, ...annotationKeys, ...toolKeys]) {
			if (key.startsWith(prefix)) keys.add(key);
		}
	}
}

const seenPrefixes = (keys: readonly string[], prefixes: readonly string[]): string[] =>
	prefixes.filter((prefix) => keys.some((key) => key.startsWith(prefix)));

/** Keys by the families that they belong to, and the others one by one. */
function keySet(keys: readonly string[], families: readonly string[]): KeySet {
	const prefixes = seenPrefixes(keys, families);
	const isInFamily = (key: string) => prefixes.some((prefix) => key.startsWith(prefix));
	return { keys: keys.filter((key) => !isInFamily(key)), prefixes };
}
