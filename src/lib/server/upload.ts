import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, readdirSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { folder } from './data-folder.ts';

/** A file as it arrived on disk; `discard` takes it away again. */
export interface Received {
	path: string;
	bytes: number;
	sha256: string;
	discard: () => Promise<void>;
}

/** An upload may be this large. */
export const MAX_UPLOAD_BYTES = 20 * 1024 ** 3;

/** The upload was larger than allowed. */
export class TooLarge extends Error {}

/** Streams a request body to disk, counting and hashing on the way; never holds it in memory. */
export async function receive(
	body: ReadableStream<Uint8Array>,
	limit = MAX_UPLOAD_BYTES
): Promise<Received> {
	const path = join(folder('uploads'), `${process.pid}-${randomUUID()}.part`);
	const hash = createHash('sha256');
	let bytes = 0;
	const meter = new Transform({
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.length;
			hash.update(chunk);
			if (bytes > limit) done(new TooLarge(`the file is larger than ${limit} bytes`));
			else done(null, chunk);
		}
	});
	const discard = () => rm(path, { force: true });
	try {
		await pipeline(Readable.fromWeb(body), meter, createWriteStream(path));
	} catch (error) {
		await discard();
		throw error;
	}
	return { path, bytes, sha256: hash.digest('hex'), discard };
}

/** Takes away what uploads left behind whose process was killed; those under way elsewhere stay. */
export function sweepUploads(): void {
	const uploads = folder('uploads');
	const startedAt = Date.now() - process.uptime() * 1000;
	for (const name of readdirSync(uploads)) {
		const pid = Number(/^(\d+)-/.exec(name)?.[1] ?? 0);
		const path = join(uploads, name);
		const isOurs = pid === process.pid && statSync(path).mtimeMs >= startedAt;
		if (!isOurs && (pid === process.pid || !isRunning(pid)))
			rmSync(path, { recursive: true, force: true });
	}
}

function isRunning(pid: number): boolean {
	try {
		return pid > 0 && process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
