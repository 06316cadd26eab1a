import type { ScenarioDocument } from '#lib/scenarios/document.ts';
import type { Precision, ScenarioResult } from '#lib/scenarios/result.ts';
import type { TaskFacts } from '#lib/scenarios/task-facts.ts';

/** What the worker is told. */
export type Order =
	| { kind: 'facts'; facts: readonly TaskFacts[] }
	| { kind: 'run'; id: number; scenario: ScenarioDocument; precision: Precision };

/** What it answers. */
export type Answer =
	| { kind: 'result'; id: number; result: ScenarioResult }
	| { kind: 'failed'; id: number; message: string };

/** Who listens: results with the milliseconds since the change, and what could not be simulated. */
export interface Listener {
	onresult: (result: ScenarioResult, tookMs: number) => void;
	onfailed: (message: string) => void;
}

/** Without a change for this long, full precision begins. */
const QUIET_MS = 120;

/**
 * Simulations in the browser, off its main thread: a preview at each change, the newest one first, and
 * full precision once the changes pause. A change ends a full run with its worker; another stands by.
 */
export class LiveSimulation {
	readonly #listener: Listener;
	#facts: readonly TaskFacts[] = [];
	#worker: Worker | null = null;
	#spare: Worker | null = null;
	#asked = { id: 0, at: 0 };
	#busy: Precision | null = null;
	#waiting: ScenarioDocument | null = null;
	#pause: ReturnType<typeof setTimeout> | undefined;

	constructor(listener: Listener) {
		this.#listener = listener;
	}

	/** Starts on these facts; what runs on others ends. */
	start(facts: readonly TaskFacts[]): void {
		this.stop();
		this.#facts = facts;
		this.#worker = this.#made();
		this.#spare = this.#made();
	}

	/** Simulates a scenario: a preview, then in full; `only` full where a preview is at hand. */
	ask(scenario: ScenarioDocument, { only }: { only?: 'full' } = {}): void {
		this.#asked = { id: this.#asked.id + 1, at: performance.now() };
		clearTimeout(this.#pause);
		if (this.#busy === 'full') this.#replace();
		if (only === 'full') this.#run(scenario, 'full');
		else if (this.#busy === 'preview') this.#waiting = scenario;
		else this.#run(scenario, 'preview');
	}

	/** Ends all that runs. */
	stop(): void {
		clearTimeout(this.#pause);
		this.#worker?.terminate();
		this.#spare?.terminate();
		this.#worker = this.#spare = this.#busy = this.#waiting = null;
	}

	#run(scenario: ScenarioDocument, precision: Precision): void {
		this.#busy = precision;
		this.#send(this.#worker, { kind: 'run', id: this.#asked.id, scenario, precision });
		if (this.#worker)
			this.#worker.onmessage = ({ data }: MessageEvent<Answer>) =>
				this.#answered(data, scenario, precision);
	}

	#answered(answer: Answer, scenario: ScenarioDocument, precision: Precision): void {
		this.#busy = null;
		const next = this.#waiting;
		this.#waiting = null;
		if (answer.kind === 'failed') this.#listener.onfailed(answer.message);
		else this.#listener.onresult(answer.result, performance.now() - this.#asked.at);
		if (next) this.#run(next, 'preview');
		else if (precision === 'preview' && answer.kind === 'result')
			this.#pause = setTimeout(() => this.#run(scenario, 'full'), QUIET_MS);
	}

	/** The spare takes over; the busy one goes with all it was doing. */
	#replace(): void {
		this.#worker?.terminate();
		this.#worker = this.#spare;
		this.#spare = this.#made();
		this.#busy = null;
	}

	#made(): Worker {
		const worker = new Worker(new URL('./simulation.worker.ts', import.meta.url), {
			type: 'module'
		});
		this.#send(worker, { kind: 'facts', facts: this.#facts });
		return worker;
	}

	#send(worker: Worker | null, order: Order): void {
		worker?.postMessage(order);
	}
}
