import { crc32, deflateRawSync } from 'node:zlib';

/** A file to put into a zip file; what is stated may differ from what is there. */
export interface ZippedFile {
	name: string;
	/** The unpacked bytes. */
	body: string | Uint8Array;
	/** Packed already, by this method of APPNOTE 4.4.5. */
	packed?: { method: number; bytes: Uint8Array };
	encrypted?: boolean;
	statedBytes?: number;
	statedCrc32?: number;
}

/** A zip file (APPNOTE 4.3), deflated. */
export function zipOf(files: readonly ZippedFile[]): Buffer {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const file of files) {
		const body = Buffer.from(file.body);
		const name = Buffer.from(file.name);
		const { method, bytes } = file.packed ?? { method: 8, bytes: deflateRawSync(body) };
		const fields = Buffer.alloc(26);
		fields.writeUInt16LE(20, 0);
		fields.writeUInt16LE(file.encrypted ? 0x801 : 0x800, 2);
		fields.writeUInt16LE(method, 4);
		fields.writeUInt32LE(file.statedCrc32 ?? crc32(body), 10);
		fields.writeUInt32LE(bytes.length, 14);
		fields.writeUInt32LE(file.statedBytes ?? body.length, 18);
		fields.writeUInt16LE(name.length, 22);
		const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, bytes]);
		const central = Buffer.alloc(14);
		central.writeUInt32LE(at, 10);
		directory.push(
			Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, central, name])
		);
		parts.push(local);
		at += local.length;
	}
	const entries = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(files.length, 8);
	end.writeUInt16LE(files.length, 10);
	end.writeUInt32LE(entries.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...parts, entries, end]);
}

/** A Zstandard frame (RFC 8878) of unpacked blocks; `windowLog` is what it asks for, 2 to that many bytes. */
export function zstdOf(body: string | Uint8Array, windowLog = 17): Buffer {
	const bytes = Buffer.from(body);
	const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (windowLog - 10) << 3]);
	const blocks: Buffer[] = [];
	for (let at = 0; at === 0 || at < bytes.length; at += BLOCK_BYTES) {
		const block = bytes.subarray(at, at + BLOCK_BYTES);
		const isLast = at + BLOCK_BYTES >= bytes.length;
		const start = Buffer.alloc(3);
		start.writeUIntLE((block.length << 3) | (isLast ? 1 : 0), 0, 3);
		blocks.push(start, block);
	}
	return Buffer.concat([header, ...blocks]);
}

const BLOCK_BYTES = 128 * 1024;
