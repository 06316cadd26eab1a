import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { simulateChunk, type ChunkDraws } from '#simulations/engine/simulate.ts';
import type { ScenarioDocument } from '../../scenarios/document.ts';
import { prepareTask, type PreparedTask } from '../../scenarios/prepared-task.ts';
import type { Precision, ScenarioResult } from '../../scenarios/result.ts';
import { finishScenario } from '../../scenarios/run-scenario.ts';
import type { TaskFacts } from '../../scenarios/task-facts.ts';

/** What a worker is asked to do; the scenario comes first and stands until the next one. */
export type WorkerOrder =
	| {
			kind: 'scenario';
			document: ScenarioDocument;
			facts: readonly TaskFacts[];
			precision: Precision;
	  }
	| { kind: 'chunk'; task: number; chunk: number }
	| { kind: 'finish'; drawn: readonly (readonly ChunkDraws[])[] };

/** What it answers. */
export type WorkerAnswer =
	| { kind: 'ready' }
	| { kind: 'chunk'; task: number; draws: ChunkDraws }
	| { kind: 'result'; result: ScenarioResult }
	| { kind: 'failed'; message: string };

/** How a worker knows that it is one of ours. */
export const WORKER_NAME = 'breakeven-simulation';

/** This module: a worker starts from the same file, in the build as from the sources. */
export const workerUrl = import.meta.url;

if (!isMainThread && (workerData as { name?: string } | null)?.name === WORKER_NAME) listen();

function listen(): void {
	let tasks: PreparedTask[] = [];
	let asked: Extract<WorkerOrder, { kind: 'scenario' }> | null = null;
	parentPort?.on('message', (order: WorkerOrder) => {
		try {
			if (order.kind === 'scenario') {
				asked = order;
				const { document, facts, precision } = order;
				tasks = facts.map((one) => prepareTask(document, one, precision));
				answer({ kind: 'ready' });
			} else if (order.kind === 'chunk') {
				const simulation = tasks[order.task]?.simulation;
				if (!simulation) throw new Error(`task ${order.task} has nothing to simulate`);
				const draws = simulateChunk(simulation, order.chunk);
				answer({ kind: 'chunk', task: order.task, draws }, buffersOf(draws));
			} else if (asked) {
				const result = finishScenario(tasks, order.drawn, asked.document, asked.precision);
				answer({ kind: 'result', result });
			}
		} catch (error) {
			answer({ kind: 'failed', message: (error as Error).message });
		}
	});
}

function answer(message: WorkerAnswer, moved: ArrayBuffer[] = []): void {
	parentPort?.postMessage(message, moved);
}

/** The columns of a chunk, each once: an option without incidents may share its column. */
function buffersOf({ expected, withEvents, incidentLosses }: ChunkDraws): ArrayBuffer[] {
	const columns = [...expected, ...withEvents, ...incidentLosses];
	return [...new Set(columns.map((column) => column.buffer as ArrayBuffer))];
}
