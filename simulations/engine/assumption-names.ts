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

/** The known name nearest to a mistyped one, by edits and shared words; the first of equals. */
export function nearestName(name: string): string {
	const typed = name.toLowerCase();
	const words = new Set(typed.split('_'));
	let nearest = '';
	let fewest = Infinity;
	for (const known of [...assumptionNames, 'tool_rate.']) {
		const shared = known.split('_').filter((word) => words.has(word)).length;
		const distance = editDistance(typed, known) - 3 * shared;
		if (distance < fewest) [nearest, fewest] = [known, distance];
	}
	return nearest === 'tool_rate.' ? 'tool_rate.<tool>' : nearest;
}

/** Levenshtein's distance. */
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
