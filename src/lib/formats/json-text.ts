/**
 * Reads JSON text; undefined when it is malformed. Integers beyond 2^53 stay text, because a number
 * would round two ids to one; `NaN`, which Python writes, is null, and `Infinity` stays text.
 */
export function jsonValue(text: string): unknown {
	const exact = LONG_DIGITS.test(text) ? text.replace(STRINGS_AND_NUMBERS, quotedIfLong) : text;
	const value = parsed(exact);
	return value === undefined && NO_NUMBER.test(exact)
		? parsed(exact.replace(STRINGS_AND_WORDS, asValue))
		: value;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

const LONG_DIGITS = /\d{16}/;
const STRINGS_AND_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const quotedIfLong = (token: string): string => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token);

const NO_NUMBER = /NaN|Infinity/;
const STRINGS_AND_WORDS = /"(?:[^"\\]|\\.)*"|\bNaN\b|-?\bInfinity\b/g;
const asValue = (token: string): string =>
	token.startsWith('"') ? token : token === 'NaN' ? 'null' : `"${token}"`;

/** A value at the top of a text, or an element of the array there. */
export interface JsonText {
	/** `element 3`, counted from 0. */
	at: string;
	/** Null when it is longer than allowed. */
	text: string | null;
	/** What ended it: a comma, a bracket, or the end of the file where it is not closed. */
	end: 'element' | 'file';
}

/** Cuts an array, or objects one after the other, into the texts of their elements, each read on its own. */
export async function* jsonTexts(
	texts: AsyncIterable<string>,
	longest: number
): AsyncIterable<JsonText> {
	const cutter = new Cutter(longest);
	for await (const text of texts) yield* cutter.cut(text);
	yield* cutter.finish();
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

class Cutter {
	#longest: number;
	#held = '';
	#isTooLong = false;
	#count = 0;
	/** How many brackets are open; the one of the array is not counted. */
	#depth = 0;
	#inArray = false;
	#isQuoted = false;
	#isEscaped = false;

	constructor(longest: number) {
		this.#longest = longest;
	}

	*cut(text: string): Iterable<JsonText> {
		let from = 0;
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (this.#isQuoted) {
				if (this.#isEscaped) this.#isEscaped = false;
				else if (code === BACKSLASH) this.#isEscaped = true;
				else if (code === QUOTE) this.#isQuoted = false;
				continue;
			}
			if (code === QUOTE) this.#isQuoted = true;
			else if (code === OPEN_OBJECT || code === OPEN_LIST) {
				if (this.#depth === 0 && !this.#inArray) {
					yield* this.#ended(text.slice(from, at));
					this.#inArray = code === OPEN_LIST;
					from = this.#inArray ? at + 1 : at;
					this.#depth = this.#inArray ? 0 : 1;
				} else this.#depth += 1;
			} else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
				const endsArray = this.#depth === 0;
				if (!endsArray) this.#depth -= 1;
				if (endsArray || (this.#depth === 0 && !this.#inArray)) {
					yield* this.#ended(text.slice(from, endsArray ? at : at + 1));
					from = at + 1;
					this.#inArray = false;
				}
			} else if (code === COMMA && this.#depth === 0) {
				yield* this.#ended(text.slice(from, at));
				from = at + 1;
			}
		}
		this.#hold(text.slice(from));
	}

	*finish(): Iterable<JsonText> {
		yield* this.#ended('', this.#depth > 0 || this.#inArray || this.#isQuoted ? 'file' : 'element');
	}

	#hold(text: string): void {
		this.#isTooLong ||= this.#held.length + text.length > this.#longest;
		this.#held = this.#isTooLong ? '' : this.#held + text;
	}

	*#ended(text: string, end: JsonText['end'] = 'element'): Iterable<JsonText> {
		this.#hold(text);
		const isBlank = !this.#isTooLong && this.#held.trim() === '';
		if (!isBlank) {
			yield { at: `element ${this.#count}`, text: this.#isTooLong ? null : this.#held, end };
			this.#count += 1;
		}
		this.#held = '';
		this.#isTooLong = false;
	}
}
