import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

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

/** A packed file ended before it was whole, or is damaged. */
export class Damaged extends Error {}

/** The unpacked bytes of a file, as a stream. Throws Damaged in the middle of a broken archive. */
export async function* unpacked(path: string, packing: Packing): AsyncIterable<Uint8Array> {
	const file = createReadStream(path, { highWaterMark: 1 << 18 });
	if (packing === 'plain') {
		yield* file as AsyncIterable<Uint8Array>;
		return;
	}
	const gunzip = createGunzip({ chunkSize: 1 << 18 });
	pipeline(file, gunzip, () => undefined);
	try {
		yield* gunzip as AsyncIterable<Uint8Array>;
	} catch (error) {
		const cut = (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
		throw new Damaged(
			cut
				? 'the gzip file ends before it is whole: send it again'
				: `the gzip file is damaged (${(error as Error).message}): send it again`
		);
	}
}
