import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream, ReadableStreamDefaultReader } from 'node:stream/web';
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
	const reader = body.getReader();
	const metered = async function* () {
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			bytes += next.value.length;
			hash.update(next.value);
			if (bytes > limit) throw new TooLarge(`the file is larger than ${limit} bytes`);
			yield next.value;
		}
	};
	const discard = () => rm(path, { force: true });
	try {
		await pipeline(metered(), createWriteStream(path));
	} catch (error) {
		// Read to its end: a body that is given up takes the connection along, and the answer on it.
		void drain(reader);
		await discard();
		throw error;
	}
	return { path, bytes, sha256: hash.digest('hex'), discard };
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
	try {
		while (!(await reader.read()).done);
	} catch {
		// The client has gone: nobody waits for an answer.
	}
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
		return pid > 0 && !isZombie(pid) && process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Killed, but its parent has not asked after it yet (Linux: proc(5), the state after the name). */
function isZombie(pid: number): boolean {
	try {
		return /\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
	} catch {
		return false;
	}
}
