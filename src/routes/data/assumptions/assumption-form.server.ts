import { decisions } from '#simulations/engine/assumptions.ts';
import { isAssumptionName } from '#simulations/engine/assumption-names.ts';
import { checked, type EnteredAssumption } from '#lib/server/assumptions/assumption.ts';
import type { StoredAssumption } from '#lib/server/assumptions/stored.ts';
import { figureOf, type Typed } from '#lib/server/assumptions/figure.ts';

/** What a form asks for: figures to store, names to take back, and what was refused, by name. */
export interface FormChanges {
	stored: EnteredAssumption[];
	cleared: string[];
	problems: Record<string, string>;
	/** All fields as they were typed, so that a refused form comes back as it was. */
	typed: Record<string, Typed>;
}

/** Reads the form of one scope against what is stored there: only what differs is a change. */
export function changesOf(
	form: FormData,
	task: string,
	before: readonly StoredAssumption[]
): FormChanges {
	const changes: FormChanges = { stored: [], cleared: [], problems: {}, typed: {} };
	const note = text(form, 'note') || null;
	for (const name of namesIn(form)) {
		const typed = {
			value: text(form, `value:${name}`),
			low: text(form, `low:${name}`),
			high: text(form, `high:${name}`)
		};
		changes.typed[name] = typed;
		const own = before.find((one) => one.task === task && one.name === name) ?? null;
		const read = name === 'decision' ? decisionOf(typed.value) : figureOf(name, typed);
		if (read === null) {
			if (own) changes.cleared.push(name);
		} else if ('problem' in read) changes.problems[name] = read.problem;
		else if (!same(own, read)) {
			const row = checked({ task, name, ...read, note }, name);
			if ('problem' in row) changes.problems[name] = row.problem;
			else changes.stored.push(row);
		}
	}
	return changes;
}

const text = (form: FormData, field: string): string => {
	const value = form.get(field);
	return typeof value === 'string' ? value.trim() : '';
};

const namesIn = (form: FormData): string[] =>
	[...form.keys()]
		.filter((field) => field.startsWith('value:'))
		.map((field) => field.slice('value:'.length))
		.filter(isAssumptionName);

type Read = { value: number | string; low: number | null; high: number | null };

function decisionOf(typed: string): Read | null | { problem: string } {
	if (typed === '') return null;
	return decisions.some((one) => one === typed)
		? { value: typed, low: null, high: null }
		: { problem: `“${typed}” is neither start nor continue.` };
}

const same = (own: StoredAssumption | null, { value, low, high }: Read): boolean =>
	own !== null && own.value === value && own.low === low && own.high === high;
