import { describe, expect, it } from 'vitest';
import type { ScenarioDocument } from '#lib/scenarios/document.ts';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import { runScenario } from '#lib/scenarios/run-scenario.ts';
import type { TaskFacts } from '#lib/scenarios/task-facts.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { scenarioFacts } from '#lib/server/scenarios/facts.ts';
import { runInPool } from '#lib/server/scenarios/simulation-pool.ts';
import {
	deleteScenario,
	lockScenario,
	savedScenarios,
	saveScenario,
	scenarioVersions
} from '#lib/server/scenarios/store.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, importText } from './workspace.ts';

describe('the facts of a scenario', () => {
	it('are the cases of its runs, oldest first, with the attributes its scope asks for', async () => {
		const document = scenario({ scope: { segments: [{ attribute: 'language', values: ['de'] }] } });
		const [facts] = await factsOf(await workspace(), document);
		expect(facts?.evidence).toMatchObject({ cases: 120, knownOutcomes: 120, successes: 90 });
		expect(facts?.inputs.human_minutes).toMatchObject({ value: 12, source: 'entered' });
		const { cases, runSeconds } = facts ?? {};
		expect(cases?.oneIn).toBe(1);
		expect(cases?.right).toHaveLength(120);
		expect(cases?.confidence.slice(0, 4)).toEqual([0, 0.1, 0.2, 0.3]);
		expect(cases?.attributes.language?.values).toEqual(['en', 'de']);
		expect(cases?.attributes.language?.codes.slice(0, 3)).toEqual([0, 1, 0]);
		expect(runSeconds).toEqual({ p50: 30, p95: 30 });
	});

	it('say so when nobody has run the task, unless everything needed is pinned', async () => {
		const warehouse = await workspace();
		const unknown = scenario({ tasks: ['unheard of'] });
		expect(await scenarioFacts(warehouse, unknown, 'UTC')).toEqual({
			problem: 'There is no task called "unheard of" with runs.'
		});
		const figure = (value: number, n: number) => ({
			value,
			low: null,
			high: null,
			source: 'measured',
			n
		});
		const pinned = scenario({
			tasks: ['unheard of'],
			pin: {
				date: '2026-11-01',
				tasks: {
					'unheard of': {
						case_success_rate: figure(0.9, 200),
						cost_per_case_usd: figure(0.5, 200),
						human_minutes: figure(10, 40),
						human_wage_per_hour: figure(45, 40)
					}
				}
			}
		});
		const facts = await factsOf(warehouse, pinned);
		expect(facts[0]?.evidence).toMatchObject({ knownOutcomes: 200, successes: 180 });
		expect(runScenario(pinned, facts, { precision: 'preview' })?.tasks[0]?.options).toHaveLength(3);
	});

	it('price the same tokens for another model, and count its own runs', async () => {
		const warehouse = await workspace();
		const model = { to: 'gpt-4o-mini', quality: 'measured' };
		const [facts] = await factsOf(warehouse, scenario({ model }));
		// By the price book gpt-4o costs 2.5 and 10 USD a million tokens, its mini 0.15 and 0.60.
		expect(facts?.otherModel?.costRatio).toBeCloseTo(0.06, 9);
		expect(facts?.otherModel?.quality).toBeNull();
	});
});

describe('a pool of workers', () => {
	it('gives the same bits with 1 and with 2 workers, and as without any', async () => {
		const document = scenario({ oversight: { review: { below: 0.5 } }, targets: [0.5] });
		const facts = await factsOf(await workspace(), document);
		const alone = JSON.stringify(runScenario(document, facts));
		const once = JSON.stringify(await runInPool(document, facts, { workers: 1 }));
		const twice = JSON.stringify(await runInPool(document, facts, { workers: 2 }));
		expect(once).toBe(alone);
		expect(twice).toBe(alone);
	});

	it('stops when it is called off', async () => {
		const document = scenario({ replications: 1_000_000 });
		const facts = await factsOf(await workspace(), document);
		const stop = new AbortController();
		const running = runInPool(document, facts, {
			workers: 2,
			signal: stop.signal,
			onChunk: () => stop.abort(new Error('called off'))
		});
		await expect(running).rejects.toThrow('called off');
	});

	it('says what cannot be simulated', async () => {
		const facts = await factsOf(await workspace(), scenario({}));
		const wrong = { ...scenario({}), mode: 'sobol' as const, replications: 1000 };
		await expect(runInPool(wrong, facts)).rejects.toThrow('16 x a power of two');
	});
});

