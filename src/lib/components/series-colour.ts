/** How many things have a colour of their own; the rest share `--series-other`. */
export const seriesCount = 8;

/**
 * The CSS property of a series' colour, the same on every page: a stable hash of the key.
 * With `among`, the workspace's whole list in its fixed order, no two of the first eight share one.
 */
export function seriesColour(key: string, among: readonly string[] = [key]): string {
	const taken = new Set<number>();
	for (const name of among.slice(0, seriesCount)) {
		let slot = hash(name) % seriesCount;
		while (taken.has(slot)) slot = (slot + 1) % seriesCount;
		taken.add(slot);
		if (name === key) return `--series-${slot + 1}`;
	}
	return '--series-other';
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
	let state = 0x811c9dc5;
	for (let i = 0; i < text.length; i++)
		state = Math.imul(state ^ text.charCodeAt(i), 0x01000193) >>> 0;
	return (state ^ (state >>> 15)) >>> 0;
}
