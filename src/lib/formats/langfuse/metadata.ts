import { CONTENT } from '../attempts-columns.ts';
import { attributesOf, isObject, type Attributes } from '../otel/any-value.ts';
import { scalarText } from '../otel/field.ts';
import { classify, CONTENT_LENGTH, cut } from '../otel/privacy.ts';
import { contextOf } from '../otel/raw-span.ts';
import { keptAttributes } from '../otel/span.ts';
import { unpacked } from './row.ts';

/** What the metadata of a trace or observation holds. */
export interface Metadata {
	/** Attributes of the OpenTelemetry span that it was made from; empty for Langfuse's own client. */
	original: Attributes;
	/** What the user wrote, flattened one level (`customer.tier`). */
	own: Attributes;
	/** Attributes of resource and scope. */
	context: Attributes;
}

type Json = Record<string, unknown>;

/**
 * Reads metadata: an object, its JSON text, or the flat map of names that blob storage writes. Texts of
 * prompts and people's names are left out, the former unless `content` is asked for.
 */
export function metadataOf(value: unknown, content: boolean): Metadata {
	const { attributes, resourceAttributes, scope, ...rest } = nested(unpacked(value));
	const resource = isObject(resourceAttributes) ? resourceAttributes : {};
	const scopeName = isObject(scope) ? scope.name : scope;
	return {
		original: attributesOf(attributes),
		own: new Map(ownEntries(rest, content)),
		context: contextOf({ attributes: named(resource) }, { name: scopeName })
	};
}

/** The three parts that Langfuse adds, out of `attributes.x` into `attributes`; the user's own keys as they are. */
function nested(value: unknown): Json {
	if (!isObject(value)) return value === null || value === undefined ? {} : { metadata: value };
	const found: Json = {};
	for (const [key, cell] of Object.entries(value)) {
		const [, part, name] = /^(attributes|resourceAttributes|scope)\.(.+)$/.exec(key) ?? [];
		if (part === undefined || name === undefined) found[key] ??= unpacked(cell);
		else found[part] = { ...(isObject(found[part]) ? found[part] : {}), [name]: cell };
	}
	return found;
}

/** A service without a name says nothing. */
const named = (resource: Json): Json =>
	String(resource['service.name']).startsWith('unknown_service')
		? { ...resource, 'service.name': null }
		: resource;

/** Longer values are somebody's text, not a label. */
const LABEL_LENGTH = 128;

/** Attributes as they are stored: texts are left out, whatever they are called, unless asked for. */
export const labelsOf = (attributes: Iterable<readonly [string, string]>, content: boolean) => {
	const kept = Object.entries(keptAttributes(attributes, content));
	return Object.fromEntries(kept.filter(([, text]) => content || text.length <= LABEL_LENGTH));
};

function* ownEntries(own: Json, content: boolean): Iterable<[string, string]> {
	for (const [key, value] of flattened(own, '')) {
		const written = scalarText(value) ?? JSON.stringify(value) ?? '';
		if (classify(key) === 'mapped') yield [key, written];
		else if (PERSON.test(key)) continue;
		else if (isContent(key) || written.length > LABEL_LENGTH) {
			if (content) yield [key, cut(written, CONTENT_LENGTH)];
		} else yield [key, written];
	}
}

/** Keys that name a person: who it was is kept as a hash only (`userRef`). */
const PERSON =
	/(^|[._-])(e-?mail|phone|user_?name|full_?name|(langfuse_)?(end_?)?user(_?id)?|ip(_?address)?)$/i;

const isContent = (key: string): boolean =>
	classify(key) === 'content' || key.split('.').some((part) => CONTENT.test(part));

/** `{customer: {tier: 1}}` -> `customer.tier`; below that, and in lists, JSON text. Our own keys go deeper. */
function* flattened(object: Json, prefix: string): Iterable<[string, unknown]> {
	for (const [key, cell] of Object.entries(object)) {
		const value = unpacked(cell);
		const path = `${prefix}${key}`;
		if (value === null || value === undefined || value === '') continue;
		if (isObject(value) && (prefix === '' || path.startsWith('breakeven.'))) {
			yield* flattened(value, `${path}.`);
		} else yield [path, value];
	}
}
