import type { Worker } from 'node:worker_threads';
import { chunksOf, type ChunkDraws } from '#simulations/engine/simulate.ts';
import type { ScenarioDocument } from '../../scenarios/document.ts';
import { askedOf, prepareTask, type RunOptions } from '../../scenarios/prepared-task.ts';
import type { ScenarioResult } from '../../scenarios/result.ts';
import type { TaskFacts } from '../../scenarios/task-facts.ts';
import { countSimulation } from '../observe/counts.ts';
import { startWorker } from '../start-worker.ts';
import { simulationGate, type SimulationGate } from './simulation-gate.ts';
import type { WorkerAnswer, WorkerOrder } from './simulation-worker.ts';

/** How to run a scenario in threads. */
export interface PoolOptions extends RunOptions {
	/** Threads that draw chunks, fewer where others run; 1 unless told. */
	workers?: number;
	signal?: AbortSignal;
	/** Milliseconds of running after which a run is ended; 60,000 unless told. */
	mostMs?: number;
	/** What a run waits at; the one of this process unless told. */
	gate?: SimulationGate;
	onChunk?: (done: number, chunks: number) => void;
}

/** Milliseconds that a run may take from its turn on. */
const MOST_MS = 60_000;

/** A run that was ended because it took too long. */
export class TooLong extends Error {
	override name = 'TooLong';
}

/**
 * Runs a scenario in worker threads when its turn has come, the same bits with any number of them: a
 * chunk depends on nothing but its number. An aborted signal ends the waiting and the threads and
 * throws its reason; throws `GateFull` where too many wait, `TooLong` past the time it may take.
 */
export function runInPool(
	document: ScenarioDocument,
	facts: readonly TaskFacts[],
	{ workers = 1, signal, gate = simulationGate, mostMs = MOST_MS, ...options }: PoolOptions = {}
): Promise<ScenarioResult> {
	return gate.enter(workers, signal ?? null, (threads) =>
		countSimulation(async () => {
			const ended = new AbortController();
			const callOff = () => ended.abort(signal?.reason);
			const late = new TooLong(
				`This takes longer than ${mostMs / 1000} s: ask for fewer replications, or a smaller volume.`
			);
			const clock = setTimeout(() => ended.abort(late), mostMs);
			signal?.addEventListener('abort', callOff, { once: true });
			try {
				signal?.throwIfAborted();
				return await run(document, facts, threads, ended.signal, options);
			} finally {
				clearTimeout(clock);
				signal?.removeEventListener('abort', callOff);
			}
		})
	);
}

async function run(
	document: ScenarioDocument,
	facts: readonly TaskFacts[],
	workers: number,
	signal: AbortSignal,
	{ onChunk, ...options }: PoolOptions
): Promise<ScenarioResult> {
	const asked = askedOf(document, options);
	const precision = options.precision ?? 'full';
	const order: WorkerOrder = { kind: 'scenario', document: asked, facts, precision };
	// Also says at once what cannot be simulated, in the caller's own thread.
	const chunks = facts.flatMap((one, task) => {
		const { simulation } = prepareTask(asked, one, precision);
		const count = simulation ? chunksOf(simulation.trials) : 0;
		return Array.from({ length: count }, (_, chunk) => ({ task, chunk }));
	});
	const drawn: ChunkDraws[][] = facts.map(() => []);
	// Asked for at run time, so that the build keeps what a thread loads in a file of its own.
	const { WORKER_NAME, workerUrl } = await import('./simulation-worker.ts');
	const threads = Array.from(
		{ length: Math.max(1, Math.min(workers, chunks.length)) },
		() => new Thread(WORKER_NAME, workerUrl)
	);
	const stop = () => Promise.all(threads.map((thread) => thread.end()));
	signal.addEventListener('abort', () => void stop(), { once: true });
	try {
		signal.throwIfAborted();
		let next = 0;
		let done = 0;
		await Promise.all(
			threads.map(async (thread) => {
				await thread.ask(order);
				for (let at = next++; at < chunks.length; at = next++) {
					const place = chunks[at];
					if (!place) break;
					const answer = await thread.ask({ kind: 'chunk', ...place });
					if (answer.kind === 'chunk') drawn[place.task]?.push(answer.draws);
					onChunk?.(++done, chunks.length);
				}
			})
		);
		// A thread that has ended already would never answer.
		signal.throwIfAborted();
		const answer = await threads[0]?.ask({ kind: 'finish', drawn });
		if (answer?.kind !== 'result') throw new Error('the simulation gave no result');
		return answer.result;
	} catch (error) {
		signal.throwIfAborted();
		throw error;
	} finally {
		await stop();
	}
}

/** One worker thread that answers one order at a time. */
class Thread {
	#worker: Worker;
	#settle: { resolve: (answer: WorkerAnswer) => void; reject: (error: Error) => void } | null =
		null;

	constructor(name: string, url: string) {
		this.#worker = startWorker(name, url);
		this.#worker.unref();
		this.#worker.on('message', (answer: WorkerAnswer) => {
			if (answer.kind === 'failed') this.#fail(new Error(answer.message));
			else this.#settled()?.resolve(answer);
		});
		this.#worker.on('error', (error) => this.#fail(error as Error));
		this.#worker.on('exit', () => this.#fail(new Error('the simulation was stopped')));
	}

	ask(order: WorkerOrder): Promise<WorkerAnswer> {
		return new Promise((resolve, reject) => {
			this.#settle = { resolve, reject };
			this.#worker.ref();
			this.#worker.postMessage(order);
		});
	}

	async end(): Promise<void> {
		await this.#worker.terminate();
	}

	#fail(error: Error): void {
		this.#settled()?.reject(error);
	}

	#settled() {
		const settle = this.#settle;
		this.#settle = null;
		return settle;
	}
}
