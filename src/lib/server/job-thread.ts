import { isMainThread, parentPort, workerData, type Worker } from 'node:worker_threads';
import { startWorker } from './start-worker.ts';

/** A thread without work is ended after so long; the next job starts another. */
const IDLE_MS = 60_000;

interface Order<Job> {
	number: number;
	job: Job;
}
type Answer<Result> = { number: number } & ({ result: Result } | { fault: string });

/** A module that does jobs in a thread: its `answerJobs` name and its own address. */
export interface JobModule {
	WORKER_NAME: string;
	workerUrl: string;
}

/**
 * A thread of its own for long jobs, done one after the other, so that pages are answered meanwhile.
 * `load` imports its module at run time, so that the build keeps what it loads in a file of its own.
 */
export class JobThread<Job, Result> {
	#load: () => Promise<JobModule>;
	#mostMs: number;
	#worker: Worker | null = null;
	#waiting = new Map<number, { resolve: (one: Result) => void; reject: (fault: Error) => void }>();
	#number = 0;
	#clock: NodeJS.Timeout | null = null;

	/** A job that takes longer than `mostMs` has gone wrong: it and those behind it fail. */
	constructor(load: () => Promise<JobModule>, mostMs: number) {
		this.#load = load;
		this.#mostMs = mostMs;
	}

	async do(job: Job): Promise<Result> {
		const { WORKER_NAME, workerUrl } = await this.#load();
		this.#worker ??= this.#started(WORKER_NAME, workerUrl);
		const worker = this.#worker;
		return new Promise((resolve, reject) => {
			const number = ++this.#number;
			this.#waiting.set(number, { resolve, reject });
			this.#watch(worker);
			worker.postMessage({ number, job } satisfies Order<Job>);
		});
	}

	#started(name: string, url: string): Worker {
		const worker = startWorker(name, url);
		worker.unref();
		worker.on('message', (answer: Answer<Result>) => this.#settle(worker, answer));
		worker.on('error', (fault) => this.#end(worker, (fault as Error).message));
		worker.on('exit', () => this.#end(worker, 'the thread has ended'));
		return worker;
	}

	#settle(worker: Worker, answer: Answer<Result>): void {
		const asked = this.#waiting.get(answer.number);
		this.#waiting.delete(answer.number);
		this.#watch(worker);
		if ('result' in answer) asked?.resolve(answer.result);
		else asked?.reject(new Error(answer.fault));
	}

	/** The time until the next answer has to come, or until a thread without work ends. */
	#watch(worker: Worker): void {
		if (this.#clock) clearTimeout(this.#clock);
		const isIdle = this.#waiting.size === 0;
		this.#clock = setTimeout(
			() => this.#end(worker, 'it took too long'),
			isIdle ? IDLE_MS : this.#mostMs
		);
		if (isIdle) {
			this.#clock.unref();
			worker.unref();
		} else worker.ref();
	}

	#end(worker: Worker, why: string): void {
		if (this.#worker !== worker) return;
		this.#worker = null;
		if (this.#clock) clearTimeout(this.#clock);
		for (const { reject } of this.#waiting.values()) reject(new Error(why));
		this.#waiting.clear();
		void worker.terminate();
	}
}

/** Does the jobs of a `JobThread`; in a thread that is not called so it does nothing. */
export function answerJobs<Job, Result>(name: string, work: (job: Job) => Promise<Result>): void {
	if (isMainThread || (workerData as { name?: string } | null)?.name !== name) return;
	let before = Promise.resolve();
	parentPort?.on('message', ({ number, job }: Order<Job>) => {
		before = before.then(async () => {
			const answer = await work(job).then(
				(result): Answer<Result> => ({ number, result }),
				(fault: Error) => ({ number, fault: fault.message })
			);
			parentPort?.postMessage(answer);
		});
	});
}
