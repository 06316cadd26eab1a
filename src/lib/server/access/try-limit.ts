/** How many tries there are and how they come back. */
export interface Tries {
	/** At once. */
	burst: number;
	/** One more every so often, in milliseconds. */
	refillMs: number;
	/** What a wrong one costs in all, the one that `allows` has counted included. */
	wrong: number;
}

/** Addresses and names remembered; beyond that the ones unseen for longest are forgotten. */
const REMEMBERED = 10_000;

/** A bucket of tries per key, such as an address: guessing gets hopeless; the time is passed in. */
export class TryLimit {
	#buckets = new Map<string, { tries: number; at: number }>();
	#tries: Tries;

	constructor(tries: Tries) {
		this.#tries = tries;
	}

	/** Whether one more may come now; it then counts. */
	allows(key: string, nowMs: number): boolean {
		const tries = this.#triesOf(key, nowMs);
		if (tries < 1) return false;
		this.#keep(key, tries - 1, nowMs);
		return true;
	}

	/** The last one was a wrong guess. */
	wrong(key: string, nowMs: number): void {
		this.#keep(key, this.#triesOf(key, nowMs) - this.#tries.wrong + 1, nowMs);
	}

	#triesOf(key: string, nowMs: number): number {
		const { burst, refillMs } = this.#tries;
		const bucket = this.#buckets.get(key);
		return bucket ? Math.min(burst, bucket.tries + (nowMs - bucket.at) / refillMs) : burst;
	}

	#keep(key: string, tries: number, at: number): void {
		this.#buckets.delete(key);
		this.#buckets.set(key, { tries, at });
		if (this.#buckets.size > REMEMBERED)
			this.#buckets.delete(this.#buckets.keys().next().value as string);
	}
}
