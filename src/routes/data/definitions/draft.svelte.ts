import { changesInWords } from '#lib/definitions/definition-changes.ts';
import type { Definitions } from '#lib/definitions/definitions.ts';
import { readDefinitions } from '#lib/definitions/read-definitions.ts';

/** Definitions that somebody is working on, beside those that hold. */
export class Draft {
	#saved: () => Definitions;
	#value = $state.raw<Definitions>() as Definitions;
	/** Text that is no definitions yet; null where the text is that of the value. */
	#typed = $state<string | null>(null);

	/** `text` is a draft that came back from the server, else the draft starts from what holds. */
	constructor(saved: () => Definitions, text: string | null) {
		this.#saved = saved;
		this.#value = saved();
		if (text !== null) this.type(text);
	}

	get value(): Definitions {
		return this.#value;
	}

	/** The draft as JSON, or what was typed instead. */
	get text(): string {
		return this.#typed ?? JSON.stringify(this.#value, null, 2);
	}

	/** What it changes, one sentence each. */
	readonly changes = $derived.by(() => changesInWords(this.#saved(), this.#value));

	/** Why it cannot be applied; null when it can. */
	readonly problem = $derived.by((): string | null => {
		if (this.#typed !== null) {
			const read = readText(this.#typed);
			return 'problem' in read ? read.problem : null;
		}
		const read = readDefinitions(this.#value);
		return 'problem' in read ? inWords(read.problem) : null;
	});

	/** Changes a part of it. */
	set(part: Partial<Definitions>): void {
		this.#typed = null;
		this.#value = { ...this.#value, ...part };
	}

	/** Takes text for it; text that is no definitions stays as typed. */
	type(text: string): void {
		const read = readText(text);
		this.#typed = 'problem' in read ? text : null;
		if ('definitions' in read) this.#value = read.definitions;
	}

	/** Back to what holds. */
	discard(): void {
		this.#typed = null;
		this.#value = this.#saved();
	}
}

function readText(text: string): ReturnType<typeof readDefinitions> {
	try {
		return readDefinitions(JSON.parse(text));
	} catch {
		return { problem: 'The draft is no JSON yet.' };
	}
}

/** `tasks.1.then.task: must not be empty` -> `Rule 2: must not be empty`. */
function inWords(problem: string): string {
	const [, part = '', at] = /^(\w+)(?:\.(\d+))?/.exec(problem) ?? [];
	const said = problem.slice(problem.indexOf(': ') + 2);
	const number = Number(at) + 1;
	switch (part) {
		case 'tasks':
			return `Rule ${number}: ${said}`;
		case 'success':
			return `Rule ${number} for what is right: ${said}`;
		case 'people':
			return `Rule ${number} for people: ${said}`;
		case 'links':
			return `Link to ${problem.slice('links.'.length, problem.indexOf(': '))}: ${said}`;
		default:
			return problem;
	}
}
