import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Damaged } from './warehouse/warehouse.ts';

/** How a file on disk is packed. */
export type Packing = 'plain' | 'gzip';

/** How a file is packed, by its first bytes. */
export async function packingOf(path: string): Promise<Packing> {
	const file = await open(path);
	try {
		const start = new Uint8Array(4);
		await file.read(start, 0, 4, 0);
		return start[0] === 0x1f && start[1] === 0x8b ? 'gzip' : 'plain';
	} finally {
		await file.close();
	}
}

/** A small file that unpacks to more than this, and to so many times its size, is no export but an attack. */
const MOST_UNPACKED_BYTES = 2 * 1024 ** 3;
const MOST_TIMES_PACKED = 300;

/** Throws Damaged once so few bytes have unpacked to so many. */
export function refuseBomb(kind: 'gzip' | 'zstd', bytes: number, packedBytes: number): void {
	if (bytes > MOST_UNPACKED_BYTES && bytes > MOST_TIMES_PACKED * packedBytes) {
		throw new Damaged(
			`the ${kind} file unpacks to more than ${MOST_TIMES_PACKED} times its size: unpack it first if that is right`
		);
	}
}

/** The unpacked bytes of a file, as a stream. Throws Damaged in the middle of a broken archive. */
export async function* unpacked(path: string, packing: Packing): AsyncIterable<Uint8Array> {
	const file = createReadStream(path, { highWaterMark: 1 << 18 });
	if (packing === 'plain') {
		yield* file as AsyncIterable<Uint8Array>;
		return;
	}
	const gunzip = createGunzip({ chunkSize: 1 << 18 });
	pipeline(file, gunzip, () => undefined);
	let bytes = 0;
	try {
		for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
			bytes += chunk.length;
			refuseBomb('gzip', bytes, file.bytesRead);
			yield chunk;
		}
	} catch (error) {
		throw damage(error) ?? error;
	}
}

/** The sentence about a broken archive; null where an error is about something else. */
export function damage(error: unknown): Damaged | null {
	if (error instanceof Damaged) return error;
	const code = (error as NodeJS.ErrnoException).code ?? '';
	if (!(error instanceof Error) || !code.startsWith('Z_')) return null;
	const reason =
		code === 'Z_BUF_ERROR'
			? 'the gzip file ends before it is whole: send it again'
			: `the gzip file is damaged (${error.message}): send it again`;
	return new Damaged(reason, { cause: error });
}
