import type { Parsed } from '../format.ts';

/** What was kept although it should be known of: counted, and told once at the end. */
export class Notes {
	#counts = new Map<Note, number>();

	count(note: Note): void {
		this.#counts.set(note, (this.#counts.get(note) ?? 0) + 1);
	}

	/** One sentence each. `isAsked`: who gives scores over the API was said with the import. */
	*warnings(isAsked: boolean): Iterable<Parsed> {
		for (const [note, count] of this.#counts) {
			if (note === 'anonymous' && isAsked) continue;
			yield { type: 'warning', message: sentences[note](count) };
		}
	}
}

const several = (count: number, one: string, more: string): string =>
	count === 1 ? `1 ${one}` : `${count} ${more}`;

const sentences = {
	bare: (count: number) =>
		`${several(count, 'trace names its', 'traces name their')} observations by id alone, so the steps are missing: export the traces one by one, or the observations table.`,
	total: (count: number) =>
		`${several(count, 'trace came', 'traces came')} without observations: Langfuse's own sum counts as cost until they come, though it may hold a step and those below it twice.`,
	guessed: (count: number) =>
		`${several(count, 'model call has', 'model calls have')} token counts that Langfuse estimated, as the original attributes have none: counted, and marked as estimated.`,
	replaced: (count: number) =>
		`${several(count, 'step has', 'steps have')} token counts that differ from the original attributes: Langfuse estimated them, the original ones are taken.`,
	dropped: (count: number) =>
		`${several(count, 'step has', 'steps have')} estimated token counts although there are steps below: left out, so that nothing counts twice.`,
	anonymous: (count: number) =>
		`${several(count, 'score was', 'scores were')} sent over the API, which does not say by whom: import with the constant score_source (user, code, human ...) where you know.`
} as const;

type Note = keyof typeof sentences;
