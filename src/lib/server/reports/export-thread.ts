import type { Worker } from 'node:worker_threads';
import { startWorker } from '../start-worker.ts';
import type { ExportAnswer, ExportOrder, ThreadFormat } from './export-worker.ts';
import type { StoredReport } from './report-store.ts';

/** A thread without work is ended after so long; the next file starts another. */
const IDLE_MS = 60_000;
/** A file that takes longer has gone wrong. */
const MOST_MS = 120_000;

let thread: ExportThread | null = null;

/**
 * A report as a file, made in a thread of its own so that pages are answered meanwhile. Files are
 * made one after the other.
 */
export async function madeInThread(
	format: ThreadFormat,
	report: StoredReport
): Promise<Uint8Array> {
	// Asked for at run time, so that the build keeps what the thread loads in a file of its own.
	const { WORKER_NAME, workerUrl } = await import('./export-worker.ts');
	thread ??= new ExportThread(startWorker(WORKER_NAME, workerUrl));
	return thread.make(format, report);
}

/** One worker thread and the files that wait for it. */
class ExportThread {
	#worker: Worker;
	#waiting = new Map<number, { resolve: (file: Uint8Array) => void; reject: (e: Error) => void }>();
	#number = 0;
	#clock: NodeJS.Timeout | null = null;

	constructor(worker: Worker) {
		this.#worker = worker;
		worker.unref();
		worker.on('message', (answer: ExportAnswer) => this.#settle(answer));
		worker.on('error', (fault) => this.#fail(fault as Error));
		worker.on('exit', () => this.#fail(new Error('the thread that makes files has ended')));
	}

	make(format: ThreadFormat, report: StoredReport): Promise<Uint8Array> {
		return new Promise((resolve, reject) => {
			const number = ++this.#number;
			this.#waiting.set(number, { resolve, reject });
			this.#watch();
			this.#worker.postMessage({ number, format, report } satisfies ExportOrder);
		});
	}

	#settle(answer: ExportAnswer): void {
		const asked = this.#waiting.get(answer.number);
		this.#waiting.delete(answer.number);
		this.#watch();
		if (answer.kind === 'file') asked?.resolve(answer.bytes);
		else asked?.reject(new Error(answer.message));
	}

	/** The time until the next file has to come, or until a thread without work ends. */
	#watch(): void {
		if (this.#clock) clearTimeout(this.#clock);
		const isIdle = this.#waiting.size === 0;
		this.#clock = setTimeout(
			() => this.#fail(new Error('the file took too long to make')),
			isIdle ? IDLE_MS : MOST_MS
		);
		if (isIdle) {
			this.#clock.unref();
			this.#worker.unref();
		} else this.#worker.ref();
	}

	#fail(fault: Error): void {
		if (this.#clock) clearTimeout(this.#clock);
		if (thread === this) thread = null;
		for (const { reject } of this.#waiting.values()) reject(fault);
		this.#waiting.clear();
		void this.#worker.terminate();
	}
}
