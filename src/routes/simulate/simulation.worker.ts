import { runScenario } from '#lib/scenarios/run-scenario.ts';
import type { TaskFacts } from '#lib/scenarios/task-facts.ts';
import type { Order, Answer } from './live-simulation.ts';

/** Simulates what it is told, one order at a time; the facts come first and stand until others come. */
let facts: readonly TaskFacts[] = [];

addEventListener('message', ({ data }: MessageEvent<Order>) => {
	if (data.kind === 'facts') {
		facts = data.facts;
		return;
	}
	const { id, scenario, precision } = data;
	try {
		const result = runScenario(scenario, facts, { precision });
		if (result) answer({ kind: 'result', id, result });
	} catch (error) {
		answer({ kind: 'failed', id, message: (error as Error).message });
	}
});

function answer(message: Answer): void {
	postMessage(message);
}
