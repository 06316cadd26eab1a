import { fields, type FieldName } from '../../../formats/otel/attributes.ts';
import {
	flagTexts,
	isQuoted,
	type Cast,
	type Field,
	type Source
} from '../../../formats/otel/field.ts';
import type { SeenKeys } from './otlp-sample.ts';

/**
 * The SQL of the table of attributes (formats/otel/attributes.ts), for the keys that a file uses. A
 * key's text stands in a column of its own: `a<n>` of the span, `c<n>` of its scope or resource.
 */
export class AttributeSql {
	#span: Map<string, string>;
	#context: Map<string, string>;

	constructor(seen: SeenKeys) {
		this.#span = numbered([...seen.span], 'a');
		this.#context = numbered([...seen.context], 'c');
	}

	/** The columns that hold texts: key and name. */
	columns(
		where: 'span' | 'context',
		isRead: (key: string) => boolean
	): [key: string, name: string][] {
		const all = where === 'span' ? this.#span : this.#context;
		return [...all].filter(([key]) => isRead(key));
	}

	/** The text of a span's own attribute; null when no span of the file has it. */
	own(key: string): string | null {
		return this.#span.get(key) ?? null;
	}

	/** The text of an attribute of the span, else of its scope or resource. */
	merged(key: string): string | null {
		return coalesced([this.#span.get(key), this.#context.get(key)].map((name) => name ?? null));
	}

	/** A field as SQL, by its cast: text, double, boolean or list of text; null when nothing says it. */
	field(name: FieldName): string | null {
		const { cast, sources } = fields[name] as Field;
		return coalesced(
			sources.flatMap((source) =>
				[this.#span.get(source.key), this.#context.get(source.key)].map((column) =>
					column === undefined ? null : castSql(column, source, cast)
				)
			)
		);
	}

	/** Is it only scopes and resources that say this field, so that all spans of one say the same? */
	isOfContext(name: FieldName): boolean {
		const { sources } = fields[name] as Field;
		const isIn = (keys: Map<string, string>) => sources.some(({ key }) => keys.has(key));
		return isIn(this.#context) && !isIn(this.#span);
	}
}

const numbered = (keys: string[], prefix: string): Map<string, string> =>
	new Map(keys.map((key, index) => [key, `${prefix}${index}`]));

/** The first that is not null, of those that exist. */
export function coalesced(expressions: readonly (string | null)[]): string | null {
	const some = expressions.filter((expression) => expression !== null);
	return some.length > 1 ? `coalesce(${some.join(', ')})` : (some[0] ?? null);
}

/** An expression, or a NULL of a type where nothing says it. */
export const orNull = (expression: string | null, type = 'varchar'): string =>
	expression ?? `null::${type}`;

/** Text as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Texts as a SQL list of literals, for `in (...)`; never empty. */
export const literals = (texts: readonly string[]): string =>
	texts.length === 0 ? "''" : texts.map(literal).join(', ');

/** The SQL twin of castValue in formats/otel/field.ts. */
export function castSql(column: string, source: Source, cast: Cast): string {
	const found = source.path ? insideSql(column, source.path) : column;
	const bare = `nullif(${isQuoted(source.key) ? `trim(${found}, '"')` : found}, '')`;
	if (source.means) return `case when ${bare} is not null then ${literal(source.means)} end`;
	if (source.values) return caseSql(`lower(${bare})`, source.values);
	return casts[cast](source.lower ? `lower(${bare})` : bare, source);
}

const casts: Record<Cast, (text: string, source: Source) => string> = {
	text: (text) => text,
	number: (text, { scale = 1 }) => {
		const number = `try_cast(${text} as double)`;
		return `case when isfinite(${number}) then ${number}${scale === 1 ? '' : ` * ${scale}`} end`;
	},
	share: (text) => {
		const number = `try_cast(${text} as double)`;
		return `case when ${number} between 0 and 1 then ${number} end`;
	},
	flag: (text) =>
		`case when lower(${text}) in (${literals(flagTexts.yes)}) then true
			when lower(${text}) in (${literals(flagTexts.no)}) then false end`,
	texts: textListSql
};

/** One value by another, as a CASE; null for the rest. */
export const caseSql = (of: string, values: Readonly<Record<string, string>>): string =>
	`case ${of} ${Object.entries(values)
		.map(([value, meaning]) => `when ${literal(value)} then ${literal(meaning)}`)
		.join(' ')} end`;

/** The SQL twin of textList. */
export function textListSql(text: string): string {
	const list = `try(from_json(${text}, '["VARCHAR"]'))`;
	return `case
		when ${text} is null then null
		when starts_with(${text}, '[') then coalesce([t for t in ${list} if t is not null], [${text}])
		else [${text}] end`;
}

/** The SQL twin of textInside: the first scalar at a path of JSON text. */
function insideSql(text: string, path: readonly string[]): string {
	const steps = path.map((step) => (step === '*' ? '[*]' : `."${step}"`)).join('');
	const found = `try(json_extract_string(${text}, ${literal(`$${steps}`)}))`;
	return path.includes('*') ? `[t for t in ${found} if t is not null][1]` : found;
}
