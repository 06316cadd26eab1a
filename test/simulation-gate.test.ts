import { describe, expect, it } from 'vitest';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import { clientGone } from '#lib/server/client-gone.ts';
import { scenarioFacts } from '#lib/server/scenarios/facts.ts';
import { GateFull, SimulationGate, simulationGate } from '#lib/server/scenarios/simulation-gate.ts';
import { runInPool, TooLong } from '#lib/server/scenarios/simulation-pool.ts';
import * as simulateApi from '../src/routes/api/v1/simulate/+server.ts';
import { emptyWorkspace } from './workspace.ts';

describe('the gate of simulations', () => {
	it('lets two run; the third waits for its turn, the eleventh is refused', async () => {
		const gate = new SimulationGate({ threads: 4, runs: 2, waiting: 8 });
		const runs = Array.from({ length: 10 }, () => entered(gate, 1));
		await turn();
		expect(runs.map((run) => run.threads)).toEqual([1, 1, ...Array<null>(8).fill(null)]);
		await expect(entered(gate, 1).done).rejects.toThrow(GateFull);

		runs[1]?.end();
		await turn();
		expect(runs.slice(2, 4).map((run) => run.threads)).toEqual([1, null]);
		for (const run of runs) run.end();
		await Promise.all(runs.map((run) => run.done));
	});

	it('never gives out more threads than there are: a run takes what is free, or waits', async () => {
		const gate = new SimulationGate({ threads: 3, runs: 2, waiting: 8 });
		const [first, second, third] = [entered(gate, 2), entered(gate, 16), entered(gate, 16)];
		await turn();
		// 2 of 3 are taken, so the second has 1; the third starts when the first gives its 2 back.
		expect([first.threads, second.threads, third.threads]).toEqual([2, 1, null]);
		first.end();
		await turn();
		expect(third.threads).toBe(2);
		second.end();
		third.end();
		await Promise.all([first.done, second.done, third.done]);
	});

	it('gives the turn of a run that failed to the next one', async () => {
		const gate = new SimulationGate({ threads: 1, runs: 1, waiting: 1 });
		const failed = gate.enter(1, null, () => Promise.reject(new Error('broken')));
		const next = gate.enter(1, null, (threads) => Promise.resolve(threads));
		await expect(failed).rejects.toThrow('broken');
		expect(await next).toBe(1);
	});

	it('never starts a waiting run that was called off, and keeps the place of the next', async () => {
		const gate = new SimulationGate({ threads: 1, runs: 1, waiting: 2 });
		const first = entered(gate, 1);
		const stop = new AbortController();
		const second = entered(gate, 1, stop.signal);
		const third = entered(gate, 1);
		stop.abort(new Error('called off'));
		await expect(second.done).rejects.toThrow('called off');
		first.end();
		await turn();
		expect([second.threads, third.threads]).toEqual([null, 1]);
		third.end();
		await Promise.all([first.done, third.done]);
	});
});

describe('a run past its time', () => {
	it('is ended with its threads and says so; the next one has its place', async () => {
		const gate = new SimulationGate({ threads: 1, runs: 1, waiting: 1 });
		const { facts } = await known();
		// Growth by ten times a month: 1000 x 11^11, some 3 x 10^14 cases in the twelfth.
		const endless = scenario({ inputs: { growth_month: 10 } });
		const asked = performance.now();
		const late = runInPool(endless, facts, { workers: 1, mostMs: 50, gate });
		await expect(late).rejects.toThrow(TooLong);
		await expect(late).rejects.toThrow(
			'This takes longer than 0.05 s: ask for fewer replications, or a smaller volume.'
		);
		expect(performance.now() - asked).toBeLessThan(3000);
		expect(await gate.enter(1, null, (threads) => Promise.resolve(threads))).toBe(1);
	});
});

describe('POST /api/v1/simulate under load', () => {
	it('answers 503 and when to ask again while too many wait', async () => {
		const stop = new AbortController();
		const { warehouse } = await known();
		const held = Array.from({ length: 10 }, () => entered(simulationGate, 1, stop.signal));
		await turn();
		// On a machine with one CPU one runs and eight wait, so that the tenth was refused already.
		const answer = await simulateApi.POST(event(warehouse));
		expect(answer.status).toBe(503);
		expect(answer.headers.get('retry-after')).toBe('10');
		expect(await answer.json()).toEqual({
			message: 'Too many simulations wait already: ask again in a moment.'
		});
		stop.abort(new Error('over'));
		for (const run of held) run.end();
		await Promise.allSettled(held.map((run) => run.done));
	});

	it('asks for as many replications in the body as in the address', async () => {
		const { warehouse } = await known();
		const many = { replications: 1_000_001 };
		expect((await simulateApi.POST(event(warehouse, many))).status).toBe(400);
		expect((await simulateApi.POST(event(warehouse, {}, 'replications=1000001'))).status).toBe(400);
	});

	it('knows by the name that the door gave a request that its client has gone', () => {
		const gone = new AbortController();
		const key = Symbol.for('breakeven.requests');
		(globalThis as Record<symbol, unknown>)[key] = new Map([['7', gone]]);
		const named = (name: string) =>
			new Request('http://127.0.0.1/', { headers: { 'x-breakeven-request': name } });
		const [signal, other] = [clientGone(named('7')), clientGone(named('8'))];
		gone.abort();
		expect([signal.aborted, other.aborted]).toEqual([true, false]);
		Reflect.deleteProperty(globalThis, key);
	});
});

/** A run in the gate that lasts until its `end`; its threads are null until it has started. */
function entered(gate: SimulationGate, threads: number, signal: AbortSignal | null = null) {
	const { promise, resolve } = resolvable();
	const run = { threads: null as number | null, end: resolve, done: promise };
	run.done = gate.enter(threads, signal, (given) => {
		run.threads = given;
		return promise;
	});
	run.done.catch(() => undefined);
	return run;
}

function resolvable() {
	let resolve = () => {};
	const promise = new Promise<void>((settle) => (resolve = settle));
	return { promise, resolve };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

const figure = (value: number) => ({ value, source: 'measured', n: 200 });
const refund = {
	case_success_rate: figure(0.9),
	cost_per_case_usd: figure(0.5),
	human_minutes: figure(10),
	human_wage_per_hour: figure(45)
};
const pinned = {
	breakeven_schema: 'scenario/1',
	name: 'as pinned',
	tasks: ['refund'],
	pin: { date: '2026-11-01', tasks: { refund } }
};

function scenario(changes: object) {
	const read = readScenario({ ...pinned, ...changes });
	if ('problem' in read) throw new Error(read.problem);
	return read.scenario;
}

async function known() {
	const warehouse = await emptyWorkspace();
	const found = await scenarioFacts(warehouse, scenario({}), 'UTC');
	if ('problem' in found) throw new Error(found.problem);
	return { warehouse, facts: found.facts };
}

function event(warehouse: unknown, changes: object = {}, query = '') {
	const url = new URL(`http://127.0.0.1/api/v1/simulate?${query}`);
	const body = JSON.stringify({ ...pinned, ...changes });
	return {
		url,
		request: new Request(url, { method: 'POST', body }),
		locals: { workspace: () => Promise.resolve({ warehouse }) }
	} as never;
}
