import { nearestOf } from '#simulations/engine/assumption-names.ts';

/** What a part of a document may be: how it is read, how JSON Schema says it. */
export interface Shape<T> {
	/** The value in its full form; throws `Unreadable` with the place of the problem. */
	read: (value: unknown, at: string) => T;
	/** The shortest form that reads as the same. */
	write: (value: T) => unknown;
	schema: JsonSchema;
	/** What holds where nothing is written; undefined when something must be. */
	absent?: T;
}

export type JsonSchema = Record<string, unknown>;

/** What cannot be read, as one sentence that starts with the place. */
export class Unreadable extends Error {}

/** A value that may be left out; what holds then is not written out again. */
export function optional<T, A extends T>(shape: Shape<T>, absent: A): Shape<T> {
	return {
		read: (value, at) => (value === null || value === undefined ? absent : shape.read(value, at)),
		write: shape.write,
		schema: shape.schema,
		absent
	};
}

/** A part that may be left out; nothing holds then. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
	return optional(shape as Shape<T | null>, null);
}

/** A number between two ends. */
export function number(about: string, min: number, max: number): Shape<number> {
	return {
		read: (value, at) => {
			if (typeof value !== 'number' || !(value >= min && value <= max))
				refuse(at, value, rangeInWords(min, max));
			return value as number;
		},
		write: itself,
		schema: { type: 'number', ...limits(min, max), description: about }
	};
}

/** A whole number between two ends. */
export function whole(about: string, min: number, max: number): Shape<number> {
	const { read } = number(about, min, max);
	return {
		read: (value, at) =>
			Number.isInteger(value) ? read(value, at) : refuse(at, value, 'a whole number'),
		write: itself,
		schema: { type: 'integer', ...limits(min, max), description: about }
	};
}

/** A short text that is not empty. */
export function text(about: string, most = 200): Shape<string> {
	return {
		read: (value, at) => {
			if (typeof value !== 'string' || value.trim() === '' || value.length > most)
				refuse(at, value, `a text of at most ${most} characters`);
			return (value as string).trim();
		},
		write: itself,
		schema: { type: 'string', minLength: 1, maxLength: most, description: about }
	};
}

/** A day, `2026-11-21`. */
export function day(about: string): Shape<string> {
	return {
		read: (value, at) => {
			const isDay = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
			if (!isDay || Number.isNaN(Date.parse(`${value}T00:00:00Z`)))
				refuse(at, value, 'a day like 2026-11-21');
			return value as string;
		},
		write: itself,
		schema: { type: 'string', format: 'date', description: about }
	};
}

/** One of a few words. */
export function choice<const Word extends string>(
	about: string,
	words: readonly Word[]
): Shape<Word> {
	return {
		read: (value, at) => {
			const found = words.find((word) => word === value);
			if (found !== undefined) return found;
			const near = typeof value === 'string' ? nearestOf(value, words) : null;
			const hint = near === null ? '' : `, did you mean "${near}"?`;
			throw new Unreadable(
				`${at} is ${shown(value)}, expected ${words.map((word) => `"${word}"`).join(', ')}${hint}`
			);
		},
		write: itself,
		schema: { enum: [...words], description: about }
	};
}

/** A list of one kind of thing. */
export function list<T>(
	about: string,
	item: Shape<T>,
	{ least = 0, most = 1000 } = {}
): Shape<readonly T[]> {
	return {
		read: (value, at) => {
			if (!Array.isArray(value)) refuse(at, value, 'a list');
			const items = value as unknown[];
			if (items.length < least || items.length > most)
				throw new Unreadable(`${at} has ${items.length} entries, expected ${least} to ${most}`);
			return items.map((one, i) => item.read(one, `${at}[${i}]`));
		},
		write: (items) => items.map(item.write),
		schema: {
			type: 'array',
			items: item.schema,
			...(least > 0 ? { minItems: least } : {}),
			description: about
		},
		...(least === 0 ? { absent: [] as readonly T[] } : {})
	};
}

