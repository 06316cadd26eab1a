/** Counters by their labels as Prometheus writes them (`route="/runs",status="200"`). */
type Counter = Map<string, number>;

interface Counts {
	requests: Counter;
	/** Buckets of the time to an answer, cumulative, by their upper bound in seconds. */
	seconds: { buckets: number[]; sum: number; count: number };
	rows: Counter;
	imports: Counter;
	simulations: { running: number; done: number; failed: number };
}

/** Upper bounds of the buckets, seconds. */
export const BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] as const;

const KEY = Symbol.for('breakeven.counts');

/** What this process has done since it started. */
export const counts = ((globalThis as Record<symbol, unknown>)[KEY] ??= {
	requests: new Map(),
	seconds: { buckets: BOUNDS.map(() => 0), sum: 0, count: 0 },
	rows: new Map(),
	imports: new Map(),
	simulations: { running: 0, done: 0, failed: 0 }
}) as Counts;

/** Adds to a counter. */
export function add(counter: Counter, labels: Readonly<Record<string, string>>, by = 1): void {
	const key = Object.entries(labels)
		.map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '_')}"`)
		.join(',');
	counter.set(key, (counter.get(key) ?? 0) + by);
}

/** Counts an answer by its route, and how long it took. */
export function countRequest(route: string, method: string, status: number, seconds: number): void {
	add(counts.requests, { route, method, status: String(status) });
	counts.seconds.sum += seconds;
	counts.seconds.count += 1;
	BOUNDS.forEach((bound, at) => {
		if (seconds <= bound) counts.seconds.buckets[at] = (counts.seconds.buckets[at] ?? 0) + 1;
	});
}

/** Counts a simulation while it runs, and how it ended. */
export async function countSimulation<T>(work: () => Promise<T>): Promise<T> {
	const { simulations } = counts;
	simulations.running += 1;
	try {
		const result = await work();
		simulations.done += 1;
		return result;
	} catch (error) {
		simulations.failed += 1;
		throw error;
	} finally {
		simulations.running -= 1;
	}
}
