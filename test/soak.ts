import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from './served.ts';

/** How a server did under steady use. */
export interface Soaked {
	seconds: number;
	loads: number;
	imports: number;
	simulations: number;
	/** Each a sentence: an answer that was no success, or none. */
	errors: string[];
	/** Milliseconds until 95 % of the loads of a page were whole, by page. */
	p95Ms: Record<string, number>;
	/** Resident memory, megabytes: medians of the second and of the last fifth of the time. */
	memoryMb: { early: number; late: number; most: number };
}

const PAGES = [
	'/',
	'/tasks',
	'/tasks/refund',
	'/runs',
	'/runs?task=triage&outcome=failure',
	'/runs/table:a7',
	'/verdicts',
	'/data',
	'/data/assumptions',
	'/data/workspace',
	'/reports',
	'/api/v1/metrics?by=task,agent',
	'/api/v1/verdict'
];
const READERS = 20;
const RUNS = 3000;

/**
 * Serves a workspace to 20 readers for so many seconds, while files come in and are undone again and
 * scenarios are simulated: the data stay the same, and so should everything else. Needs a build.
 */
export async function soak(
	dataDir: string,
	seconds: number,
	random: () => number,
	told: (line: string) => void = () => undefined
): Promise<Soaked> {
	const server = await serve(dataDir, ['--metrics']);
	const loads = new Map<string, number[]>();
	const errors: string[] = [];
	const memory: number[] = [];
	const count = { imports: 0, simulations: 0 };
	const ask = async (path: string, init?: RequestInit): Promise<string> => {
		const answer = await fetch(server.address + path, init);
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 200)}`);
		return text;
	};
	try {
		await ask('/api/v1/imports?name=a.csv', { method: 'POST', body: table('a', RUNS) });
		const headers = { 'content-type': 'text/csv' };
		await ask('/api/v1/assumptions', { method: 'POST', headers, body: ASSUMPTIONS });
		const end = Date.now() + seconds * 1000;
		const until = async (work: (at: number) => Promise<void>) => {
			for (let at = 0; Date.now() < end; at++)
				await work(at).catch((error: Error) => void errors.push(error.message));
		};
		const reader = () =>
			until(async () => {
				const page = PAGES[Math.floor(random() * PAGES.length)] ?? '/';
				const start = performance.now();
				await ask(page);
				loads.set(page, [...(loads.get(page) ?? []), performance.now() - start]);
				await sleep(random() * THINK_MS);
			});
		await Promise.all([
			...Array.from({ length: READERS }, reader),
			until(async (at) => {
				const name = `i${at}`;
				const body = table(name, 300);
				const said = await ask(`/api/v1/imports?name=${name}.csv`, { method: 'POST', body });
				const { receipts } = JSON.parse(said) as { receipts: { import_id: number }[] };
				await ask(`/api/v1/imports/${receipts[0]?.import_id}`, { method: 'DELETE' });
				count.imports += 1;
				await sleep(2000);
			}),
			until(async (at) => {
				const scenario = { breakeven_schema: 'scenario/1', name: `s${at}`, tasks: ['refund'] };
				const body = JSON.stringify(scenario);
				await ask('/api/v1/simulate?precision=preview', { method: 'POST', headers, body });
				count.simulations += 1;
				await sleep(1000);
			}),
			until(async (at) => {
				const text = await ask('/metrics');
				memory.push(Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]) / 2 ** 20);
				if (at % 60 === 59) told(`${at + 1} s: ${Math.round(memory.at(-1) ?? 0)} MB`);
				await sleep(1000);
			})
		]);
	} finally {
		await server.kill();
	}
	const part = (from: number, to: number) =>
		median(memory.slice(Math.floor(from * memory.length), Math.ceil(to * memory.length)));
	return {
		seconds,
		loads: [...loads.values()].reduce((sum, times) => sum + times.length, 0),
		...count,
		errors,
		p95Ms: Object.fromEntries(
			[...loads].map(([page, times]) => [page, Math.round(quantile(times, 0.95))])
		),
		memoryMb: {
			early: Math.round(part(0.2, 0.4)),
			late: Math.round(part(0.8, 1)),
			most: Math.round(Math.max(...memory))
		}
	};
}

/** A person looks at a page, on average half as long. */
const THINK_MS = 4000;

const ASSUMPTIONS = [
	'task,name,value,low,high,source',
	',human_minutes,12,8,20,entered',
	',human_wage_per_hour,40,30,50,entered',
	',volume_per_month,1000,800,1200,entered'
].join('\n');

const table = (prefix: string, runs: number): string =>
	[
		'run_id,task,agent,success,cost_usd,started_at,duration_s',
		...Array.from(
			{ length: runs },
			(_, at) =>
				`${prefix}${at},${['refund', 'triage', 'claims'][at % 3]},bot,${at % 7 ? 1 : 0},0.02,2026-09-${String(1 + (at % 28)).padStart(2, '0')}T10:00:00Z,${at % 60}`
		)
	].join('\n');

const median = (values: readonly number[]): number => quantile(values, 0.5);

function quantile(values: readonly number[], p: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? NaN;
}
