import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { replay } from '#simulations/engine/policy-replay.ts';
import { chunksOf, prepare } from '#simulations/engine/simulate.ts';
import { CHUNK_TRIALS, streamOf } from '#simulations/engine/statistics/random.ts';
import { scenarioFrom } from '../golden-topics-simulation.ts';
import vector from '../golden/scenario-end-to-end.json' with { type: 'json' };
import { alternate, printTable } from './rounds.ts';

const TRIALS = Number(process.env.TRIALS ?? 1_000_000);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const inputs = vector.cases[0]?.inputs as never;
const prepared = prepare(scenarioFrom(inputs), { seed: 1, trials: TRIALS, mode: 'random' });
const chunks = Array.from({ length: chunksOf(TRIALS) }, (_, chunk) => chunk);

test('a scenario of 12 months beside numpy and beside drawing its uniforms', async () => {
	const threads = [thread(), thread()];
	const [first = thread(), second = thread()] = threads;
	const shared = chunks.filter((chunk) => chunk % 2 === 0);
	const rest = chunks.filter((chunk) => chunk % 2 === 1);
	const numpy = numpySeconds();
	const times = await alternate(
		{
			one: () => asked(first, chunks),
			two: () => Promise.all([asked(first, shared), asked(second, rest)]),
			uniforms: () => Promise.resolve(drawUniforms())
		},
		ROUNDS
	);
	for (const one of threads) await one.terminate();
	const { one = NaN, two = NaN, uniforms = NaN } = times;
	const rows: (string | number)[][] = [
		['', 'ms', 'against numpy', 'against its uniforms'],
		['engine, 1 worker', one, ratio(numpy, one), one / uniforms],
		['engine, 2 workers', two, ratio(numpy, two), two / uniforms],
		['numpy, 1 thread', numpy === null ? 'not installed' : 1000 * numpy, 1, '']
	];
	console.log(`${TRIALS} trials x 12 months of one option, medians of ${ROUNDS} rounds`);
	printTable(rows);
	expect(two).toBeGreaterThan(0);
});

test('a sweep of 101 thresholds over runs beside sorting them', async () => {
	const runs = TRIALS;
	const stream = streamOf(1, 'bench.confidence', 0);
	const confidence = new Float64Array(runs);
	stream.fill(confidence);
	const outcome = confidence.map((c) => (stream.nextUniform() < 0.5 + c / 2 ? 1 : 0));
	const ones = new Float64Array(runs).fill(1);
	const none = new Uint8Array(runs);
	const thresholds = Float64Array.from({ length: 101 }, (_, k) => k / 100);
	const columns = {
		confidence,
		outcome,
		highStakes: none,
		runCostUsd: ones,
		lossIfEscapedUsd: ones
	};
	const terms = {
		costPerReviewUsd: 1,
		reviewMinutes: 3,
		redoCostUsd: 6,
		detect: 0.8,
		falseAlarm: 0.05
	};
	const rule = { alwaysReviewHighStakes: false, withoutConfidence: 'review' as const };
	const times = await alternate(
		{
			sweep: () => Promise.resolve(replay(columns, terms, rule, thresholds)),
			sort: () => Promise.resolve(confidence.slice().sort())
		},
		ROUNDS
	);
	const { sweep = NaN, sort = NaN } = times;
	console.log(`${runs} runs, medians of ${ROUNDS} rounds`);
	printTable([
		['', 'ms', 'against sorting'],
		['101 thresholds', sweep, sweep / sort],
		['sorting', sort, 1]
	]);
	expect(sweep).toBeGreaterThan(0);
});

const ratio = (numpy: number | null, ms: number) => (numpy === null ? '' : (1000 * numpy) / ms);

/** As many uniforms as the scenario draws: six inputs, and a count for the agent and for the person. */
function drawUniforms(): number {
	let total = 0;
	const column = new Float64Array(CHUNK_TRIALS);
	for (const chunk of chunks)
		for (let variable = 0; variable < 8; variable++) {
			streamOf(1, `bench ${variable}`, chunk).fill(column);
			total += column[0] ?? 0;
		}
	return total;
}

function thread(): Worker {
	const url = new URL('./simulate-thread.ts', import.meta.url).href;
	const start = `import('tsx/esm/api').then((tsx) => (tsx.register(), import('${url}')));`;
	return new Worker(start, { eval: true });
}

function asked(worker: Worker, of: readonly number[]): Promise<number> {
	return new Promise((resolve) => {
		worker.once('message', resolve);
		worker.postMessage({ prepared, chunks: of });
	});
}

/** Seconds of the same scenario with numpy, its best of several block sizes; null without it. */
function numpySeconds(): number | null {
	const script = new URL('./simulate.py', import.meta.url).pathname;
	const run = spawnSync('python3', [script, String(TRIALS), '3'], {
		input: JSON.stringify(inputs),
		encoding: 'utf8'
	});
	if (run.status !== 0) return null;
	return (JSON.parse(run.stdout) as { seconds: number }).seconds;
}