/** Values by name; `isKey` says which names there are, `known` which to suggest. */
export function map<T>(
	about: string,
	value: Shape<T>,
	keys: { known: readonly string[]; isKey: (name: string) => boolean } | null = null
): Shape<Readonly<Record<string, T>>> {
	return {
		read: (given, at) => {
			const entries = entriesOf(given, at);
			for (const [name] of entries)
				if (keys && !keys.isKey(name))
					throw new Unreadable(`${at}.${name}: ${noSuch(name, keys.known)}`);
			return Object.fromEntries(
				entries.map(([name, one]) => [name, value.read(one, `${at}.${name}`)])
			);
		},
		write: (values) =>
			Object.fromEntries(Object.entries(values).map(([name, one]) => [name, value.write(one)])),
		schema: {
			type: 'object',
			description: about,
			...(keys ? { propertyNames: { enum: [...keys.known] } } : {}),
			additionalProperties: value.schema
		},
		absent: {}
	};
}

/** A record with exactly these fields; a field of another name is refused with the nearest one. */
export function object<T extends object>(
	about: string,
	fields: { [Name in keyof T]: Shape<T[Name]> }
): Shape<T> {
	const names = Object.keys(fields) as (keyof T & string)[];
	const needed = names.filter((name) => !('absent' in fields[name]));
	return {
		read: (value, at) => {
			for (const [name] of entriesOf(value, at))
				if (!(names as string[]).includes(name))
					throw new Unreadable(`${place(at, name)}: ${noSuch(name, names)}`);
			const given = value as Record<string, unknown>;
			const read = names.map((name) => {
				const shape = fields[name];
				const there = given[name] !== undefined && given[name] !== null;
				if (!there && !('absent' in shape))
					throw new Unreadable(`${place(at, name)} is missing: ${describing(shape)}`);
				return [name, there ? shape.read(given[name], place(at, name)) : shape.absent];
			});
			return Object.fromEntries(read) as T;
		},
		write: (record) =>
			Object.fromEntries(
				names
					.filter((name) => !same(record[name], fields[name].absent))
					.map((name) => [name, fields[name].write(record[name])])
			),
		schema: {
			type: 'object',
			description: about,
			properties: Object.fromEntries(names.map((name) => [name, fields[name].schema])),
			...(needed.length > 0 ? { required: needed } : {}),
			additionalProperties: false
		}
	};
}

/** One of several shapes, told apart by a look at the value. */
export function either<T>(
	about: string,
	shapes: readonly Shape<T>[],
	pick: (value: unknown) => number
): Shape<T> {
	return {
		read: (value, at) => {
			const shape = shapes[pick(value)];
			return shape ? shape.read(value, at) : refuse(at, value, about);
		},
		write: (value) => (shapes[pick(value)] ?? { write: itself }).write(value),
		schema: { anyOf: shapes.map((shape) => shape.schema), description: about }
	};
}

const itself = (value: unknown): unknown => value;

/** Whether two values are written alike. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const place = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);

function noSuch(name: string, known: readonly string[]): string {
	return `there is no "${name}", did you mean "${nearestOf(name, known)}"?`;
}

function describing({ schema }: { schema: JsonSchema }): string {
	return typeof schema.description === 'string' ? schema.description : 'something is needed';
}

function entriesOf(value: unknown, at: string): [string, unknown][] {
	if (typeof value !== 'object' || value === null || Array.isArray(value))
		refuse(at === '' ? 'the scenario' : at, value, 'an object');
	return Object.entries(value as object);
}

function refuse(at: string, value: unknown, expected: string): never {
	throw new Unreadable(`${at} is ${shown(value)}, expected ${expected}`);
}

/** A value as a sentence shows it. */
function shown(value: unknown): string {
	if (value === undefined) return 'missing';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object' && value !== null) return 'an object';
	const written = JSON.stringify(value) ?? String(value);
	return written.length > 60 ? `${written.slice(0, 57)}...` : written;
}

function rangeInWords(min: number, max: number): string {
	if (max === Infinity) return min === -Infinity ? 'a number' : `a number of at least ${min}`;
	return `a number from ${min} to ${max}`;
}

function limits(min: number, max: number): JsonSchema {
	return {
		...(Number.isFinite(min) ? { minimum: min } : {}),
		...(Number.isFinite(max) ? { maximum: max } : {})
	};
}
