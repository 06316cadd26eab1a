/** What was kept although it looks wrong: counted by kind, with the first place, told once at the end. */
export class Doubts {
	#seen = new Map<string, { at: string; count: number }>();

	note(kind: string, at: string): void {
		const known = this.#seen.get(kind);
		if (known) known.count += 1;
		else if (this.#seen.size < 100) this.#seen.set(kind, { at, count: 1 });
	}

	*warnings(): Iterable<{ type: 'warning'; message: string }> {
		for (const [kind, { at, count }] of this.#seen) {
			yield { type: 'warning', message: sentence(kind, at, count) };
		}
	}
}

const TOLD: Record<string, string> = {
	'no zone': 'have a time without a zone: read as UTC',
	'no real date': 'have a time outside 2000 to 2099: kept without a date',
	'end before start': 'end before they start: kept without a duration'
};

function sentence(kind: string, at: string, count: number): string {
	const rows = count === 1 ? '1 row' : `${count} rows`;
	const told =
		TOLD[kind] ??
		`have ${kind}: kept with an unknown outcome (expected 1, 0 or words like success and failure)`;
	return `${rows} (first: ${at}) ${count === 1 ? told.replace(/^have/, 'has').replace(/^end /, 'ends ').replace('they start', 'it starts') : told}`;
}
