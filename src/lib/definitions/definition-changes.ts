import {
	aboutWords,
	conditionsWords,
	ruleWords,
	successWords,
	voiceWords
} from './definition-words.ts';
import type { Definitions, SuccessRule } from './definitions.ts';

/** What differs between two definitions, one sentence each; empty when nothing does. */
export function changesInWords(before: Definitions, after: Definitions): string[] {
	return [
		...rulesChanged(before.tasks.map(ruleWords), after.tasks.map(ruleWords)),
		...entriesChanged(before.renames, after.renames, {
			added: (from, to) => `“${from}” is called “${to}”`,
			removed: (from) => `“${from}” keeps its own name`
		}),
		...listChanged(before.success.map(judged), after.success.map(judged), {
			added: (words) => words,
			removed: (words) => `no longer: ${words}`
		}),
		...entriesChanged(before.repeats, after.repeats, {
			added: (task, kind) => `repeats of ${task} are ${kind}`,
			removed: (task) => `repeats of ${task} are what the data say`
		}),
		...entriesChanged(before.maturityDays, after.maturityDays, {
			added: (task, days) =>
				`${aboutWords(task)} is mature after ${days} ${days === 1 ? 'day' : 'days'}`,
			removed: (task) => `${aboutWords(task)} is mature at once`
		}),
		...entriesChanged(before.scopes, after.scopes, {
			added: (task, scope) => `${task} is ${scope}`,
			removed: (task) => `${task} has no scope`
		}),
		...listChanged(before.production, after.production, {
			added: (name) => `environment ${name} is production`,
			removed: (name) => `environment ${name} is not production`
		}),
		...listChanged(before.people.map(conditionsWords), after.people.map(conditionsWords), {
			added: (words) => `done by people: ${words || 'every run'}`,
			removed: (words) => `no longer done by people: ${words || 'every run'}`
		}),
		...entriesChanged(before.links, after.links, {
			added: (source, template) => `runs of ${source} link to ${template}`,
			removed: (source) => `runs of ${source} link nowhere`
		})
	];
}

const judged = (rule: SuccessRule): string => {
	const voice = voiceWords(rule.as);
	return `right in ${aboutWords(rule.task)}: ${successWords(rule)}${voice && `, as ${voice} says`}`;
};

/** Rules are ordered, so what moved counts as well. */
function rulesChanged(before: readonly string[], after: readonly string[]): string[] {
	const gone = before.filter((words) => !after.includes(words));
	const added = after.filter((words) => !before.includes(words));
	const place = (words: string) => after.indexOf(words) + 1;
	const kept = (all: readonly string[]) =>
		all.filter((words) => before.includes(words) && after.includes(words)).join('\n');
	const swapped = gone.length === 1 && added.length === 1;
	return [
		...(swapped ? [`rule ${place(added[0]!)} is now: ${added[0]}; it was: ${gone[0]}`] : []),
		...(swapped ? [] : added.map((words) => `rule ${place(words)} is new: ${words}`)),
		...(swapped ? [] : gone.map((words) => `rule removed: ${words}`)),
		...(kept(before) === kept(after) ? [] : ['rules are in another order'])
	];
}

interface Words<Args extends unknown[]> {
	added: (...args: Args) => string;
	removed: (name: string) => string;
}

function entriesChanged<Value>(
	before: Readonly<Record<string, Value>>,
	after: Readonly<Record<string, Value>>,
	words: Words<[name: string, value: Value]>
): string[] {
	return [
		...Object.entries(after)
			.filter(([name, value]) => !Object.hasOwn(before, name) || before[name] !== value)
			.map(([name, value]) => words.added(name, value)),
		...Object.keys(before)
			.filter((name) => !Object.hasOwn(after, name))
			.map(words.removed)
	];
}

const listChanged = (
	before: readonly string[],
	after: readonly string[],
	words: Words<[name: string]>
): string[] => [
	...after.filter((one) => !before.includes(one)).map((one) => words.added(one)),
	...before.filter((one) => !after.includes(one)).map(words.removed)
];
