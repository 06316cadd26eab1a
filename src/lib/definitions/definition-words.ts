import type { StatementSource } from '../trace/model.ts';
import type { Condition, SuccessRule, TaskRule } from './definitions.ts';

/** A field as people read it: `attribute workflow`, `agent`. */
export function fieldWords(field: string): string {
	if (field.startsWith('attribute:')) return `attribute ${field.slice('attribute:'.length)}`;
	return field === 'stated_task' ? 'stated task' : field;
}

/** What a comparison is called. */
export const operatorWords: Record<Condition['op'], string> = {
	is: 'is',
	is_not: 'is not',
	starts: 'starts with',
	contains: 'contains',
	matches: 'matches',
	exists: 'is given'
};

/** One condition: `name starts with “refund”`. */
export const conditionWords = ({ field, op, value }: Condition): string =>
	`${fieldWords(field)} ${operatorWords[op]}${op === 'exists' ? '' : ` “${value}”`}`;

/** All of some conditions; empty for none. */
export const conditionsWords = (conditions: readonly Condition[]): string =>
	conditions.map(conditionWords).join(' and ');

/** What a rule names by, or that it leaves runs out: `attribute workflow, where name is “LangGraph”`. */
export function ruleWords({ when, then }: TaskRule): string {
	const where = conditionsWords(when);
	switch (then.kind) {
		case 'field':
			return fieldWords(then.field) + (where && `, where ${where}`);
		case 'name':
			return `“${then.task}”, ${where ? `where ${where}` : 'whatever is left'}`;
		case 'ignore':
			return `left out ${where ? `where ${where}` : 'whatever is left'}`;
	}
}

/** What counts as right by a rule: `score accuracy at least 0.7`. */
export function successWords({ by }: Pick<SuccessRule, 'by'>): string {
	switch (by.kind) {
		case 'score':
			return `score ${by.name} at ${by.direction === 'higher' ? 'least' : 'most'} ${by.threshold}`;
		case 'label':
			return `score ${by.name} is ${oneOf(by.right)}`;
		case 'attribute':
			return `attribute ${by.key} is ${oneOf(by.right)}`;
		case 'status':
			return 'it ended without an error';
		case 'statements':
			return 'only what outcomes files and checks by hand say';
	}
}

const oneOf = (values: readonly string[]): string =>
	values.length === 0 ? 'nothing yet' : values.map((value) => `“${value}”`).join(' or ');

/** Whose word a rule's statements are, for those who choose; the rest of the sources only import. */
export const voices: readonly { source: StatementSource; label: string }[] = [
	{ source: 'system', label: 'a system of record' },
	{ source: 'human', label: 'a person' },
	{ source: 'user', label: 'the user' },
	{ source: 'code', label: 'a check in code' },
	{ source: 'llm_judge', label: 'a model as judge' },
	{ source: 'status', label: 'the technical status' },
	{ source: 'agent', label: 'the agent itself' }
];

/** Whose word it is; empty where the score itself says. */
export const voiceWords = (source: StatementSource | null): string =>
	source === null ? '' : (voices.find((one) => one.source === source)?.label ?? source);

/** A task as definitions name it: `*` is every task without a word of its own. */
export const aboutWords = (task: string): string => (task === '*' ? 'every task' : task);
