import type { ColumnMap, Parsed } from './format.ts';

/** What a column map says that a file cannot follow, in one sentence each. `seen`: the file's columns. */
export function* mapDoubts(
	map: ColumnMap | undefined,
	seen: ReadonlySet<string>,
	isOurs: (name: string) => boolean
): Iterable<Parsed> {
	const lower = new Set([...seen].map((name) => name.toLowerCase()));
	const sources = new Map<string, string>();
	for (const [theirs, ours] of Object.entries(map?.columns ?? {})) {
		const before = sources.get(ours);
		if (!isOurs(ours)) {
			yield warning(`The map calls "${theirs}" ${ours}, which is no name of ours: left as it is.`);
		} else if (!lower.has(theirs.toLowerCase())) {
			yield warning(`The map names a column "${theirs}", which this file does not have.`);
		} else if (before !== undefined) {
			yield warning(
				`The map calls both "${before}" and "${theirs}" ${ours}: the later one is read.`
			);
		} else sources.set(ours, theirs);
	}
	for (const name of Object.keys(map?.constants ?? {})) {
		if (!isOurs(name)) yield warning(`The map has a constant ${name}, which is no name of ours.`);
	}
}

const warning = (message: string): Parsed => ({ type: 'warning', message });
