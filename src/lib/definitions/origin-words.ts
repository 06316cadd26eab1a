import type { Definitions } from './definitions.ts';
import { ruleWords, successWords, voiceWords } from './definition-words.ts';

/** What named a run's task: a rule by its number, counted from 1; 0 = none did. */
export function namedWords({ tasks }: Definitions, rule: number): string {
	const found = tasks[rule - 1];
	return found ? `rule ${rule}: ${ruleWords(found)}` : 'what the export says';
}

/** Names that runs of a task had before they were renamed; empty where it took in none. */
export const formerNames = ({ renames }: Definitions, task: string): string[] =>
	Object.entries(renames).flatMap(([from, to]) => (to === task ? [from] : []));

/** What decides that a run was right, by the number of a success rule; 0 = scores of the usual names. */
export function judgedWords({ success }: Definitions, rule: number): string {
	const found = success[rule - 1];
	if (!found) return 'a score that is usually called so (success, passed, reward)';
	const voice = voiceWords(found.as);
	return `rule ${rule}: ${successWords(found)}${voice && `, as the word of ${voice}`}`;
}

/** The numbers of the success rules that speak about a task: its own, else those of every task; [0] = none. */
export function successRulesOf({ success }: Definitions, task: string): number[] {
	const of = (name: string) => success.flatMap((rule, at) => (rule.task === name ? [at + 1] : []));
	return [of(task), of('*'), [0]].find((rules) => rules.length > 0) ?? [0];
}
