import { parentPort } from 'node:worker_threads';
import type { PreparedSimulation } from '#simulations/engine/scenario-view.ts';
import { simulateChunk } from '#simulations/engine/simulate.ts';

// Draws the chunks it is told to and answers with the sum of their net benefits.
parentPort?.on(
	'message',
	({ prepared, chunks }: { prepared: PreparedSimulation; chunks: number[] }) => {
		let total = 0;
		for (const chunk of chunks)
			for (const value of simulateChunk(prepared, chunk).withEvents[0] ?? []) total += value;
		parentPort?.postMessage(total);
	}
);
