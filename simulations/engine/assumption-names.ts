import { assumptions } from './assumptions.ts';

/** Every name an assumption may have; `tool_rate.<tool>` comes on top. */
export const assumptionNames: readonly string[] = [
	...assumptions.map((assumption) => assumption.name),
	'decision'
];

/** Whether a name may be imported: one of ours, or the rate of a tool. */
export function isAssumptionName(name: string): boolean {
	return assumptionNames.includes(name) || /^tool_rate\..+/.test(name);
}

/** The known name nearest to a mistyped one. */
export function nearestName(name: string): string {
	const nearest = nearestOf(name, [...assumptionNames, 'tool_rate.']);
	return nearest === 'tool_rate.' ? 'tool_rate.<tool>' : nearest;
}

/**
 * The known name nearest to a mistyped one, by edits of the whole or word by word; the first of
 * equals, empty of none.
 */
export function nearestOf(typed: string, known: readonly string[]): string {
	let nearest = '';
	let fewest = Infinity;
	for (const name of known) {
		const distance = Math.min(editDistance(typed.toLowerCase(), name), wordDistance(typed, name));
		if (distance < fewest) [nearest, fewest] = [name, distance];
	}
	return nearest;
}

/** Edits of each typed word to its nearest word, and a little for every word that was left out. */
function wordDistance(typed: string, known: string): number {
	const words = typed.toLowerCase().split('_');
	const theirs = known.split('_');
	const edits = words.map((word) => Math.min(...theirs.map((other) => editDistance(word, other))));
	const missing = Math.max(0, theirs.length - words.length);
	return edits.reduce((total, count) => total + count, 0) + missing * WORD_LEFT_OUT;
}

const WORD_LEFT_OUT = 0.5;

/** Levenshtein's distance (1966), one row at a time. */
function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[b.length] ?? 0;
}
