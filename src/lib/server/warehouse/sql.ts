/** A statement with its values kept apart from its text. */
export interface Sql {
	text: string;
	values: unknown[];
}

/** Text that may stand in a statement: metric fragments and column names, never user input. */
export interface Raw {
	raw: string;
}

/** Marks text as part of the statement itself. Grep for it: every use must be ours, not a user's. */
export const raw = (text: string): Raw => ({ raw: text });

/**
 * Composes a statement: every `${value}` becomes a bound parameter, another statement is spliced in
 * with its own parameters, and only `raw()` becomes text.
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
	let text = strings[0] ?? '';
	const bound: unknown[] = [];
	values.forEach((value, at) => {
		if (isRaw(value)) text += value.raw;
		else if (isSql(value)) {
			text += value.text;
			bound.push(...value.values);
		} else {
			text += '?';
			bound.push(value);
		}
		text += strings[at + 1] ?? '';
	});
	return { text, values: bound };
}

/** Puts statements one after the other with text between, e.g. conditions with ` and `. */
export function join(statements: readonly Sql[], between: string): Sql {
	return {
		text: statements.map((statement) => statement.text).join(between),
		values: statements.flatMap((statement) => statement.values)
	};
}

/** A statement from a file with its `{{places}}` filled, values bound in the order they stand. */
export function fill(text: string, parts: Readonly<Record<string, Sql | Raw>>): Sql {
	const pieces = text.split(/\{\{(\w+)\}\}/);
	const filled = pieces.map((piece, at) => {
		if (at % 2 === 0) return { text: piece, values: [] };
		const part = parts[piece];
		if (!part) throw new Error(`the statement has a place "${piece}" that nothing fills`);
		return isRaw(part) ? { text: part.raw, values: [] } : part;
	});
	return join(filled, '');
}

const isRaw = (value: unknown): value is Raw =>
	typeof value === 'object' && value !== null && 'raw' in value;

const isSql = (value: unknown): value is Sql =>
	typeof value === 'object' && value !== null && 'text' in value && 'values' in value;
