import type { Head } from './format.ts';
import { encodingOf } from './text.ts';

const HEAD_BYTES = 64 * 1024;

/** Far enough to hold the first line or element of a file whole. */
export const LONG_HEAD_BYTES = 16 * 1024 * 1024;

/** Whether a head is cut off inside the first of the file's JSON values. */
export const isTooShort = (head: Head): boolean =>
	head.bytes.length >= HEAD_BYTES && head.objects.length === 0 && /^\s*[[{]/.test(head.text);

/** The head of an unpacked file, and the whole of it again as one stream. */
export async function peek(
	chunks: AsyncIterable<Uint8Array>,
	fileName = '',
	headBytes = HEAD_BYTES
): Promise<{ head: Head; all: AsyncIterable<Uint8Array> }> {
	const iterator = chunks[Symbol.asyncIterator]();
	const seen: Uint8Array[] = [];
	let length = 0;
	while (length < headBytes) {
		const next = await iterator.next();
		if (next.done) break;
		seen.push(next.value);
		length += next.value.length;
	}
	async function* all() {
		yield* seen;
		for (let next = await iterator.next(); !next.done; next = await iterator.next())
			yield next.value;
	}
	return { head: headOf(joined(seen, Math.min(length, headBytes)), fileName), all: all() };
}

/** What formats look at to recognize a file. */
export function headOf(bytes: Uint8Array, fileName: string): Head {
	const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
	return { bytes, text, objects: leadingObjects(text), fileName };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
	const bytes = new Uint8Array(length);
	let at = 0;
	for (const chunk of chunks) {
		const part = chunk.subarray(0, length - at);
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

const MOST = 20;

/** The first objects of a JSON document, a JSON array, or JSON lines, as far as the head holds them whole. */
function leadingObjects(text: string): Record<string, unknown>[] {
	const start = text.replace(/^\ufeff/, '').trimStart();
	if (!start.startsWith('{') && !start.startsWith('[')) return linesOf(start);
	const whole = parsed(start);
	if (Array.isArray(whole)) return whole.filter(isObject).slice(0, MOST);
	if (isObject(whole)) return [whole];
	const lines = linesOf(start);
	return lines.length > 0 ? lines : elementsOf(start);
}

const linesOf = (text: string): Record<string, unknown>[] =>
	text.split('\n').slice(0, MOST).map(parsed).filter(isObject);

/** The whole objects at the front of an array that the head cuts off. */
function elementsOf(text: string): Record<string, unknown>[] {
	if (!text.startsWith('[')) return [];
	const found: Record<string, unknown>[] = [];
	let depth = 0;
	let from = -1;
	let quoted = false;
	for (let at = 1; at < text.length && found.length < MOST; at++) {
		const sign = text[at];
		if (quoted) {
			if (sign === '\\') at += 1;
			else if (sign === '"') quoted = false;
		} else if (sign === '"') quoted = true;
		else if (sign === '{') {
			if (depth === 0) from = at;
			depth += 1;
		} else if (sign === '}') {
			depth -= 1;
			const element = depth === 0 ? parsed(text.slice(from, at + 1)) : null;
			if (isObject(element)) found.push(element);
		}
	}
	return found;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
