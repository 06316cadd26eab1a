import { linesOf, parseJson } from '../json-stream.ts';
import { decoded } from '../text.ts';
import { isObject } from './any-value.ts';
import { largeDocument } from './large-document.ts';
import { BROKEN, MALFORMED, type Piece } from './piece.ts';
import { looksLikeTrace } from './shapes.ts';

/** Above this a JSON document is read in pieces. */
const WHOLE_CHARACTERS = 16 * 1024 * 1024;
const HEAD_CHARACTERS = 64 * 1024;

/** The JSON values of a file: JSON lines, or one document of any size. */
export async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Piece> {
	const source = new Texts(decoded(chunks));
	const head = await source.ahead(HEAD_CHARACTERS);
	if (isLines(head) ?? isLines(await source.ahead(WHOLE_CHARACTERS)) ?? false) {
		for await (const { line, text } of linesOf(source.rest())) yield pieceOf(text, `line ${line}`);
		return;
	}
	const whole = await source.ahead(WHOLE_CHARACTERS);
	if (whole.length < WHOLE_CHARACTERS) {
		const value = parseJson(whole);
		yield value === undefined ? { at: 'the document', reason: BROKEN } : { at: '$', value };
	} else yield* largeDocument(source.rest(), whole.trimStart().startsWith('['));
}

function pieceOf(text: string, at: string): Piece {
	const value = parseJson(text);
	return value === undefined ? { at, reason: MALFORMED } : { at, value };
}

/** Are these the first lines of JSON lines, and not of a document? Null = the first line is not over yet. */
function isLines(head: string): boolean | null {
	const start = head.replace(/^\ufeff/, '').trimStart();
	if (start.startsWith('[')) return false;
	const lines = start.split('\n');
	if (lines.length === 1) return start.startsWith('{') ? null : true;
	if (!start.startsWith('{') || isObject(parseJson(lines[0] ?? ''))) return true;
	// A damaged first line: whole requests on the lines after it tell.
	return lines.slice(1, 20).some((line) => looksLikeTrace(parseJson(line)));
}

/** A stream of text that can be looked at before it is read. */
class Texts {
	#iterator: AsyncIterator<string>;
	#seen: string[] = [];

	constructor(texts: AsyncIterable<string>) {
		this.#iterator = texts[Symbol.asyncIterator]();
	}

	/** The first characters, at least as many as asked for unless the text is shorter. */
	async ahead(characters: number): Promise<string> {
		let length = this.#seen.reduce((sum, text) => sum + text.length, 0);
		while (length < characters) {
			const next = await this.#iterator.next();
			if (next.done) break;
			this.#seen.push(next.value);
			length += next.value.length;
		}
		this.#seen = [this.#seen.join('')];
		return this.#seen[0] ?? '';
	}

	/** All of it, what was looked at first. */
	async *rest(): AsyncIterable<string> {
		yield* this.#seen.splice(0);
		for (let next = await this.#iterator.next(); !next.done; next = await this.#iterator.next()) {
			yield next.value;
		}
	}
}
