import * as v from 'valibot';
import type { ColumnMap } from '../formats/format.ts';

const words = v.pipe(
	v.custom<object>((value) => !Array.isArray(value), 'expected {"their name": "our name"}'),
	v.record(v.string(), v.string('expected a text'))
);
const SOURCE = 'expected up to 40 letters, digits, dots, dashes and underscores';
const shape = v.strictObject({
	columns: v.optional(words),
	constants: v.optional(words),
	external: v.optional(v.pipe(v.string('expected a text'), v.nonEmpty('expected a text'))),
	source: v.optional(v.pipe(v.string(SOURCE), v.regex(/^[\w.-]{1,40}$/, SOURCE)))
});

const EXAMPLE =
	'{"columns": {"their name": "our name"}, "constants": {"task": "x"}, "source": "crm"}';

/** Reads a column map from JSON text; null text is no map. */
export function readMap(text: string | null): { map?: ColumnMap } | { problem: string } {
	if (text === null || text.trim() === '') return {};
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return { problem: `The column map is no JSON: expected ${EXAMPLE}.` };
	}
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		return { problem: `The column map is no JSON object: expected ${EXAMPLE}.` };
	}
	const read = v.safeParse(shape, json);
	return read.success ? { map: read.output } : { problem: sentence(read.issues[0]) };
}

function sentence(issue: v.InferIssue<typeof shape>): string {
	const at = issue.path?.map((part) => String(part.key)).join('.') ?? '';
	if (issue.type === 'strict_object') {
		return `The column map has "${at}", which means nothing here: expected columns, constants, source or external.`;
	}
	const expected = issue.message.startsWith('expected') ? issue.message : `expected ${EXAMPLE}`;
	return `The column map has ${at} = ${JSON.stringify(issue.input)}: ${expected}.`;
}
