import * as v from 'valibot';
import { noDefinitions, scopes, type Definitions } from './definitions.ts';
import { templateProblem } from './source-link.ts';

const FIELD =
	/^(name|agent|model|provider|environment|source|stated_task|status|tool|attribute:.{1,200})$/;
const short = v.pipe(v.string(), v.trim(), v.maxLength(512));
const filled = v.pipe(short, v.minLength(1, 'must not be empty'));
const field = v.pipe(
	v.string(),
	v.regex(FIELD, 'is no field: expected name, agent, model, tool, attribute:<key> ...')
);
const condition = v.strictObject({
	field,
	op: v.picklist(['is', 'is_not', 'starts', 'contains', 'matches', 'exists']),
	value: v.optional(short, '')
});
/** A form with more would not be read by anybody, and each is a part of one statement. */
const MOST_RULES = 500;
const conditions = v.pipe(v.array(condition), v.maxLength(50));
const source = v.picklist([
	'system',
	'human',
	'code',
	'llm_judge',
	'user',
	'agent',
	'status',
	'file',
	'unknown'
]);
const list = <const Item extends v.GenericSchema>(item: Item) =>
	v.optional(v.pipe(v.array(item), v.maxLength(MOST_RULES)), []);
const map = <const Value extends v.GenericSchema>(value: Value) =>
	v.optional(v.record(filled, value), {});

const shape = v.strictObject({
	breakeven_schema: v.optional(v.literal('definitions/1')),
	/** Which version was exported: for the reader, an import makes its own. */
	version: v.optional(v.number()),
	tasks: list(
		v.strictObject({
			when: conditions,
			then: v.variant('kind', [
				v.strictObject({ kind: v.literal('name'), task: filled }),
				v.strictObject({ kind: v.literal('field'), field }),
				v.strictObject({ kind: v.literal('ignore') })
			])
		})
	),
	renames: map(filled),
	success: list(
		v.strictObject({
			task: filled,
			by: v.variant('kind', [
				v.strictObject({
					kind: v.literal('score'),
					name: filled,
					direction: v.picklist(['higher', 'lower']),
					threshold: v.pipe(v.number(), v.finite())
				}),
				v.strictObject({ kind: v.literal('label'), name: filled, right: v.array(filled) }),
				v.strictObject({ kind: v.literal('attribute'), key: filled, right: v.array(filled) }),
				v.strictObject({ kind: v.literal('status') }),
				v.strictObject({ kind: v.literal('statements') })
			]),
			as: v.optional(v.nullable(source), null)
		})
	),
	repeats: map(v.picklist(['retries', 'trials'])),
	maturityDays: map(v.pipe(v.number(), v.minValue(0), v.maxValue(3650))),
	scopes: map(v.picklist(scopes)),
	production: list(filled),
	people: list(conditions),
	links: map(
		v.pipe(
			short,
			v.check(
				(template) => templateProblem(template) === null,
				({ input }) => templateProblem(String(input)) ?? ''
			)
		)
	)
});

/** Reads definitions from what JSON gave; a problem is one sentence that says where. */
export function readDefinitions(json: unknown): { definitions: Definitions } | { problem: string } {
	if (Array.isArray(json))
		return { problem: 'the definitions: expected an object, received a list' };
	const read = v.safeParse(shape, json);
	if (!read.success) {
		const issue = read.issues[0];
		const at = issue.path?.map((part) => String(part.key)).join('.') || 'the definitions';
		// A key that no entry expects.
		const reason = issue.expected === 'never' ? 'is not known here' : issue.message;
		return { problem: `${at}: ${reason}` };
	}
	const { breakeven_schema: _, version: __, ...definitions } = read.output;
	const bad = definitions.tasks
		.flatMap((rule) => rule.when)
		.concat(definitions.people.flat())
		.find((one) => one.op === 'matches' && !isPattern(one.value));
	if (bad) return { problem: `"${bad.value}" is no regular expression` };
	return { definitions: { ...noDefinitions, ...definitions } };
}

function isPattern(text: string): boolean {
	try {
		new RegExp(text);
		return true;
	} catch {
		return false;
	}
}
