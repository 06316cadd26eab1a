import { Tokenizer, TokenParser } from '@streamparser/json';
import { decoded } from './text.ts';

/** A line of a text file, counted from 1, without its line break. */
export interface Line {
	line: number;
	text: string;
}

/** The lines of a file that are not blank; a byte order mark is taken off. */
export const lines = (chunks: AsyncIterable<Uint8Array>): AsyncIterable<Line> =>
	linesOf(decoded(chunks));

/** The lines of a text that comes in pieces. */
export async function* linesOf(texts: AsyncIterable<string>): AsyncIterable<Line> {
	let line = 0;
	let rest = '';
	for await (const text of texts) {
		const parts = text.split('\n');
		parts[0] = rest + (parts[0] ?? '');
		rest = parts.pop() ?? '';
		for (const part of parts) {
			line += 1;
			if (part.trim() !== '') yield { line, text: bare(part) };
		}
	}
	if (rest.trim() !== '') yield { line: line + 1, text: bare(rest) };
}

const bare = (line: string): string => line.replace(/^\ufeff/, '').replace(/\r$/, '');

/**
 * Reads JSON text; undefined when it is malformed. 64-bit integers of OTLP keep all their digits, and
 * `NaN` and `Infinity`, which Python writes, are null.
 */
export function parseJson(text: string): unknown {
	const exact = LONG_NUMBER.test(text) ? text.replace(LONG_NUMBERS, '$1"$2"') : text;
	return (
		parsed(exact) ??
		(NO_NUMBER.test(exact) ? parsed(exact.replace(NO_NUMBERS, '$1null')) : undefined)
	);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

const LONG_NUMBER = /(?:UnixNano|intValue)"\s*:\s*-?\d{16}/;
const LONG_NUMBERS = /((?:UnixNano|intValue)"\s*:\s*)(-?\d{16,})/g;
const NO_NUMBER = /[:[,]\s*(?:NaN|-?Infinity)\s*[,}\]]/;
const NO_NUMBERS = /([:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])/g;

/** A value at one of the wanted paths of a JSON document. */
export interface JsonItem {
	/** Where it stands, as in `$.resourceSpans[0].resource`. */
	at: string;
	/** The keys to it, outermost first. */
	keys: readonly (string | number)[];
	value: unknown;
}

/**
 * The values at some paths (`$.data.*`) of one large JSON document, in the order of the file; memory
 * holds one of them. Throws a SyntaxError where the document is malformed.
 */
export async function* jsonItems(
	texts: AsyncIterable<string>,
	paths: readonly string[]
): AsyncIterable<JsonItem> {
	const tokenizer = new ExactTokenizer();
	const parser = new TokenParser({ paths: [...paths], keepStack: false });
	const found: JsonItem[] = [];
	tokenizer.onToken = parser.write.bind(parser);
	parser.onValue = ({ value, key, stack }) => {
		const keys = [...stack.slice(1).map((frame) => frame.key), key].map((part) => part ?? '');
		const at = keys.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
		found.push({ at: `$${at}`, keys, value });
	};
	for await (const text of texts) {
		try {
			if (!parser.isEnded) tokenizer.write(text);
		} catch (error) {
			throw new SyntaxError((error as Error).message, { cause: error });
		}
		yield* found.splice(0);
	}
	if (!parser.isEnded) throw new SyntaxError('the document ends before its last bracket');
}

/** Keeps the digits of integers that a Number would round. */
class ExactTokenizer extends Tokenizer {
	override parseNumber(text: string): number {
		return (/^-?\d{16,}$/.test(text) ? text : Number(text)) as number;
	}
}
