/** What was kept although it looks wrong: counted by kind, with the first place, told once at the end. */
export class Doubts {
	#seen = new Map<string, { at: string; count: number }>();

	/** `kind` is what a row has, and what became of it: `a time without a zone: read as UTC`. */
	note(kind: string, at: string): void {
		const known = this.#seen.get(kind);
		if (known) known.count += 1;
		else if (this.#seen.size < MOST_KINDS) this.#seen.set(kind, { at, count: 1 });
	}

	*warnings(): Iterable<{ type: 'warning'; message: string }> {
		for (const [kind, { at, count }] of this.#seen) {
			const rows = count === 1 ? '1 row has' : `${count} rows have`;
			yield { type: 'warning', message: `${rows} ${kind} (first: ${at}).` };
		}
	}
}

const MOST_KINDS = 100;

export const NO_ZONE = 'a time without a zone: read as UTC';
export const NO_REAL_DATE = 'a time outside 2000 to 2099: kept without a date';
export const END_BEFORE_START = 'an end before the start: kept without a duration';
export const SAYS_NOTHING = 'nothing to say about a run: kept, but without effect';

export const noOutcome = (written: string): string =>
	`outcome "${written}": kept with an unknown outcome (expected 1, 0 or words like success and failure)`;

export const noSource = (written: string): string =>
	`outcome_source "${written}", which is none that we rank: its outcome counts as one of an unknown source`;

export const notPlain = (column: string): string =>
	`an object or a list in "${column}", where a text or a number is expected: left empty`;
