/** The known name that is the fewest edits away from a wrong one. */
export function nearest(wrong: string, known: readonly string[]): string {
	const ranked = known.map((name) => ({
		name,
		distance: edits(wrong.toLowerCase(), name.toLowerCase())
	}));
	return ranked.sort((a, b) => a.distance - b.distance)[0]?.name ?? '';
}

/** Levenshtein distance (1966). */
function edits(from: string, to: string): number {
	let row = Array.from({ length: to.length + 1 }, (_, at) => at);
	for (let i = 1; i <= from.length; i++) {
		const next = [i];
		for (let j = 1; j <= to.length; j++) {
			const swap = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
			next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[to.length] ?? 0;
}
