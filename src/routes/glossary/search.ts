import type { Entry } from './entries.ts';

/** Whether an entry speaks of all the words that somebody looks for. */
export function speaksOf({ label, name, text, formula }: Entry, search: string): boolean {
	const all = `${label} ${name ?? ''} ${text} ${formula ?? ''}`.toLowerCase();
	return search
		.toLowerCase()
		.split(/\s+/)
		.every((word) => all.includes(word));
}
