import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { emptyReceipt, type Receipt } from '../receipt.ts';
import type { IncomingFile } from './ingest.ts';
import { MAX_UPLOAD_BYTES, receive, TooLarge } from './upload.ts';
import { Damaged } from './warehouse/warehouse.ts';
import { isZip, zipLimits, zipMembers, type ZipMember } from './zip-file.ts';
import { isZstdFile, unzstdFile } from './zstd.ts';

/** One of the files that came in, or why it cannot be opened. */
export type OpenedFile = { file: IncomingFile } | { refused: Receipt };

/**
 * The files that a file stands for: itself, what a zstd file unpacks to, or each file of a zip file
 * under a name of its own. What was unpacked is gone as soon as the next one is asked for. Every inner
 * file is an import of its own, known by its content whatever it was packed in.
 */
export async function* openFiles(
	file: IncomingFile,
	limits = zipLimits
): AsyncIterable<OpenedFile> {
	if (!(await isZip(file.path))) {
		yield* openPlain(file);
		return;
	}
	try {
		let hasFiles = false;
		for await (const member of zipMembers(file.path, limits)) {
			hasFiles = true;
			yield* openMember(file, member);
		}
		if (!hasFiles) throw new Damaged('the zip file holds no files');
	} catch (error) {
		yield refusal(file.name, error);
	}
}

/** Unpacks one file of a zip file, and opens it as if it had come alone. */
async function* openMember(archive: IncomingFile, member: ZipMember): AsyncIterable<OpenedFile> {
	const name = `${archive.name}/${member.name}`;
	if (member.bytes === 0) {
		yield { refused: emptyReceipt(name, 'file', 'the file is empty') };
		return;
	}
	yield* onDisk(archive, name, member.read(), member.bytes, async function* (inner) {
		if (await isZip(inner.path)) throw new Damaged(NESTED);
		yield* openPlain(inner);
	});
}

const NESTED = 'a zip file inside a zip file is not opened: unpack it first';

async function* openPlain(file: IncomingFile): AsyncIterable<OpenedFile> {
	if (!(await isZstdFile(file.path))) {
		yield { file };
		return;
	}
	yield* onDisk(file, file.name, unzstdFile(file.path), MAX_UPLOAD_BYTES, async function* (inner) {
		yield { file: inner };
	});
}

/** Holds a stream of bytes as a file for as long as `work` takes. */
async function* onDisk(
	archive: IncomingFile,
	name: string,
	chunks: AsyncIterable<Uint8Array>,
	limit: number,
	work: (inner: IncomingFile) => AsyncIterable<OpenedFile>
): AsyncIterable<OpenedFile> {
	try {
		const body = Readable.toWeb(Readable.from(chunks)) as ReadableStream<Uint8Array>;
		const { path, bytes, sha256, discard } = await receive(body, limit);
		try {
			yield* work({ ...archive, path, bytes, sha256, name });
		} finally {
			await discard();
		}
	} catch (error) {
		yield refusal(name, error);
	}
}

/** Only what is wrong with a file ends on its receipt. */
function refusal(name: string, error: unknown): OpenedFile {
	if (!(error instanceof Damaged || error instanceof TooLarge)) throw error;
	return { refused: emptyReceipt(name, 'file', error.message) };
}
