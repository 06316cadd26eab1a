import * as v from 'valibot';
import type { ColumnMap } from '../formats/format.ts';

const shape = v.strictObject({
	columns: v.optional(v.record(v.string(), v.string())),
	constants: v.optional(v.record(v.string(), v.string())),
	external: v.optional(v.string()),
	source: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{1,40}$/)))
});

/** Reads a column map from JSON text; null text is no map. */
export function readMap(text: string | null): { map?: ColumnMap } | { problem: string } {
	if (text === null || text.trim() === '') return {};
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return {
			problem: 'The column map is no JSON: expected {"columns": {"their name": "our name"}}.'
		};
	}
	const read = v.safeParse(shape, json);
	if (read.success) return { map: read.output };
	const issue = read.issues[0];
	const at = issue.path?.map((part) => String(part.key)).join('.') ?? 'the map';
	return {
		problem: `The column map has a problem at ${at}: ${issue.message}. Expected {"columns": {"their name": "our name"}, "constants": {"task": "x"}, "source": "crm"}.`
	};
}
