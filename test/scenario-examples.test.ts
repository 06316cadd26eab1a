import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leastReviewFor, replay } from '#simulations/engine/policy-replay.ts';
import { pinnedFacts } from '#lib/scenarios/pinned-facts.ts';
import { readScenarioText } from '#lib/scenarios/read-scenario.ts';
import { replayRuns } from '#lib/scenarios/review-choice.ts';
import { runScenario } from '#lib/scenarios/run-scenario.ts';
import { scenarioFacts } from '#lib/server/scenarios/facts.ts';
import { emptyWorkspace, hasShared, importFile, shared } from './workspace.ts';

const folder = join(import.meta.dirname, '../simulations/scenarios');
const examples = readdirSync(folder).filter(
	(name) => name.endsWith('.json') && name !== 'scenario.schema.json'
);

describe('every example scenario', () => {
	it.each(examples)('%s runs on its pinned figures alone and says what it teaches', (name) => {
		const scenario = read(name);
		expect(scenario.note?.length).toBeGreaterThan(50);
		const facts = scenario.tasks.map((task) => pinnedFacts(scenario, task));
		const known = facts.filter((one) => one !== null);
		expect(known).toHaveLength(scenario.tasks.length);
		const result = runScenario(scenario, known, { precision: 'preview' });
		for (const task of result?.tasks ?? []) {
			expect(task.options?.map(({ option }) => option)).toContain('automate_with_review');
			for (const option of task.options ?? [])
				expect(Number.isFinite(option.netBenefitUsd.mean)).toBe(true);
		}
	});
});

describe.skipIf(!hasShared)('the public answers with their stated confidence', () => {
	it('need 13 % of reviews for 60 % fewer errors with one model, 52 % with another', async () => {
		const warehouse = await emptyWorkspace();
		await importFile(warehouse, join(shared, 'data/llm-confidence/attempts.csv.gz'));
		const share = async (name: string) => {
			const scenario = { ...read(name), pin: null };
			const known = await scenarioFacts(warehouse, scenario, 'UTC');
			if ('problem' in known) throw new Error(known.problem);
			const columns = known.facts.flatMap(({ cases }) => cases ?? []);
			const all = {
				...(columns[0] as (typeof columns)[number]),
				confidence: columns.flatMap(({ confidence }) => confidence),
				right: columns.flatMap(({ right }) => right),
				highStakes: columns.flatMap(({ highStakes }) => highStakes),
				costUsd: columns.flatMap(({ costUsd }) => costUsd)
			};
			const n = all.right.length;
			const terms = {
				costPerReviewUsd: 1,
				reviewMinutes: 1,
				redoCostUsd: 1,
				detect: 1,
				falseAlarm: 0
			};
			const rule = { alwaysReviewHighStakes: false, withoutConfidence: 'review' as const };
			const row = leastReviewFor(replay(replayRuns(all, 1, n), terms, rule), 0.6);
			return { n, share: (row?.reviewed ?? NaN) / n };
		};
		const well = await share('exam-questions-o3.json');
		const badly = await share('exam-questions-gpt-4o.json');
		// 188 of 1,398 and 747 of 1,436 answers lie below the threshold.
		expect(well.n).toBe(1398);
		expect(well.share).toBeCloseTo(0.1345, 4);
		expect(badly.n).toBe(1436);
		expect(badly.share).toBeCloseTo(0.5202, 4);
	});
});

function read(name: string) {
	const found = readScenarioText(readFileSync(join(folder, name), 'utf8'));
	if ('problem' in found) throw new Error(`${name}: ${found.problem}`);
	return found.scenario;
}
