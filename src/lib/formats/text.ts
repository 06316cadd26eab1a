/** What `decoded` says once of a file that is not the text it seemed to be. */
export const NOT_UTF8 = 'the file is not UTF-8: read as Windows-1252, check names with accents';
export const DAMAGED_UTF8 = 'some characters are no valid UTF-8: read as �';

/**
 * Bytes -> text, by the byte order mark or the zeros of UTF-16, else UTF-8. Where the bytes are no
 * UTF-8, the rest is read as Windows-1252 (what spreadsheets on Windows save), or damaged characters
 * are replaced where others are UTF-8 indeed; `guessed` is told once.
 */
export async function* decoded(
	chunks: AsyncIterable<Uint8Array>,
	guessed: (warning: string) => void = () => undefined
): AsyncIterable<string> {
	let decode: Decode | null = null;
	for await (const chunk of chunks) {
		decode ??= decoderOf(chunk, guessed);
		yield decode(chunk, false);
	}
	if (decode) yield decode(new Uint8Array(), true);
}

/** The encoding that a file's first bytes announce; zeros beside its first two letters are UTF-16 (RFC 4627, 3). */
export function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
	const [a, b, c, d] = start;
	if (a === 0xff && b === 0xfe) return 'utf-16le';
	if (a === 0xfe && b === 0xff) return 'utf-16be';
	if (a && b === 0 && c && d === 0) return 'utf-16le';
	return a === 0 && b && c === 0 && d ? 'utf-16be' : 'utf-8';
}

type Decode = (chunk: Uint8Array, isLast: boolean) => string;

function decoderOf(start: Uint8Array, guessed: (warning: string) => void): Decode {
	const encoding = encodingOf(start);
	if (encoding === 'utf-8') return utf8(guessed);
	const decoder = new TextDecoder(encoding);
	return (chunk, isLast) => decoder.decode(chunk, { stream: !isLast });
}

/** UTF-8 for as long as it is; a character that a chunk cuts through waits for the next one. */
function utf8(guessed: (warning: string) => void): Decode {
	const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
	let decoder = strict;
	let isFirst = true;
	let hasLetters = false;
	let waiting = new Uint8Array();

	function text(bytes: Uint8Array): string {
		try {
			return decoder.decode(bytes);
		} catch {
			hasLetters ||= NOT_ASCII.test(lenient.decode(bytes));
			decoder = hasLetters ? lenient : new TextDecoder('windows-1252');
			guessed(hasLetters ? DAMAGED_UTF8 : NOT_UTF8);
			return decoder.decode(bytes);
		}
	}

	return (chunk, isLast) => {
		const bytes = waiting.length > 0 ? joined(waiting, chunk) : chunk;
		const isWhole = isLast || decoder.encoding !== 'utf-8';
		const cut = bytes.length - (isWhole ? 0 : openBytes(bytes));
		waiting = bytes.slice(cut);
		const read = text(bytes.subarray(0, cut));
		const bare = isFirst ? read.replace(/^\ufeff/, '') : read;
		isFirst &&= read === '';
		hasLetters ||= NOT_ASCII.test(bare);
		return bare;
	};
}

/** Beyond ASCII, and not what a decoder writes for bytes that it cannot read. */
const NOT_ASCII = /[\u0080-\ufefe\uff00-\ufffc]/;

/** How many bytes at the end begin a character that is not whole yet. */
function openBytes(bytes: Uint8Array): number {
	for (let back = 1; back <= Math.min(3, bytes.length); back++) {
		const byte = bytes[bytes.length - back] as number;
		if (byte < 0x80) return 0;
		if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
	}
	return 0;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(a.length + b.length);
	bytes.set(a);
	bytes.set(b, a.length);
	return bytes;
}
