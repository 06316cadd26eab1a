import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Decompress, ZstdErrorCode, type ZstdError } from 'fzstd';
import { refuseBomb } from './unpack.ts';
import { Damaged } from './warehouse/warehouse.ts';

/** Is this file Zstandard (RFC 8878), by its first bytes? A skippable frame may come first. */
export async function isZstdFile(path: string): Promise<boolean> {
	const file = await open(path);
	try {
		const [a = 0, b, c, d] = (await file.read(Buffer.alloc(4), 0, 4, 0)).buffer;
		const isFrame = a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd;
		return isFrame || (a >> 4 === 0x5 && b === 0x2a && c === 0x4d && d === 0x18);
	} finally {
		await file.close();
	}
}

/** The unpacked bytes of a zstd file. Throws Damaged where it is cut off, broken, or packs too much. */
export async function* unzstdFile(path: string): AsyncIterable<Uint8Array> {
	const file = createReadStream(path);
	let bytes = 0;
	for await (const chunk of unzstd(file)) {
		bytes += chunk.length;
		refuseBomb('zstd', bytes, file.bytesRead);
		yield chunk;
	}
}

/**
 * Zstandard, in one or several frames, unpacked as it comes; memory holds the window of a frame. Throws
 * Damaged where it is cut off or broken. Checksums are not compared.
 */
export async function* unzstd(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
	const found: Uint8Array[] = [];
	const decoder = new Decompress((block) => {
		// Only a whole window is touched, and only after this: `e` is what its frame asks for.
		const { s: frame } = decoder as unknown as { s: { e?: number } | null };
		if ((frame?.e ?? 0) > MOST_WINDOW_BYTES) throw new Damaged(LARGE_WINDOW);
		found.push(block);
	});
	const push = (chunk: Uint8Array, isLast: boolean): void => {
		try {
			decoder.push(chunk, isLast);
		} catch (error) {
			throw error instanceof Damaged ? error : damaged(error as ZstdError);
		}
	};
	for await (const chunk of chunks) {
		for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
			push(chunk.subarray(at, at + SLICE_BYTES), false);
			yield* found.splice(0);
		}
	}
	push(new Uint8Array(), true);
	yield* found;
}

/** Four bytes can unpack to 128 KiB: what one call makes must fit in memory. */
const SLICE_BYTES = 1024;

/** What the zstd tool itself unpacks without being told to (RFC 8878, 3.1.1.1.2). */
const MOST_WINDOW_BYTES = 128 * 1024 ** 2;
const LARGE_WINDOW =
	'the zstd file needs a window of more than 128 MB: unpack it first, or pack it without --long';

const damaged = (error: ZstdError): Damaged =>
	new Damaged(
		error.code === ZstdErrorCode.UnexpectedEOF
			? 'the zstd file ends before it is whole: send it again'
			: `the zstd file is damaged (${error.message}): send it again`,
		{ cause: error }
	);
