/** Something that the server is asked to do for this page, which may take long. */
export class Work {
	/** What it is; null when nothing is under way. */
	kind = $state<string | null>(null);
	/** Milliseconds since it began, in steps. */
	takesMs = $state(0);
	#job = '';
	#timer: ReturnType<typeof setInterval> | undefined;

	/** Begins; returns the id under which the server knows it. */
	begin(kind: string): string {
		this.end();
		this.kind = kind;
		this.#job = crypto.randomUUID();
		const from = performance.now();
		this.#timer = setInterval(() => (this.takesMs = performance.now() - from), 500);
		return this.#job;
	}

	/** It has ended. */
	end(): void {
		clearInterval(this.#timer);
		this.kind = null;
		this.takesMs = 0;
	}

	/** Calls it off; the server answers that it was, or that it was too late. */
	cancel(): void {
		void fetch(`/api/v1/jobs/${this.#job}`, { method: 'DELETE' }).catch(() => null);
	}
}
