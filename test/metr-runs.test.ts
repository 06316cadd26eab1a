import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import { runScenario } from '#lib/scenarios/run-scenario.ts';
import { scenarioFacts } from '#lib/server/scenarios/facts.ts';
import { emptyWorkspace, hasShared, importFile, shared } from './workspace.ts';

const example = join(import.meta.dirname, '../simulations/scenarios/long-software-tasks-o1.json');

it.skipIf(!hasShared)(
	'public runs of long tasks go from the file through a full scenario',
	async () => {
		const warehouse = await emptyWorkspace();
		const map = { columns: { alias: 'agent', dollar_equivalent: 'cost_usd' } };
		await importFile(warehouse, join(shared, 'data/metr-runs/runs_shared.jsonl.gz'), { map });
		const document = JSON.parse(readFileSync(example, 'utf8')) as { inputs: object };
		const read = readScenario({
			...document,
			runs: { agent: 'o1' },
			pin: null,
			replications: 4096,
			// No public row says what a run of an agent costs.
			inputs: { ...document.inputs, cost_per_case_usd: { value: 3, low: 1, high: 9 } }
		});
		if ('problem' in read) throw new Error(read.problem);
		const known = await scenarioFacts(warehouse, read.scenario, 'UTC');
		if ('problem' in known) throw new Error(known.problem);
		const factsOf = (task: string) => known.facts.find((one) => one.task === task);
		// 49 of 56 runs over 7 items: they count as 13, for runs of one item are alike.
		expect(factsOf('pico_ctf')?.evidence).toMatchObject({ cases: 56, successes: 49 });
		expect(factsOf('pico_ctf')?.evidence.designEffect).toBeCloseTo(4.19, 2);
		// People were paid by the clock, 37.3248 USD an hour in every row; the stated minutes are the task's.
		for (const task of ['pico_ctf', 'env_scientist', 'hypothesis_testing'])
			expect(factsOf(task)?.inputs.human_wage_per_hour?.value).toBeCloseTo(37.325, 3);
		// The score of a run is not what it was about: no scope is narrowed by it.
		expect(factsOf('hypothesis_testing')?.evidence.segments).toBeNull();

		const result = runScenario(read.scenario, known.facts);
		const verdicts = result?.tasks.map(({ task, decision }) => [task, decision.verdict]);
		expect(verdicts).toEqual([
			['pico_ctf', 'automate'],
			['env_scientist', 'automate'],
			// 25.8 minutes by hand, 24 of 40 right: the money is too close to tell.
			['hypothesis_testing', 'collect_more_data'],
			// Four people are too few to measure a wage.
			['munge_data', 'collect_more_data']
		]);
		const pico = result?.tasks[0];
		expect(
			pico?.options?.find(({ option }) => option === 'automate')?.pBetterThanHuman
		).toBeGreaterThan(0.95);
		expect(pico?.ranks?.length).toBeGreaterThan(0);
	}
);
