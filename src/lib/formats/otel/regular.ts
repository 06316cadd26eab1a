import { isNested, isObject } from './any-value.ts';
import { toolDefinitions, toolDefinitionTexts, toolFamilies } from './decisions.ts';

/** Flattened results start at index 0 under one of these keys; such spans are the stream parser's. */
export const annotationKeys: readonly string[] = ['', 'trace.', 'session.'].flatMap((scope) => [
	`${scope}annotations.0.annotation.name`,
	`${scope}evaluations.0.evaluation.name`
]);

/** Any of these shows that a model call offered tools. */
export const toolKeys: readonly string[] = [
	...toolDefinitions,
	...toolDefinitionTexts,
	...toolFamilies.map(({ first, last }) => `${first}0${last}`)
];

/** Attributes that may hold lists and maps in a regular span without tools: nothing of them is read. */
export const structuredContent: readonly string[] = [
	'gen_ai.input.messages',
	'gen_ai.output.messages',
	'gen_ai.system_instructions'
];

/** The text that stands for a list or map which the set-based statement does not read. */
export const NESTED = '\u0001nested';

/**
 * Does the set-based statement take this span of an OTLP request? Its SQL twin decides alike
 * (server/warehouse/statements/otlp-staging.ts): hexadecimal ids, a start time, no lists of lists or
 * maps among the attributes, no annotations, no decision model.
 */
export function isRegular(span: Record<string, unknown>, content: boolean): boolean {
	const { traceId, spanId, parentSpanId, startTimeUnixNano } = span;
	if (!isHex(traceId, 32) || !isHex(spanId, 16)) return false;
	const hasParent = parentSpanId !== null && parentSpanId !== undefined && parentSpanId !== '';
	if (hasParent && !HEX16.test(String(parentSpanId))) return false;
	if (!/^[1-9]\d{0,18}$/.test(String(startTimeUnixNano))) return false;
	const attributes = Array.isArray(span.attributes) ? span.attributes.filter(isObject) : [];
	const isIgnored = (key: string) =>
		!content &&
		structuredContent.includes(key) &&
		!attributes.some((attribute) => toolKeys.includes(String(attribute.key)));
	return attributes.every(({ key, value }) => {
		if (annotationKeys.includes(String(key))) return false;
		if (key === 'openinference.span.kind' && isObject(value)) {
			if (String(value.stringValue).toLowerCase() === 'decision') return false;
		}
		const isLeft = isNested(value) || (isObject(value) && value.stringValue === NESTED);
		return !isLeft || isIgnored(String(key));
	});
}

const HEX16 = /^[0-9a-fA-F]{16}$/;

const isHex = (id: unknown, digits: number): boolean =>
	typeof id === 'string' && id.length === digits && /^[0-9a-fA-F]+$/.test(id) && !/^0+$/.test(id);
