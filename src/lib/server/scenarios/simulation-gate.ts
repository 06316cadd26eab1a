import { availableParallelism } from 'node:os';

/** How much may be simulated at once. */
export interface GateLimits {
	/** Threads of all runs together. */
	threads: number;
	runs: number;
	/** Runs that wait for their turn; one more is refused. */
	waiting: number;
}

/** A run that was refused because too many wait already. */
export class GateFull extends Error {
	override name = 'GateFull';
}

interface Waiting {
	threads: number;
	start: (threads: number) => void;
}

/**
 * Lets runs in by their turn, first come first served. A run is given its threads at once, or waits
 * without any: so no two runs ever wait for each other.
 */
export class SimulationGate {
	#limits: GateLimits;
	#free: number;
	#running = 0;
	#queue: Waiting[] = [];

	constructor(limits: GateLimits) {
		this.#limits = limits;
		this.#free = limits.threads;
	}

	/** Does `work` with at most `threads` threads, 1 at least; a signal that aborts ends the waiting. */
	async enter<T>(
		threads: number,
		signal: AbortSignal | null,
		work: (threads: number) => Promise<T>
	): Promise<T> {
		const given = await this.#turn(threads, signal);
		try {
			return await work(given);
		} finally {
			this.#running -= 1;
			this.#free += given;
			this.#next();
		}
	}

	#turn(threads: number, signal: AbortSignal | null): Promise<number> {
		return new Promise((resolve, reject) => {
			signal?.throwIfAborted();
			const giveUp = () => {
				this.#queue = this.#queue.filter((one) => one !== waiting);
				reject(signal?.reason as Error);
			};
			const waiting: Waiting = {
				threads: Math.max(1, threads),
				start: (given) => {
					signal?.removeEventListener('abort', giveUp);
					resolve(given);
				}
			};
			this.#queue.push(waiting);
			this.#next();
			if (this.#queue.length > this.#limits.waiting) {
				this.#queue.pop();
				throw new GateFull('Too many simulations wait already: ask again in a moment.');
			}
			if (this.#queue.includes(waiting)) signal?.addEventListener('abort', giveUp, { once: true });
		});
	}

	#next(): void {
		while (this.#queue.length > 0 && this.#running < this.#limits.runs && this.#free > 0) {
			const first = this.#queue.shift();
			if (!first) return;
			const given = Math.min(first.threads, this.#free);
			this.#running += 1;
			this.#free -= given;
			first.start(given);
		}
	}
}

const KEY = Symbol.for('breakeven.simulation-gate');

/** The one gate of this process. */
export const simulationGate = ((globalThis as Record<symbol, unknown>)[KEY] ??= new SimulationGate({
	threads: availableParallelism(),
	runs: 2,
	waiting: 8
})) as SimulationGate;
