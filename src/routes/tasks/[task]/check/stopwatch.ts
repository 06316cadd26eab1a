/** Time that a run was in sight: it stands while the page is in the background. */
export class Stopwatch {
	#elapsedMs = 0;
	/** When it last went on; null while it stands. */
	#since: number | null = null;

	/** Seconds so far, to tenths; null before it was started. */
	seconds(): number | null {
		if (this.#since === null && this.#elapsedMs === 0) return null;
		const running = this.#since === null ? 0 : performance.now() - this.#since;
		return Math.round((this.#elapsedMs + running) / 100) / 10;
	}

	/** Begins anew for a run, or stands still when there is none; the cleanup stops it. */
	start(runId: string | null): () => void {
		this.#elapsedMs = 0;
		this.#since = null;
		if (runId === null) return () => undefined;
		const turn = () => (document.hidden ? this.#stop() : this.#goOn());
		turn();
		document.addEventListener('visibilitychange', turn);
		return () => {
			document.removeEventListener('visibilitychange', turn);
			this.#stop();
		};
	}

	#goOn() {
		this.#since ??= performance.now();
	}

	#stop() {
		if (this.#since !== null) this.#elapsedMs += performance.now() - this.#since;
		this.#since = null;
	}
}
