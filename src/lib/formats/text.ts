/**
 * Bytes -> text, by the byte order mark, else UTF-8. Where the bytes are no UTF-8, the rest is read
 * as Windows-1252 (what spreadsheets on Windows save) and `guessed` is called once.
 */
export async function* decoded(
	chunks: AsyncIterable<Uint8Array>,
	guessed: () => void = () => undefined
): AsyncIterable<string> {
	let decoder: TextDecoder | null = null;
	for await (const chunk of chunks) {
		decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
		try {
			yield decoder.decode(chunk, { stream: true });
		} catch {
			guessed();
			decoder = new TextDecoder('windows-1252');
			yield decoder.decode(chunk, { stream: true });
		}
	}
	if (!decoder) return;
	try {
		yield decoder.decode();
	} catch {
		guessed();
	}
}

/** The encoding that a file's first bytes announce. */
export function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
	if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
	if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
	return 'utf-8';
}
