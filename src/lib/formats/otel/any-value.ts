import { decimal, jsonOf, scalarText } from './field.ts';

/** Attributes as text, by key. */
export type Attributes = ReadonlyMap<string, string>;

type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Attributes from OTLP's list of key and value, or from a plain object. Of a key that comes twice the
 * first counts; a value that holds nothing (or NaN) is an empty text, which no field takes.
 */
export function attributesOf(value: unknown): Map<string, string> {
	const found = new Map<string, string>();
	const set = (key: unknown, text: string | null) => {
		if (typeof key === 'string' && !found.has(key)) found.set(key, text ?? '');
	};
	if (Array.isArray(value)) {
		for (const entry of value) if (isObject(entry)) set(entry.key, anyText(entry.value));
	} else if (isObject(value)) {
		for (const [key, plain] of Object.entries(value)) set(key, plainText(plain));
	}
	return found;
}

/** An OTLP AnyValue as text: lists and maps as plain JSON; null when it holds nothing, bytes or no number. */
function anyText(value: unknown): string | null {
	if (!isObject(value)) return null;
	for (const name of ['stringValue', 'intValue', 'doubleValue', 'boolValue']) {
		const text = scalarText(name === 'doubleValue' ? double(value[name]) : value[name]);
		if (text !== null) return text;
	}
	if (isObject(value.arrayValue)) return listText(value.arrayValue.values);
	if (isObject(value.kvlistValue)) return JSON.stringify(plainValue(value));
	return null;
}

/** A plain JSON value as text, in the same form. */
function plainText(value: unknown): string | null {
	if (Array.isArray(value) && value.every((entry) => !isObject(entry) && !Array.isArray(entry))) {
		return JSON.stringify(value.map(scalarText).filter((entry) => entry !== null));
	}
	return typeof value === 'object' && value !== null ? JSON.stringify(value) : scalarText(value);
}

/**
 * The set-based path reads scalars and lists of scalars; deeper values are the stream parser's. Text
 * of messages is the exception, as both paths leave it out.
 */
export const isNested = (value: unknown): boolean =>
	isObject(value) &&
	(isPresent(value.kvlistValue) ||
		(isObject(value.arrayValue) && NESTED.test(JSON.stringify(value.arrayValue))));

const NESTED = /"arrayValue"|"kvlistValue"/;
const isPresent = (value: unknown): boolean => value !== null && value !== undefined;

/** A double, which JSON may carry as text; null for NaN and infinities. */
const double = (value: unknown): unknown => (typeof value === 'string' ? decimal(value) : value);

function listText(values: unknown): string {
	const list = Array.isArray(values) ? values : [];
	if (list.some((entry) => isNested(entry) || isObject((entry as Json | null)?.arrayValue))) {
		return JSON.stringify(list.map(plainValue));
	}
	return JSON.stringify(list.map(anyText).filter((text) => text !== null));
}

/** An AnyValue as the plain JSON value it stands for. */
function plainValue(value: unknown): unknown {
	if (!isObject(value)) return null;
	if (isObject(value.kvlistValue)) {
		const entries = Array.isArray(value.kvlistValue.values) ? value.kvlistValue.values : [];
		return Object.fromEntries(
			entries.filter(isObject).map((entry) => [String(entry.key), plainValue(entry.value)])
		);
	}
	if (isObject(value.arrayValue)) {
		return Array.isArray(value.arrayValue.values) ? value.arrayValue.values.map(plainValue) : [];
	}
	if (typeof value.intValue === 'string') return jsonOf(value.intValue) ?? value.intValue;
	return value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue ?? null;
}
