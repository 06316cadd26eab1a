/** So many tries at once, and one more every so often: guessing is hopeless, reading is not. */
const BURST = 30;
const REFILL_MS = 2_000;
/** A wrong guess costs as much as so many tries. */
const WRONG = 5;
/** Addresses remembered; beyond that the ones unseen for longest are forgotten. */
const REMEMBERED = 10_000;

/** A bucket of tries per key, such as an address; the time is passed in. */
export class LinkLimit {
	#buckets = new Map<string, { tries: number; at: number }>();

	/** Whether one more may come now; it then counts. */
	allows(key: string, nowMs: number): boolean {
		const tries = this.#triesOf(key, nowMs);
		if (tries < 1) return false;
		this.#keep(key, tries - 1, nowMs);
		return true;
	}

	/** The last one was a wrong guess. */
	wrong(key: string, nowMs: number): void {
		this.#keep(key, this.#triesOf(key, nowMs) - WRONG + 1, nowMs);
	}

	#triesOf(key: string, nowMs: number): number {
		const bucket = this.#buckets.get(key);
		return bucket ? Math.min(BURST, bucket.tries + (nowMs - bucket.at) / REFILL_MS) : BURST;
	}

	#keep(key: string, tries: number, at: number): void {
		this.#buckets.delete(key);
		this.#buckets.set(key, { tries, at });
		if (this.#buckets.size > REMEMBERED)
			this.#buckets.delete(this.#buckets.keys().next().value as string);
	}
}
