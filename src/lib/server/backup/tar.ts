import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** A file to be put into an archive: its bytes, or where they lie on disk. */
export interface Packed {
	name: string;
	bytes: number;
	from: Uint8Array | { path: string };
}

/** A file found in an archive; its chunks have to be read before the next one is asked for. */
export interface Found {
	name: string;
	bytes: number;
	chunks: AsyncIterable<Uint8Array>;
}

/** The archive ends too early, or is none. */
export class BadArchive extends Error {}

const BLOCK = 512;

/** The files as a tar archive (POSIX.1-1988 ustar; sizes past 8 GB in base 256 as GNU tar writes them). */
export async function* tar(files: Iterable<Packed>): AsyncIterable<Uint8Array> {
	for (const { name, bytes, from } of files) {
		yield header(name, bytes);
		if (from instanceof Uint8Array) yield from;
		else yield* createReadStream(from.path, { highWaterMark: 1 << 18 });
		yield new Uint8Array(padding(bytes));
	}
	yield new Uint8Array(2 * BLOCK);
}

/** The files of a tar archive, one after the other. Throws BadArchive where it is cut short or no archive. */
export async function* untar(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Found> {
	const source = new Source(chunks);
	for (;;) {
		const head = await source.exactly(BLOCK);
		if (head.every((byte) => byte === 0)) return;
		const { name, bytes } = read(head);
		let left = bytes;
		yield {
			name,
			bytes,
			chunks: (async function* () {
				while (left > 0) {
					const chunk = await source.atMost(left);
					left -= chunk.length;
					yield chunk;
				}
			})()
		};
		while (left > 0) left -= (await source.atMost(left)).length;
		await source.exactly(padding(bytes));
	}
}

const padding = (bytes: number): number => (BLOCK - (bytes % BLOCK)) % BLOCK;

function header(name: string, bytes: number): Uint8Array {
	const block = Buffer.alloc(BLOCK);
	if (Buffer.byteLength(name) > 100) throw new RangeError(`${name} is too long a name`);
	block.write(name, 0);
	block.write('0000600\0', 100);
	block.write('0000000\0', 108);
	block.write('0000000\0', 116);
	if (bytes < 8 ** 11) block.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
	else {
		block[124] = 0x80;
		block.writeBigUInt64BE(BigInt(bytes), 128);
	}
	block.write('00000000000\0', 136);
	block.write('0', 156);
	block.write('ustar\0' + '00', 257);
	block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148);
	return block;
}

/** The sum of all bytes, those of the checksum itself as spaces. */
const checksum = (block: Uint8Array): number =>
	block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

function read(block: Uint8Array): { name: string; bytes: number } {
	const bytes = Buffer.from(block);
	const text = (from: number, length: number) =>
		new StringDecoder('utf8').write(bytes.subarray(from, from + length)).replace(/\0.*$/s, '');
	if (parseInt(text(148, 8), 8) !== checksum(block)) throw new BadArchive('a header is damaged');
	const size =
		(bytes[124] ?? 0) & 0x80 ? Number(bytes.readBigUInt64BE(128)) : parseInt(text(124, 12), 8);
	if (!Number.isSafeInteger(size) || size < 0) throw new BadArchive('a header is damaged');
	return { name: text(0, 100), bytes: size };
}

/** Bytes in the portions that one asks for, whatever the portions in which they come. */
class Source {
	#chunks: AsyncIterator<Uint8Array>;
	#rest: Uint8Array = new Uint8Array(0);

	constructor(chunks: AsyncIterable<Uint8Array>) {
		this.#chunks = chunks[Symbol.asyncIterator]();
	}

	async atMost(bytes: number): Promise<Uint8Array> {
		while (this.#rest.length === 0) {
			const next = await this.#chunks.next();
			if (next.done) throw new BadArchive('it ends too early');
			this.#rest = next.value;
		}
		const taken = this.#rest.subarray(0, bytes);
		this.#rest = this.#rest.subarray(taken.length);
		return taken;
	}

	async exactly(bytes: number): Promise<Uint8Array> {
		const parts: Uint8Array[] = [];
		for (let left = bytes; left > 0; left -= parts.at(-1)?.length ?? 0)
			parts.push(await this.atMost(left));
		return Buffer.concat(parts);
	}
}
