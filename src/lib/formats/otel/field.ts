/** One place where a field's value may stand. */
export interface Source {
	key: string;
	/** Where inside the attribute's JSON text; `*` = every element of a list, the first hit counts. */
	path?: readonly string[];
	/** The unit of a number: what one of them is in ours. */
	scale?: number;
	/** Only these values (lower case) are usable, and what they mean. */
	values?: Readonly<Record<string, string>>;
	/** What any text here means: that the attribute is there says it. */
	means?: string;
	/** Take the text in lower case. */
	lower?: boolean;
}

/** How a field's text is read: share = a number from 0 to 1, texts = a list. */
export type Cast = 'text' | 'number' | 'share' | 'flag' | 'texts';

export interface Field {
	cast: Cast;
	sources: readonly Source[];
}

/** What a cast gives. */
export interface CastValue {
	text: string;
	number: number;
	share: number;
	flag: boolean;
	texts: string[];
}

/** MLflow writes every attribute as JSON text: `"LLM"` with its quotes. */
export const isQuoted = (key: string): boolean => key.startsWith('mlflow.');

/** Texts (lower case) that a flag may be. */
export const flagTexts = { yes: ['true', '1', 'yes'], no: ['false', '0', 'no'] } as const;

/** An attribute's text as a field's value; null = not usable, the next source is asked. */
export function castValue(text: string, source: Source, cast: Cast): CastValue[Cast] | null {
	const found = source.path ? textInside(text, source.path) : text;
	if (found === null) return null;
	const bare = isQuoted(source.key) ? found.replace(/^"+|"+$/g, '') : found;
	if (bare === '') return null;
	if (source.means) return source.means;
	if (source.values) return lookUp(source.values, bare);
	return casts[cast](source.lower ? bare.toLowerCase() : bare, source);
}

/** What a text means by a table of lower-case texts; null when it is not in the table. */
export function lookUp<T>(table: Readonly<Record<string, T>>, text: string): T | null {
	const key = text.toLowerCase();
	return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}

const casts: { [C in Cast]: (text: string, source: Source) => CastValue[C] | null } = {
	text: (text) => text,
	number: (text, source) => {
		const number = decimal(text);
		return number === null ? null : number * (source.scale ?? 1);
	},
	share: (text) => {
		const number = decimal(text);
		return number !== null && number >= 0 && number <= 1 ? number : null;
	},
	flag: (text) => {
		const word = text.toLowerCase();
		if (flagTexts.yes.some((yes) => yes === word)) return true;
		return flagTexts.no.some((no) => no === word) ? false : null;
	},
	texts: (text) => textList(text)
};

const DECIMAL = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** A finite number written as text; null for anything else. */
export function decimal(text: string): number | null {
	if (!DECIMAL.test(text)) return null;
	const number = Number(text);
	return Number.isFinite(number) ? number : null;
}

/** A list as attributes carry it: JSON text of one, or a single value; null entries are left out. */
export function textList(text: string): string[] {
	if (!text.startsWith('[')) return [text];
	const list = jsonOf(text);
	return Array.isArray(list) ? list.map(scalarText).filter((entry) => entry !== null) : [text];
}

/** The first scalar at a path inside JSON text, as text; null when it is no JSON or has none there. */
export function textInside(text: string, path: readonly string[]): string | null {
	for (const value of valuesAt(jsonOf(text), path)) {
		const found = scalarText(value);
		if (found !== null) return found;
	}
	return null;
}

function* valuesAt(value: unknown, path: readonly string[]): Iterable<unknown> {
	const [step, ...rest] = path;
	if (step === undefined) yield value;
	else if (step === '*') {
		if (Array.isArray(value)) for (const element of value) yield* valuesAt(element, rest);
	} else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		if (Object.hasOwn(value, step)) yield* valuesAt((value as Record<string, unknown>)[step], rest);
	}
}

/** The value of JSON text; undefined when it is none. */
export function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** A string, number or boolean as text; null for anything else. */
export function scalarText(value: unknown): string | null {
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : null;
	return typeof value === 'boolean' ? String(value) : null;
}

/**
 * A number's shortest text as DuckDB writes it (without a trailing `.0`), so that both paths store the
 * same: powers of ten from 1e16 and under 1e-4 with an exponent of at least two digits.
 */
function numberText(number: number): string {
	if (Object.is(number, -0)) return '-0';
	const size = Math.abs(number);
	if (number === 0 || (size >= 1e-4 && size < 1e16)) return String(number);
	return number
		.toExponential()
		.replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`);
}
