import type { Definitions } from './definitions.ts';

/**
 * Gives a task that people see another name; an existing name merges the two. What was said of the
 * task goes with it, unless the other has words of its own. Empty or equal names change nothing.
 */
export function renameTask(definitions: Definitions, shown: string, name: string): Definitions {
	const to = name.trim();
	if (to === '' || to === shown) return definitions;
	const renames: Record<string, string> = {};
	for (const [from, old] of Object.entries(definitions.renames)) {
		const now = old === shown ? to : old;
		if (from !== now) renames[from] = now;
	}
	if (definitions.renames[to] !== shown) renames[shown] = to;
	else delete renames[shown];
	const { success } = definitions;
	const has = success.some((rule) => rule.task === to);
	return {
		...definitions,
		renames,
		success: success
			.filter((rule) => !has || rule.task !== shown)
			.map((rule) => (rule.task === shown ? { ...rule, task: to } : rule)),
		repeats: carried(definitions.repeats, shown, to),
		maturityDays: carried(definitions.maturityDays, shown, to),
		scopes: carried(definitions.scopes, shown, to)
	};
}

function carried<Value>(
	said: Readonly<Record<string, Value>>,
	from: string,
	to: string
): Record<string, Value> {
	const { [from]: own, ...rest } = said;
	return own === undefined || Object.hasOwn(rest, to) ? rest : { ...rest, [to]: own };
}
