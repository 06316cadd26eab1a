import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { getFileNameLowLevel, openPromise, type Entry, type ZipFile } from 'yauzl';
import { MAX_UPLOAD_BYTES } from './upload.ts';
import { Damaged } from './warehouse/warehouse.ts';
import { unzstd } from './zstd.ts';

/** A file in a zip file. Its name is only ever shown: nothing is written by it. */
export interface ZipMember {
	name: string;
	bytes: number;
	read: () => AsyncIterable<Uint8Array>;
}

/** How much a zip file may hold. */
export interface ZipLimits {
	files: number;
	/** All of it, unpacked. */
	bytes: number;
	/** Beyond this many times its size, once that is more than `freeBytes`. */
	times: number;
	freeBytes: number;
}

export const zipLimits: ZipLimits = {
	files: 10_000,
	bytes: MAX_UPLOAD_BYTES,
	times: 300,
	freeBytes: 1024 ** 3
};

/** Is this file a zip file, by its first bytes? */
export async function isZip(path: string): Promise<boolean> {
	const file = await open(path);
	try {
		const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
		return ZIP_STARTS.includes(buffer.toString('latin1'));
	} finally {
		await file.close();
	}
}

/** A first file, or none at all. */
const ZIP_STARTS = ['PK\x03\x04', 'PK\x05\x06'];

/**
 * The files in a zip file, which is open while they are read; folders and hidden files are left out.
 * Throws Damaged with one sentence for a zip file that is broken, holds too much, or is the shell of
 * another kind of file.
 */
export async function* zipMembers(path: string, limits = zipLimits): AsyncIterable<ZipMember> {
	const zip = await openPromise(path, { autoClose: false, decodeStrings: false }).catch(broken);
	try {
		const members = await membersOf(zip, limits);
		const shell = shellOf(members.map((member) => member.name));
		if (shell) throw new Damaged(shell);
		yield* members.filter(({ name }) => !isHidden(name));
	} finally {
		zip.close();
	}
}

async function membersOf(zip: ZipFile, limits: ZipLimits): Promise<ZipMember[]> {
	if (zip.entryCount > limits.files) throw tooMany(limits.files);
	const members: ZipMember[] = [];
	let bytes = 0;
	try {
		for await (const entry of zip.eachEntry()) {
			const name = nameOf(entry);
			if (name.endsWith('/')) continue;
			bytes += entry.uncompressedSize;
			members.push({ name, bytes: entry.uncompressedSize, read: () => contents(zip, entry) });
		}
	} catch (error) {
		return broken(error as Error);
	}
	if (bytes > limits.bytes) {
		const gigabytes = Math.floor(limits.bytes / 1024 ** 3);
		throw new Damaged(
			`the zip file unpacks to more than ${gigabytes} GB: send its files one by one`
		);
	}
	if (bytes > limits.freeBytes && bytes > limits.times * zip.fileSize) {
		throw new Damaged(
			`the zip file unpacks to more than ${limits.times} times its size: unpack it first if that is right`
		);
	}
	return members;
}

const tooMany = (files: number): Damaged =>
	new Damaged(`the zip file holds more than ${files} files: send them in several zip files`);

/** A path as it is shown: control characters would break a line. */
function nameOf(entry: Entry): string {
	const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
	const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
	// eslint-disable-next-line no-control-regex -- these are what is taken out
	return name.replace(/[\u0000-\u001f\u007f]/g, '').slice(-200);
}

const isHidden = (name: string): boolean =>
	name.split('/').some((part) => part === '__MACOSX' || /^\.[^.]/.test(part));

/** Other kinds of files that are zip files inside, and what to do; null for a plain one. */
function shellOf(names: readonly string[]): string | null {
	if (names.includes('[Content_Types].xml')) {
		return 'a spreadsheet or document (.xlsx, .docx): save the table as CSV';
	}
	const isEval =
		names.includes('header.json') && names.some((name) => /^(samples|_journal)\//.test(name));
	return isEval ? 'an Inspect log (.eval): not read yet' : null;
}

/** The bytes of a member, compared with the size and checksum that the zip file states. */
async function* contents(zip: ZipFile, entry: Entry): AsyncIterable<Uint8Array> {
	if (entry.isEncrypted()) throw new Damaged('the file is encrypted: unpack it first');
	const isZstd = entry.compressionMethod === ZSTD_METHOD;
	if (!isZstd && !entry.canDecodeFileData()) {
		throw new Damaged(
			`the file is packed by method ${entry.compressionMethod}, expected deflate or zstd: unpack it first`
		);
	}
	let sum = 0;
	let bytes = 0;
	try {
		// Only `false` may be given: yauzl 3.4 hands out packed bytes for `true` as well.
		const stream = await zip.openReadStreamPromise(entry, isZstd ? { decodeFileData: false } : {});
		const raw = stream as AsyncIterable<Uint8Array>;
		for await (const chunk of isZstd ? unzstd(raw) : raw) {
			sum = crc32(chunk, sum);
			bytes += chunk.length;
			if (bytes > entry.uncompressedSize) throw new Error('more bytes than stated');
			yield chunk;
		}
	} catch (error) {
		return broken(error as Error);
	}
	if (bytes !== entry.uncompressedSize || sum !== entry.crc32) throw new Damaged(DIFFERENT);
}

/** APPNOTE 4.4.5. */
const ZSTD_METHOD = 93;
const DIFFERENT = 'the file differs from its checksum in the zip file: send it again';

function broken(error: Error): never {
	if (error instanceof Damaged) throw error;
	throw new Damaged(`the zip file is damaged (${error.message}): send it again`, { cause: error });
}