describe('saved scenarios', () => {
	it('keep every version, who saved it and what changed', async () => {
		const warehouse = await emptyWorkspace();
		const first = await saveScenario(warehouse, scenario({}), { note: 'as it is' });
		expect(first).toEqual({ id: 1, version: 1 });
		const changed = scenario({ inputs: { human_minutes: 20 } });
		expect(await saveScenario(warehouse, changed, { id: 1, note: 'slower people' })).toEqual({
			id: 1,
			version: 2
		});
		const [newest, oldest] = await scenarioVersions(warehouse, 1);
		expect(newest).toMatchObject({ version: 2, note: 'slower people', lock: null });
		expect(newest?.changes).toEqual(['minutes by hand: 20 (was not set)']);
		expect(oldest).toMatchObject({ version: 1, changes: [], scenario: scenario({}) });
		await saveScenario(warehouse, scenario({ name: 'another' }));
		expect((await savedScenarios(warehouse)).map(({ id, version }) => [id, version])).toEqual(
			expect.arrayContaining([
				[1, 2],
				[2, 1]
			])
		);
		expect(await saveScenario(warehouse, changed, { id: 7 })).toBeNull();
	});

	it('cannot be removed while a version is locked', async () => {
		const warehouse = await emptyWorkspace();
		await saveScenario(warehouse, scenario({}));
		expect(await lockScenario(warehouse, 1, 1, 'report of November')).toBe(true);
		expect(await lockScenario(warehouse, 1, 5, 'no such version')).toBe(false);
		expect((await scenarioVersions(warehouse, 1))[0]?.lock?.reason).toBe('report of November');
		expect((await savedScenarios(warehouse))[0]?.locked).toEqual([1]);
		expect(await deleteScenario(warehouse, 1)).toBe('locked');
		await lockScenario(warehouse, 1, 1, null);
		expect(await deleteScenario(warehouse, 1)).toBe('deleted');
		expect(await deleteScenario(warehouse, 1)).toBe('unknown');
		expect(await savedScenarios(warehouse)).toEqual([]);
	});
});

const plain = { breakeven_schema: 'scenario/1', name: 'as it is', tasks: ['refund'] };

function scenario(changes: object): ScenarioDocument {
	const read = readScenario({ ...plain, ...changes });
	if ('problem' in read) throw new Error(read.problem);
	return read.scenario;
}

async function factsOf(warehouse: Warehouse, document: ScenarioDocument): Promise<TaskFacts[]> {
	const known = await scenarioFacts(warehouse, document, 'UTC');
	if ('problem' in known) throw new Error(known.problem);
	return known.facts;
}

/** 120 runs of one task, three in four right, confidence 0 to 0.9 in turn. */
async function workspace(): Promise<Warehouse> {
	const warehouse = await emptyWorkspace();
	const header =
		'run_id,task,agent,model,success,cost_usd,confidence,language,started_at,duration_s,input_tokens,output_tokens';
	const rows = Array.from({ length: 120 }, (_, i) => {
		const at = new Date(Date.UTC(2026, 2, 1, 0, i)).toISOString();
		const success = i % 4 === 0 ? 0 : 1;
		return `r${i},refund,desk-bot,gpt-4o,${success},,${(i % 10) / 10},${i % 2 ? 'de' : 'en'},${at},30,1000,100`;
	});
	await importText(warehouse, 'runs.csv', [header, ...rows].join('\n'));
	const entered = { task: 'refund', source: 'entered' as const, note: null };
	await storeAssumptions(warehouse, [
		{ ...entered, name: 'human_minutes', value: 12, low: 10, high: 15 },
		{ ...entered, name: 'human_wage_per_hour', value: 40, low: null, high: null }
	]);
	return warehouse;
}
